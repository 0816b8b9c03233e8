"""What the tool does, a verb a module: the only place where the rooms below meet."""
