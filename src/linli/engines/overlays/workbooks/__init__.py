"""What may be changed as a workbook, and back: a sheet for each kind of thing, every bad cell named at once."""
