"""What a board reads: titles, ratings, sentences, and what each edition may show."""
