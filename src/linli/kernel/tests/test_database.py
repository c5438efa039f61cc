"""Where the database is: a URL, or the embedded server that the first connection starts."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from linli.kernel.database import database_settings
from linli.kernel.errors import ConfigurationError

_CONNECT = """
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from linli.kernel.database import database_settings, start_embedded

def connect(_):
    found = database_settings("", Path(sys.argv[1]))
    start_embedded(found)
    return found["HOST"]

with ThreadPoolExecutor(4) as threads:
    print(*set(threads.map(connect, range(4))))
"""


def test_processes_and_threads_that_start_at_once_on_an_empty_folder_share_one_server() -> None:
    home = Path(settings.CONFIG.home) / "at-once"
    shutil.rmtree(home, ignore_errors=True)
    command = [sys.executable, "-c", _CONNECT, str(home)]
    started = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(4)
    ]
    ended = [(process, *process.communicate(timeout=120)) for process in started]
    shutil.rmtree(home, ignore_errors=True)
    assert not [error for process, _, error in ended if process.returncode]
    assert len({out for _, out, _ in ended}) == 1


def test_a_url_of_another_kind_is_refused_with_the_one_to_write() -> None:
    with pytest.raises(ConfigurationError, match="postgresql://user:password@host:5432/database"):
        database_settings("mysql://root@localhost/linli", Path())
