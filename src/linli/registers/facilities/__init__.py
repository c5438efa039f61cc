"""Facilities of community service with their areas."""
