"""Service matters: the catalogue, applying, the window, notices, results."""
