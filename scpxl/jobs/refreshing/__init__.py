"""Refreshing a dashboard that is open: typed cells into the record first, then only what differs back."""
