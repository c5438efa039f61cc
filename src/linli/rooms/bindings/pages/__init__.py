"""Doors for clerks and for residents."""
