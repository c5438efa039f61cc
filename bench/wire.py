"""One request through the real WSGI application in this process, with every message to PostgreSQL counted.

libpq's own trace is read, so that transaction control and what the driver sends by itself count too.
"""

import io
import json
import re
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from psycopg.pq import Trace

from linli.site.wsgi import application

_DONE = re.compile(r'^B\t\d+\tCommandComplete\t "(\w+)', re.MULTILINE)
_CONTROL = frozenset({"BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE"})


@dataclass(frozen=True, slots=True)
class Count:
    """Statements that the server carried out, and of those the ones that only steer the transaction."""

    statements: int
    control: int


def send(
    method: str, path: str, key: str = "", body: Mapping[str, Any] | None = None, once: str = ""
) -> Mapping[str, Any]:
    """An API call in this process (as `walk.Send`)."""
    status, answer = call(method, path, key=key, body=body, once=once)
    if status >= 300:
        raise RuntimeError(f"{method} {path}: {status} {answer[:500]!r}")
    found: Mapping[str, Any] = json.loads(answer)
    return found


def call(
    method: str,
    path: str,
    *,
    key: str = "",
    cookie: str = "",
    body: Mapping[str, Any] | None = None,
    once: str = "",
    compress: bool = False,
) -> tuple[int, bytes]:
    """Status and body of one request."""
    raw = json.dumps(body).encode() if body is not None else b""
    path, _, query = path.partition("?")
    environ = {
        "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "SCRIPT_NAME": "",
        "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "127.0.0.1",
        "REMOTE_ADDR": "127.0.0.1", "CONTENT_TYPE": "application/json", "CONTENT_LENGTH": str(len(raw)),
        "wsgi.version": (1, 0), "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(raw),
        "wsgi.errors": sys.stderr, "wsgi.multithread": False, "wsgi.multiprocess": True, "wsgi.run_once": False,
        "HTTP_AUTHORIZATION": f"Bearer {key}" if key else "", "HTTP_COOKIE": cookie,
        "HTTP_IDEMPOTENCY_KEY": once, "HTTP_ACCEPT_ENCODING": "gzip" if compress else "",
    }  # fmt: skip
    found: list[str] = []

    def begin(status: str, headers: list[tuple[str, str]], fault: Any = None, /) -> Callable[[bytes], object]:
        found.append(status)
        return bytes

    response = application(environ, begin)
    answer = b"".join(response)
    response.close()
    return int(found[0][:3]), answer


class Counting:
    """Counts what reaches the server inside: `with Counting() as counting: …`, then `counting.count`."""

    def __enter__(self) -> "Counting":
        connection.ensure_connection()
        self._file = tempfile.TemporaryFile()
        self._wire = connection.connection.pgconn
        self._wire.trace(self._file.fileno())
        self._wire.set_trace_flags(Trace.SUPPRESS_TIMESTAMPS)
        return self

    def __exit__(self, *_: object) -> None:
        self._wire.untrace()
        self._file.seek(0)
        self.text = self._file.read().decode("utf-8", "replace")
        self._file.close()
        tags = _DONE.findall(self.text)
        self.count = Count(len(tags), sum(tag in _CONTROL for tag in tags))
