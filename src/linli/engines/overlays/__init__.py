"""What a city changes of its packs: proposed by one person, approved by another, kept apart from the packs."""
