"""The things a partnership talks about: indicators, periods, targets, observations."""
