"""What the partnership agreed, as tables: how it is read, checked and compared; no file format is known here."""
