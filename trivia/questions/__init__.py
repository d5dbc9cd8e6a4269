"""Trivia questions made from facts: patterns, distractors, checks, choosing."""
