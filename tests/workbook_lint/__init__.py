"""Does Excel open a workbook without repairing, refusing or altering anything in it?

`lint` goes through the causes that are publicly known.  Every rule is a small function that says what Excel does; those
of one kind of part are one module.  No rule means "valid" where none raises a remark: it means none of these causes.
"""

from __future__ import annotations
