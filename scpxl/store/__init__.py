"""Everything kept, in one SQLite file.  The only room that writes SQL."""
