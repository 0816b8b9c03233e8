"""From partner spreadsheets to a board-ready dashboard, for Community Safety Partnerships."""

__version__ = "0.1.0"
