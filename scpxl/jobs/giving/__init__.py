"""Giving figures out: explained, as tables, for single cells, and the methods on one's own figures."""
