"""What is asked of people: terms of an agreement, whom to look up, what to export."""
