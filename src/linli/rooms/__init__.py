"""One Django app per service domain; a room imports another room only through its `published.py`."""
