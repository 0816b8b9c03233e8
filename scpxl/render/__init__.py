"""Edges that write one kind of file each.  They choose colours and places, and compute nothing."""
