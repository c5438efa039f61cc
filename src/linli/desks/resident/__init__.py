"""The resident at home (家门口): home, my matters, messages."""
