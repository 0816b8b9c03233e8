"""Imported tables of figures (history, benchmarks), checked as the figures of a return are."""
