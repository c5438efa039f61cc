"""Files that are uploaded stay in memory until they are sealed: they hold people's papers and lists, and a temporary
file would leave them readable on the disk of the server."""

from typing import Any, Final

from django.core.files.uploadhandler import MemoryFileUploadHandler

MOST_KEPT: Final = 50 * 1024 * 1024
"""Bytes of one file that are kept, more than any page takes; of a larger one only its size is told. How large a whole
body may be is `site.intake`'s."""


class KeptInMemory(MemoryFileUploadHandler):
    """Takes every file, however large: no handler after it writes one to the disk."""

    def handle_raw_input(self, *_args: Any, **_named: Any) -> None:
        self.activated = True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        super().receive_data_chunk(raw_data[: max(0, MOST_KEPT + 1 - start)], start)
