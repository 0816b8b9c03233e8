"""Changes, trends, outturns and interventions of all series at once."""
