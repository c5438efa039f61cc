"""Community workers: who serves which community since when."""
