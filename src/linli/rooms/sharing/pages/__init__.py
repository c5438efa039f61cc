"""Doors for departments and for the owners of files."""
