"""Which counts would let somebody be recognised, and what must be hidden so that they cannot be calculated."""
