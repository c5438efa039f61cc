"""Words for codes of standards that files are kept in, as the code lists of the installed packs say them."""

from typing import Final

from linli.engines.packs import queries as packs
from linli.kernel.errors import NotFound

LISTS: Final = {
    "sex": "sex",
    "ethnicity": "ethnicity",
    "marital": "marital",
    "relation": "relation-to-head",
    "nationality": "nationality",
}
"""Field → code list."""


def list_words(field: str) -> dict[str, str]:
    """Code → word of a standard; nothing where no pack is installed."""
    try:
        found = packs.load(packs.get_item("code-list", LISTS[field]))
    except NotFound:
        return {}
    return {entry.code: entry.label for entry in found.entries}


def word(field: str, code: str) -> str:
    """The word for a code of a standard, or the code itself."""
    return list_words(field).get(code, code) if code else ""
