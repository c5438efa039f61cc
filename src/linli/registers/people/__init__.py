"""People, households, where they live and are registered, labels, and the accounts bound to them."""
