"""Progress of long work, one line a step."""

import sys
import time

_STARTED = time.monotonic()


def tell(text: str) -> None:
    sys.stderr.write(f"  {time.monotonic() - _STARTED:5.0f} s  {text}\n")
