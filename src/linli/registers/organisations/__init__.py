"""Organisations, posts, and who holds them: from posts come roles and scopes."""
