"""The open workbook in Excel: buttons, worksheet functions, and what is told there when something fails."""
