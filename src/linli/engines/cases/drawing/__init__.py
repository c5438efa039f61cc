"""A procedure drawn: swim lanes of those who have a case, ranks of its ordinary course. Pure."""
