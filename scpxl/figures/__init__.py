"""What is worked out from the record: the methods of statistics, for every series, and what each figure rests on.  No words of the board."""
