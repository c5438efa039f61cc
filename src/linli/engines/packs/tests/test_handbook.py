import re
from collections.abc import Iterator
from typing import Any

import pytest

from linli.engines.packs import sections
from linli.engines.packs.blocks import Block, Bullets, Facts, Table, Text
from linli.engines.packs.faults import PackRefused
from linli.engines.packs.handbook.book import write_book
from linli.engines.packs.handbook.markdown import as_markdown
from linli.engines.packs.handbook.page import as_page
from linli.engines.packs.sections import Library, Section

from .conftest import FLOW, Flow, Write

EVIL = "<script>alert(1)</script> a|b"


@pytest.fixture(autouse=True)
def _english(settings: object) -> None:
    settings.LANGUAGE_CODE = "en"  # type: ignore[attr-defined]


def tell(flow: Flow, library: Library) -> Iterator[Block]:
    yield Text(flow.title, mark=True)
    yield Facts((("First", flow.steps[0].code), ("Empty", "")))
    yield Bullets("Roles", tuple(step.role for step in flow.steps))
    yield Table("Steps", ("Step", "Days"), tuple((step.code, str(step.days)) for step in flow.steps))


@pytest.fixture
def _told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sections, "_SECTIONS", {})
    sections.register(Section("flow", "flows", Flow, describe=tell))


def both(write: Write, text: str = FLOW, **more: Any) -> tuple[str, str]:
    book = write_book(write({"flows/a.yaml": text}, **more))
    return as_page(book), as_markdown(book)


@pytest.mark.usefixtures("_told")
def test_both_forms_tell_every_item(write: Write) -> None:
    page, markdown = both(write)
    assert 'id="flow-allowance"' in page
    assert '<th scope="col">Days</th>' in page
    assert "### 津贴 (`allowance`)" in markdown
    assert "| receive | 2 |" in markdown
    assert "- First: receive" in markdown
    assert "Empty" not in page + markdown


@pytest.mark.usefixtures("_told")
def test_the_page_needs_no_other_file_and_no_script(write: Write) -> None:
    page, _markdown = both(write)
    assert not re.search(r"<script|<link|<img|src=|https?://|@import|url\((?!#)", page)


@pytest.mark.usefixtures("_told")
def test_nothing_in_a_pack_becomes_mark_up(write: Write) -> None:
    page, markdown = both(write, FLOW.replace("津贴", EVIL))
    assert "<script" not in page + markdown
    assert r"a\|b" in markdown


@pytest.mark.usefixtures("_told")
def test_a_sample_says_so_at_the_top_and_at_each_item(write: Write) -> None:
    page, markdown = both(write, manifest="sample: true\n")
    assert page.count("nobody’s rule") == 1
    assert page.count('class="tag"') == 1
    assert "nobody’s rule" in markdown
    assert "nobody’s rule" not in both(write)[0]


def test_a_section_that_describes_nothing_is_told_key_by_key(write: Write) -> None:
    page, _markdown = both(write)
    assert "<dt>steps</dt><dd>code：receive，" in page


def test_a_faulty_pack_has_no_handbook(write: Write) -> None:
    with pytest.raises(PackRefused):
        write_book(write({"flows/a.yaml": FLOW.replace("clerk", "clerck")}))
