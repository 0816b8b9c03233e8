"""What documents hold, and the writers that set it."""
