"""Which posts one person may hold at the same time, and which ones two have to give. Pure."""

from typing import Final

from linli.kernel.roles import ADMINISTRATORS

WORK: Final = "work"


def branch_of(role: str) -> str:
    """Each of the three administrators is a branch of its own; all other posts are one (as the database says in
    migration 0002)."""
    return role if role in ADMINISTRATORS else WORK
