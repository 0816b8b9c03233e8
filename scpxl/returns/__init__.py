"""The form as data: which cell asks which question, what was entered, and what we say about it."""
