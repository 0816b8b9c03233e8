"""Setting a partnership up: folder, framework, boundaries, worked examples and practice."""
