"""Accounts that log in: people with a password, and keys for programs. Who they are in a place: registers."""
