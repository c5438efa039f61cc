"""The server as a deployment runs it: `linli serve` with two web processes, and `linli worker` beside it."""

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LINLI = str(Path(sys.executable).with_name("linli"))
START_SECONDS = 60


@contextmanager
def serving(bind: str, **settings: str) -> Iterator[None]:
    """Web processes only, with `settings` besides those of the bench; ends with the block."""
    with _running("serve", "--no-worker", LINLI_BIND=bind, **settings) as process:
        _wait_until_up(bind, process)
        yield


@contextmanager
def working() -> Iterator[None]:
    """The worker, as long as the block runs."""
    with _running("worker"):
        yield


@contextmanager
def _running(*command: str, **settings: str) -> Iterator["subprocess.Popen[bytes]"]:
    process = subprocess.Popen([LINLI, *command], stdout=subprocess.DEVNULL, env=os.environ | settings)
    try:
        yield process
    finally:
        if process.poll() is not None:
            raise SystemExit(f"bench: linli {' '.join(command)} ended by itself")
        process.terminate()
        process.wait(timeout=20)


def _wait_until_up(bind: str, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        connection = http.client.HTTPConnection(bind, timeout=5)
        try:
            connection.request("GET", "/health/")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise SystemExit("bench: the server did not come up")
