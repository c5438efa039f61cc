"""Tests run against an embedded PostgreSQL of their own in `var/test` (or `LINLI_HOME`), never the demo's."""

import os
from pathlib import Path

os.environ.setdefault("LINLI_HOME", str(Path(__file__).resolve().parents[1] / "var" / "test"))
# Playwright's synchronous API keeps an event loop in the thread; Django would refuse the database there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

from linli.site.settings import *  # noqa: F403

STORAGES = {  # no manifest: tests need no collected static files
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # logging in fast, not safely
WHITENOISE_AUTOREFRESH = (
    True  # each client of a test has middleware of its own; none looks through all files first
)
