"""What is worked out from the record: every series' figures, and what each rests on.  No words of the board."""
