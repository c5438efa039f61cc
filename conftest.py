"""Tests run against a real embedded PostgreSQL in `var/test` (or `LINLI_HOME`), never against the demo's."""

import os
from pathlib import Path

os.environ.setdefault("LINLI_HOME", str(Path(__file__).parent / "var" / "test"))
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright's sync API keeps an event loop in the thread
