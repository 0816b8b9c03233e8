"""The dashboard workbook, as the board and the analyst have it."""
