"""What people wrote, in one line: it tells two complaints of one day apart."""

from collections.abc import Iterable

from linli.engines.cases.models import Case
from linli.engines.forms import lines
from linli.rooms.matters import queries


def lines_for(cases: Iterable[Case]) -> dict[int, str]:
    """By case id; one statement, none where no form of these matters marks answers."""
    marked = [case.pk for case in cases if lines.has_line(queries.pinned_matter(case).form)]
    found = lines.list_lines(f"case:{pk}" for pk in marked)
    return {pk: line for pk in marked if (line := found.get(f"case:{pk}"))}
