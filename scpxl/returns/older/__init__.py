"""Older forms, and the rules by which their answers are transferred into the current form."""
