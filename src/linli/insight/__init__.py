"""Counting: measures collected from registers, engines and rooms; marts that pages read."""
