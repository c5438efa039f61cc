"""Shapes at the JSON door. An id is named by its noun; numbers of people are masked everywhere but in `Unmasked`."""
