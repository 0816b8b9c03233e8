"""Control charts: their kinds, their limits, the rules of their points, and what these say."""
