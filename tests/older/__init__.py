"""Filled returns of the forms that were in use before, and that they are carried forward."""
