"""Excel on this computer: what a click needs, looked at, put there, and taken away."""
