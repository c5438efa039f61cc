"""Tables, figures and reasons as people read them: pages, a sheet, a terminal. No statements here."""
