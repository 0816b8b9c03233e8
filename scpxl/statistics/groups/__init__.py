"""Areas among each other: ranks and how sure they are, averages, funnels."""
