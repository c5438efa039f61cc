"""Keeping and deleting: what is asked, due, held, and what is left of files that ended."""
