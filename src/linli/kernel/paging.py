"""Keys of pages in URLs: what the last row shown was sorted by. Never an offset, never a count."""

from datetime import UTC, datetime

SEPARATOR = "~"


def encode(key: tuple[datetime | None, int]) -> str:
    """`2026-03-27T15:59:59Z~17`; a row without a date gives `~17`. No sign in it needs quoting in an address."""
    moment, number = key
    text = moment.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z" if moment else ""
    return f"{text}{SEPARATOR}{number}"


def decode(text: str) -> tuple[datetime | None, int] | None:
    """The key of an encoded one; None for an empty or damaged text (the first page is shown then)."""
    moment, separator, number = text.partition(SEPARATOR)
    if not separator or not number.isascii() or not number.isdecimal():
        return None
    try:
        found = datetime.fromisoformat(moment) if moment else None
    except ValueError:
        return None
    if found is not None and found.tzinfo is None:
        return None
    return found, int(number)
