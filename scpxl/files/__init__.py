"""Files of this machine: looked at before they are read, and written whole or not at all."""
