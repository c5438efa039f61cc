"""Working days of a place: published schedules with make-up days, regional holidays, provisional years."""
