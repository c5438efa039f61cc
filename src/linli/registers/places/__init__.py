"""A time-bounded tree of places: provinces to grids, with codes, names, classes and successors."""
