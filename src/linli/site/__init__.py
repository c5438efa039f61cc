"""Assembly: settings, URLs, API, access matrix, server, worker, command line."""
