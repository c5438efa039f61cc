"""What is asked for each kind of change, and how the answers become what the register understands."""
