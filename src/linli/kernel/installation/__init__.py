"""What this database is: a real one, or a demo with synthetic data and a clock that can be set."""
