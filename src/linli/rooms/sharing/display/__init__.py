"""What the pages of sharing show, prepared in one pass."""
