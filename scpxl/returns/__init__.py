"""The form as data: which cell asks which question, what was entered, what was meant by it, and what we say about it."""
