"""How long records are kept, what stops their end, and the end itself: two people, and a tombstone without a name."""
