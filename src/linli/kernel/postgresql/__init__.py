"""Django's PostgreSQL backend with a cheaper proof that a kept connection is alive."""
