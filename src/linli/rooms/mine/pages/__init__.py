"""Doors for residents, and one for the counter."""
