"""A workbook goes out and comes back: unchanged it changes nothing, and every bad cell is named at once."""

from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from linli.engines.overlays import actions
from linli.engines.overlays.refusals import NothingChanged
from linli.engines.overlays.workbooks.cells import WorkbookRefused
from linli.engines.overlays.workbooks.reading import read_workbook
from linli.engines.overlays.workbooks.writing import write_workbook
from linli.engines.packs import queries as packs
from linli.engines.sheets.cells import cell_name
from linli.kernel.actors import Actor
from tests.support.drawing import examples

from .conftest import NOW, Base

pytestmark = pytest.mark.django_db
SERVICE, ALLOWANCE, KINDS = "事项", ("service", "allowance"), ("words", "kinds")
ROWS = "代码表-代码"
Tables = dict[str, list[list[Any]]]


def tables_of(data: bytes) -> Tables:
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def workbook(tables: Tables) -> bytes:
    """As somebody saves it: the same cells, without what was locked."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False})
    for name, rows in tables.items():
        page = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                page.write(number, column, value)
    book.close()
    return out.getvalue()


def column(tables: Tables, sheet: str, title: str) -> int:
    return tables[sheet][0].index(title)


@pytest.fixture
def tables(base: Base) -> Tables:
    base()
    return tables_of(write_workbook())


def put(tables: Tables, sheet: str, row: int, title: str, value: Any) -> str:
    """Write a cell; gives its name."""
    number = column(tables, sheet, title)
    tables[sheet][row][number] = value
    return cell_name(row, number)


def faults(tables: Tables) -> list[tuple[str, str]]:
    with pytest.raises(WorkbookRefused) as caught:
        read_workbook(workbook(tables))
    return [(fault.sheet, fault.cell) for fault in caught.value.faults]


def test_sent_back_as_it_was_it_changes_nothing(tables: Tables, author: Actor) -> None:
    contents = read_workbook(workbook(tables))
    assert contents == {address: packs.get_item(*address).content for address in (ALLOWANCE, KINDS)}
    with pytest.raises(NothingChanged):
        actions.propose(actor=author, now=NOW, origin="workbook", contents=contents)


def test_texts_terms_numbers_and_lists_are_read(tables: Tables, author: Actor) -> None:
    put(tables, SERVICE, 1, "名称", "长寿津贴")
    put(tables, SERVICE, 1, "时限", "30个自然日")
    put(tables, SERVICE, 1, "费用", 12.0)
    put(tables, SERVICE, 1, "别名", "甲\n乙")
    put(tables, SERVICE, 1, "网上办", "是")
    contents = read_workbook(workbook(tables))
    proposal = actions.propose(actor=author, now=NOW, origin="workbook", contents=contents)
    assert proposal.state == "draft"
    (change,) = proposal.changes.all()
    expected = {"title": "长寿津贴", "limit": {"days": 30}, "fee": 12, "aliases": ["甲", "乙"], "open": True}
    assert change.content.items() >= expected.items()


def test_codes_are_added_renamed_and_taken_away(tables: Tables) -> None:
    put(tables, ROWS, 1, "叫法", "发现金")
    del tables[ROWS][2]
    tables[ROWS].append(["kinds", "", "", "", "card", "发卡"])
    entries = read_workbook(workbook(tables))[KINDS]["entries"]
    assert entries == [{"code": "money", "label": "发现金"}, {"code": "card", "label": "发卡"}]


def test_a_list_of_which_no_row_is_there_stays_as_it_is(tables: Tables) -> None:
    del tables[ROWS][1:]
    assert read_workbook(workbook(tables))[KINDS] == packs.get_item(*KINDS).content


def test_every_bad_cell_is_named_and_nothing_is_taken(tables: Tables) -> None:
    bad = [
        (SERVICE, put(tables, SERVICE, 1, "名称", "")),
        (SERVICE, put(tables, SERVICE, 1, "时限", "20天")),
        (SERVICE, put(tables, SERVICE, 1, "费用", "十元")),
        (SERVICE, put(tables, SERVICE, 1, "网上办", "也许")),
        (ROWS, put(tables, ROWS, 2, "叫法", "")),
    ]
    tables[SERVICE].append(["allowanse", *tables[SERVICE][1][1:]])
    tables[ROWS].append(["kinds", "", "", "", "", "发卡"])
    bad += [(SERVICE, "A3"), (ROWS, "E4")]
    assert sorted(faults(tables)) == sorted(bad)


def test_what_the_checks_of_the_section_say_stands_at_the_cell(tables: Tables) -> None:
    cell = put(tables, SERVICE, 1, "名称", "名" * 21)
    assert faults(tables) == [(SERVICE, cell)]


def test_a_row_twice_a_strange_sheet_and_another_header_are_faults(tables: Tables) -> None:
    tables[ROWS].append(list(tables[ROWS][1]))
    tables["事顶"] = [["甲"]]
    tables[SERVICE][0][1] = "名字"
    assert sorted(faults(tables)) == sorted([(ROWS, "C4"), ("事顶", ""), (SERVICE, "B1")])


def test_another_file_is_refused(base: Base) -> None:
    base()
    for data in (b"PK not a workbook", b"", workbook({"一": [["二"]]})):
        with pytest.raises(WorkbookRefused):
            read_workbook(data)


def test_what_came_into_force_since_is_kept_and_the_same_cell_is_a_fault(
    tables: Tables, author: Actor, second: Actor
) -> None:
    content = {**packs.get_item(*ALLOWANCE).content, "summary": "每季一笔"}
    draft = actions.change_item(actor=author, now=NOW, section="service", code="allowance", content=content)
    sent = actions.submit(actor=author, now=NOW, proposal_id=draft.pk, revision=draft.revision, reason="改")
    actions.approve(actor=second, now=NOW, proposal_id=sent.pk, revision=sent.revision)
    packs.forget()
    put(tables, SERVICE, 1, "名称", "长寿津贴")
    found = read_workbook(workbook(tables))[ALLOWANCE]
    assert (found["title"], found["summary"]) == ("长寿津贴", "每季一笔")
    cell = put(tables, SERVICE, 1, "简介", "按月发")
    assert faults(tables) == [(SERVICE, cell)]


@settings(
    max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    title=st.text(
        st.characters(codec="utf-8", exclude_categories=("Cc", "Cn", "Co", "Cs")), min_size=1, max_size=20
    ),
    lines=st.lists(st.sampled_from(["甲", "=1+1", "0012", "'乙", "http://a.b"]), max_size=3),
)
def test_any_text_that_goes_out_comes_back(base: Base, title: str, lines: list[str]) -> None:
    if not packs.base_items().exists():
        base()
    tables = tables_of(write_workbook())
    put(tables, SERVICE, 1, "名称", title)
    put(tables, SERVICE, 1, "别名", "\n".join(lines))
    if not title.strip():
        assert faults(tables) == [(SERVICE, "B2")]
        return
    found = read_workbook(workbook(tables))[ALLOWANCE]
    assert (found["title"], found.get("aliases", [])) == (title.strip(), lines)
