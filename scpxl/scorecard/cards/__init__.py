"""The card of an indicator: each of its sentences, made from its results."""
