"""Messages to people: one row per recipient and channel, with its own claim, retry and receipt."""
