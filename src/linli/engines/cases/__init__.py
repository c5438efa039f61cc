"""Cases: a pure interpreter of procedures, and the rows that remember what happened."""
