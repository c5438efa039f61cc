"""Telling people: which words a pack has for an occasion, by which ways each one hears them, and whether they did."""
