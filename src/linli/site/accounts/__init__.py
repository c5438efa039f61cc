"""Logging in: password, second factor, passkey, code by phone; the account's own page. Machinery: django-allauth."""
