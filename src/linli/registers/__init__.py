"""Shared nouns: places, people, organisations, workforce, facilities, statistics, documents, calendar."""
