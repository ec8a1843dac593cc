"""Exact answers about a whole scenario: odds, counts, values."""
