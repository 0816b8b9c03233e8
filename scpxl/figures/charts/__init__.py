"""Control charts of all series at once, each by its own kind, stretches and limits."""
