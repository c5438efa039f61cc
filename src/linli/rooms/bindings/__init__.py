"""Who acts in whose name: accounts bound to files, guardians, mandates."""
