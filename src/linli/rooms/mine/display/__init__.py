"""What the pages show, built in one pass."""
