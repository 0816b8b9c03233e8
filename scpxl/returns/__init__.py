"""The form as data: which cell asks which question, what was typed, and what we say about it."""
