"""Benchmark groups: averages, ranks, and what chance leaves of them, all groups at once."""
