"""Reference cases translated into calls of our methods, a module a topic."""
