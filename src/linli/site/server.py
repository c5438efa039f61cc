"""The web server of `linli serve`, and the worker beside it."""

import socket
import subprocess
import sys
import threading
from collections.abc import Sequence

import click
import structlog
from django.conf import settings
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from linli.kernel import clock
from linli.kernel.errors import ConfigurationError
from linli.kernel.installation.queries import get_clock_offset

log = structlog.get_logger(__name__)

BACKLOG = 1024
WAITING = 256
"""So many requests wait inside one web process at most; more stay with the kernel, not in our memory."""
FIRST_WAIT = 1.0
LONGEST_WAIT = 60.0
STEADY = 60.0
"""Seconds after which a worker counts as running well, so that the next one is not made to wait longer."""
ENDING = 10.0


def check_port_is_free() -> None:
    """Raises `ConfigurationError` if something listens there already.

    The server shares its port among its processes (SO_REUSEPORT), and would share it with a stranger too: two
    installations would answer in turns. A plain socket finds out.
    """
    config = settings.CONFIG
    host = config.host.strip("[]")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(
            socket.SOL_SOCKET, socket.SO_REUSEADDR, 1
        )  # a server that just ended is no hindrance
        try:
            probe.bind((host, config.port))
        except OSError as error:
            other = f"LINLI_BIND={config.host}:{config.port + 1 if config.port < 65_535 else config.port - 1}"
            raise ConfigurationError(
                f"{config.bind} is in use or not of this machine ({error.strerror}): "
                f"stop the other server, or set {other}"
            ) from None


class KeptWorker:
    """A worker process that is started again whenever it ends, until `stop`."""

    def __init__(self, command: Sequence[str], *, first_wait: float = FIRST_WAIT) -> None:
        self._command, self._first_wait = list(command), first_wait
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="kept-worker", daemon=True)
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End the worker and wait for it; one that does not end is killed: its work is claimed anew."""
        self._ending.set()
        self._thread.join()

    def _keep(self) -> None:
        wait = self._first_wait
        while not self._ending.is_set():
            # In a group of its own: Ctrl+C reaches the server alone, which then ends the worker.
            self.process = subprocess.Popen(self._command, process_group=0)  # noqa: S603  ourselves
            if self._watch(self.process):
                wait = self._first_wait
            if self._ending.is_set():
                return
            log.error("worker.ended", code=self.process.returncode, again_after_seconds=wait)
            self._ending.wait(wait)
            wait = min(2 * wait, LONGEST_WAIT)

    def _watch(self, process: "subprocess.Popen[bytes]") -> bool:
        """Until it ends or has to; true if it ran well for a while."""
        ticks = 0
        while process.poll() is None and not self._ending.wait(0.25):
            ticks += 1
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(timeout=ENDING)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        return ticks * 0.25 >= STEADY


def start_server(*, with_worker: bool) -> None:
    """Serve until interrupted; the worker is a process of its own that is kept running and ends with the server."""
    config = settings.CONFIG
    check_port_is_free()
    if get_clock_offset():
        click.echo(f"the demo's date is set to {clock.today().isoformat()}")
    worker = KeptWorker([sys.argv[0], "worker"]) if with_worker else None
    server = Granian(
        "linli.site.wsgi:application",
        address=config.host,
        port=config.port,
        interface=Interfaces.WSGI,
        workers=config.web_workers,
        blocking_threads=1,
        backlog=BACKLOG,
        backpressure=WAITING,
        websockets=False,
        workers_kill_timeout=3,
        respawn_failed_workers=True,
        log_access=False,
        log_level=LogLevels(config.log_level),
    )
    if worker:
        worker.start()
    try:
        server.serve()
    finally:
        if worker:
            worker.stop()
