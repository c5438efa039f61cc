"""Plans, targets and indicators, computed from live records."""
