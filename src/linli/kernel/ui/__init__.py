"""Tokens, components and frames that every page shares."""
