"""Steps that take longer together than the promise are told, and refused by nobody."""

from typing import Any

import pytest

from linli.engines.cases.advice import advise
from linli.engines.cases.definitions import Procedure
from linli.engines.packs.folders import builtin
from linli.engines.packs.reading import read_pack


@pytest.fixture(scope="module")
def complaint() -> dict[str, Any]:
    read = read_pack(builtin("worked"))
    return next(
        item.content for item in read.items if (item.section.name, item.code) == ("procedure", "complaint")
    )


@pytest.mark.parametrize(
    ("promised", "warned"),
    [({"workdays": 7}, False), ({"workdays": 5}, True), ({"days": 8}, True), ({"days": 10}, False)],
)
def test_two_hours_three_one_and_two_days_are_more_than_five(
    complaint: dict[str, Any], promised: dict[str, int], *, warned: bool
) -> None:
    content = {**complaint, "limits": {"legal": {"workdays": 15}, "promised": promised}}
    found = list(advise(Procedure.model_validate(content), None))  # type: ignore[arg-type]
    assert bool(found) == warned
    assert all("承办" in finding.message and finding.path == ("limits", "promised") for finding in found)
