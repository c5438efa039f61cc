"""Shapes: the copy of a file, and consents at the JSON door."""
