"""Doors for staff."""
