"""What sections declare leads somewhere, and everything installed can be shown and written."""

import pytest
from django.urls import reverse

from linli.engines.overlays import adjustable
from linli.engines.overlays.adjustable import list_leaves
from linli.engines.overlays.workbooks.layout import sheets_of
from linli.engines.packs import queries as packs
from linli.engines.packs import sections
from tests.support.counter import Counter

DECLARED = adjustable.list_declared()


@pytest.mark.parametrize("declared", DECLARED, ids=lambda declared: declared.section)
def test_every_pattern_is_in_the_model(declared: adjustable.Adjustables) -> None:
    model = sections.get(declared.section).model
    for field in declared.fields:
        field.kind_in(model)
        above = field.pattern.rpartition(".*.")[0]
        assert not above or declared.rows_at(above), f"{field.pattern} has no heading"


def test_sheets_have_names_of_their_own_that_excel_takes() -> None:
    names = [sheet.name for declared in DECLARED for sheet in sheets_of(declared)]
    assert len(names) == len(set(names))
    assert all(0 < len(name) <= 31 for name in names)


@pytest.mark.django_db
def test_every_installed_item_has_its_page(counter: Counter) -> None:
    browser = counter.client("administrator")
    for declared in DECLARED:
        for item in packs.list_items(declared.section):
            assert list_leaves(declared, sections.get(declared.section).model, item.content)
            address = reverse("administrator:item", args=[declared.section, item.code])
            assert browser.get(address).status_code == 200, address
