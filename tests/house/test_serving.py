"""The server asks for its port before it shares it, and its worker is kept running."""

import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from typing import Any

import pytest

from linli.kernel.errors import ConfigurationError
from linli.site.server import KeptWorker, check_port_is_free

PATIENCE = 30  # seconds; nothing here is timed, but a test must end


def test_a_port_that_another_server_would_even_share_is_refused_with_the_mend(
    settings: Any,
) -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        settings.CONFIG = settings.CONFIG.model_copy(update={"bind": f"127.0.0.1:{port}"})
        with pytest.raises(ConfigurationError, match=rf"127.0.0.1:{port} is in use.* LINLI_BIND=127.0.0.1:"):
            check_port_is_free()
    check_port_is_free()


def until(fine: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not fine():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_worker_that_is_killed_is_started_again_and_ends_with_the_server() -> None:
    worker = KeptWorker([sys.executable, "-c", "import time; time.sleep(600)"], first_wait=0.05)
    worker.start()
    until(lambda: worker.process is not None)
    first = worker.process
    assert first is not None
    os.kill(first.pid, signal.SIGKILL)
    until(lambda: worker.process is not first)
    second = worker.process
    assert second is not None
    assert second.poll() is None
    worker.stop()
    assert second.poll() == -signal.SIGTERM
