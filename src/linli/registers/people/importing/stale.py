class Stale(Exception):  # what there is, not what went wrong
    """What the check found is so no longer: rows have to be checked anew."""
