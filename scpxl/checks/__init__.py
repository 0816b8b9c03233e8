"""Right, wrong, and what to do about it."""
