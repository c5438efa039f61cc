"""Importing persons and households from rows that somebody else has read: checks, look-ups, writing, undoing."""
