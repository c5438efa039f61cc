"""Levels, and what may come with one. Pure."""

COMMENT_LENGTH = 500
BAD_LEVELS = frozenset({1, 2})
GOOD_LEVELS = frozenset({3, 4, 5})
