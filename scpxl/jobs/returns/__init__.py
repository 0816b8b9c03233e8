"""The way of a return: issued, checked, collected, answered, followed; and figures from before, brought in."""
