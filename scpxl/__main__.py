"""Run the command line with ``python -m scpxl``."""

from scpxl.cli import main

main()
