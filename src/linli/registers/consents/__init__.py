"""Privacy notices, what they ask consent for, and what each person has said to them."""
