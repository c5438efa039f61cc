"""Spreadsheets as people have them: opened within bounds, header found, columns proposed, cells read or faulted.

Knows nothing of what the rows are about: whoever imports declares `columns.Target`s.
"""
