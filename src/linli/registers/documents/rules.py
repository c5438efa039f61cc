"""What may be uploaded. Bounds are generous for phones and small for attackers."""

from datetime import timedelta

LONGEST_SIDE = 2000  # pixels after re-encoding: an identity card stays readable
MOST_PIXELS = 50_000_000
QUALITY = 82
PDF = "application/pdf"
UNCLAIMED_KEPT = timedelta(days=31)  # longer than a draft of a form that names it
RENEWED_AFTER = timedelta(hours=12)  # so seldom that keeping a draft writes nothing more
ACCEPTED = {"image/jpeg", "image/png", "image/webp"}
_OFFICE = (
    "application/msword", "application/vnd.ms-", "application/vnd.openxmlformats", "application/vnd.oasis",
    "application/rtf",
)  # fmt: skip
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How the older files of Word, Excel, PowerPoint and WPS begin."""


def is_office(raw: bytes, mime: str) -> bool:
    """A file of a word processor or spreadsheet: not taken, as it can hold programs, and looks different everywhere."""
    return mime.startswith(_OFFICE) or raw.startswith(_OLE)
