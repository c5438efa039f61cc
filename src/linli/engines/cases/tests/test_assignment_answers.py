"""What a table declares of answers is compared with the forms that ask for them."""

from typing import Any

import pytest

from linli.engines.cases.assignment.section import ASSIGNMENT
from linli.engines.cases.assignment.table import AssignmentTable
from linli.engines.packs.folders import builtin
from linli.engines.packs.reading import read_pack
from linli.engines.packs.sections import Finding


class Worked:
    """The worked pack as a library; `partial` sections could not be read."""

    def __init__(self, *, partial: str = "") -> None:
        items = read_pack(builtin("worked")).items
        self.models = {(item.section.name, item.code): item.model for item in items}
        self.partial = partial

    def codes(self, section: str) -> frozenset[str]:
        return frozenset(code for name, code in self.models if name == section)

    def get(self, section: str, code: str) -> Any | None:
        return self.models.get((section, code))

    def is_partial(self, section: str) -> bool:
        return section == self.partial


def check(*, partial: str = "", **changes: Any) -> list[Finding]:
    library = Worked(partial=partial)
    table = library.get("assignment", "complaint-first")
    assert isinstance(table, AssignmentTable)
    assert ASSIGNMENT.check is not None
    changed = AssignmentTable.model_validate({**table.model_dump(exclude_none=True), **changes})
    return list(ASSIGNMENT.check(changed, library))


def rows(when: str) -> list[dict[str, str]]:
    return [{"when": when, "role": "reviewer", "at": "town"}, {"role": "clerk", "at": "community"}]


def test_the_worked_table_is_sound() -> None:
    assert check() == []


def test_a_choice_that_the_form_does_not_offer_is_a_fault() -> None:
    [found] = check(rows=rows("answer.kind == 'lmap'"))
    assert found.path == ("rows", 0, "when")
    assert "lamp" in found.mend


def test_an_answer_that_no_form_asks_for_is_a_fault_with_the_one_that_was_meant() -> None:
    [found] = check(answers={"kimd": "text"}, rows=rows("answer.kimd == 'lamp'"))
    assert (found.path, found.key) == (("answers", "kimd"), True)
    assert "kind" in found.mend


def test_an_answer_of_another_kind_is_a_fault() -> None:
    found = [
        one
        for one in check(answers={"kind": "number"}, rows=rows("answer.kind == 3"))
        if one.path[0] == "answers"
    ]
    assert ["text" in one.message for one in found] == [True]


@pytest.mark.parametrize("section", ["form", "matter", "procedure"])
def test_nothing_is_said_of_answers_while_a_file_that_may_hold_more_cannot_be_read(section: str) -> None:
    changes = {"answers": {"kimd": "text"}, "rows": rows("answer.kimd == 'lamp'")}
    assert check(partial=section, **changes) == []
