"""What is measured, against what, with one command: `python -m bench` (see docs/measurements.md)."""
