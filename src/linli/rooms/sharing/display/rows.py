"""What was opened, as a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from linli.rooms.sharing.actions.reading import Page
from linli.rooms.sharing.queries.words import Telling, titles_of


@dataclass(frozen=True, slots=True)
class Table:
    titles: Sequence[str]
    rows: Sequence[Sequence[tuple[str, str]]]
    """Each cell as (title, text)."""


def table_of(page: Page) -> Table:
    fields = page.opening.fields
    titles, telling = titles_of(fields), Telling(fields)
    rows = [list(zip(titles, telling.row(row.values), strict=True)) for row in page.rows]
    return Table(titles, rows)
