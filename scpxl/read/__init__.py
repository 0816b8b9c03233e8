"""Edges that read one kind of file each into objects.  They judge nothing."""
