"""What the pages of the administrator show, built in one pass."""
