"""Clients over HTTP: a program with a key, and a browser with a session and an empty cache."""

import http.client
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message
from typing import Any
from urllib.parse import urlencode

TIMEOUT = 60
_TOKEN = "b" * 32
"""Proof of origin: the same in cookie and form, as the double-submit check wants."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, body as it came over the wire, seconds to its first byte and to its last."""

    status: int
    body: bytes
    headers: Message
    first_byte: float
    seconds: float


class Program:
    """Calls the API over one kept connection (as `walk.Send`)."""

    def __init__(self, bind: str) -> None:
        self._wire = http.client.HTTPConnection(bind, timeout=TIMEOUT)

    def send(
        self, method: str, path: str, key: str, body: Mapping[str, Any] | None = None, once: str = ""
    ) -> Mapping[str, Any]:
        headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        if once:
            headers["Idempotency-Key"] = once
        self._wire.request(method, path, json.dumps(body) if body is not None else None, headers)
        response = self._wire.getresponse()
        answer = response.read()
        if response.status >= 300:
            raise RuntimeError(f"{method} {path}: {response.status} {answer[:500]!r}")
        found: Mapping[str, Any] = json.loads(answer)
        return found

    def close(self) -> None:
        self._wire.close()


@dataclass(slots=True)
class Browser:
    """Loads pages as a browser does: compressed, with its cookies, over one kept connection."""

    bind: str
    cookies: dict[str, str] = field(default_factory=lambda: {"csrftoken": _TOKEN})
    _wire: http.client.HTTPConnection | None = None

    def enter(self, username: str) -> "Browser":
        """Log in through the door of the demo."""
        answer = self._call("POST", "/accounts/demo/enter/", {"username": username, "next": "/health/"})
        if answer.status != 302:
            raise RuntimeError(f"{username} could not enter: {answer.status}")
        return self

    def get(self, path: str) -> Answer:
        """Raises for anything but success."""
        answer = self._call("GET", path)
        if answer.status != 200:
            raise RuntimeError(f"GET {path}: {answer.status}")
        return answer

    def _call(self, method: str, path: str, form: Mapping[str, str] | None = None) -> Answer:
        if self._wire is None:
            self._wire = http.client.HTTPConnection(self.bind, timeout=TIMEOUT)
        headers = {
            "Accept-Encoding": "gzip, br",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        body = None
        if form is not None:
            body = urlencode({**form, "csrfmiddlewaretoken": _TOKEN})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        started = time.perf_counter()
        self._wire.request(method, path, body, headers)
        response = self._wire.getresponse()
        first = response.read(1)
        first_byte = time.perf_counter() - started
        content = first + response.read()
        seconds = time.perf_counter() - started
        for cookie in response.headers.get_all("Set-Cookie", []):
            name, _, rest = cookie.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return Answer(response.status, content, response.headers, first_byte, seconds)
