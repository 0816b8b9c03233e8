"""The open workbook in Excel: buttons and worksheet functions."""
