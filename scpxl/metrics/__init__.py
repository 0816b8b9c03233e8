"""Numbers over time: vectorised sums, changes, rates, ranks, limits.  No words, no colours."""
