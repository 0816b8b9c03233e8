"""The framework in its files, and what is said of it."""
