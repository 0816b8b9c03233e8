"""The form as a workbook: the blank return, and the only worksheet formulas there are in it."""
