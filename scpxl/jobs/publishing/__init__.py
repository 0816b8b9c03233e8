"""Publishing a period, and the life of what was published."""
