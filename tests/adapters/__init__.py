"""Reference cases translated into calls of the metrics room, a module a topic."""
