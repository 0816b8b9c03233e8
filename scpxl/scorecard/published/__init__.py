"""What was published, as it is kept, and what is no longer so of it."""
