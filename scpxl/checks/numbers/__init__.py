"""The figures of a return: which there are, what is usual for them, whether they agree, and how that is explained."""
