"""What commands print with --json: one envelope for all, its records, and one way to name things."""
