"""Rounds of trivia: a pure state machine, its scoring, and the service that keeps it in the store."""
