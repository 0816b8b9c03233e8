"""What a board reads beside the cards: exceptions, sentences, registers, returns, quality, notes and tables."""
