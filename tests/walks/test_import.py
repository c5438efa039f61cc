"""A clerk brings in a spreadsheet as towns have them: columns proposed, every row checked, written, what was refused
back as Excel, and all of it undone."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from django.urls import reverse
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer
from python_calamine import CalamineWorkbook

from linli.kernel import clock
from linli.registers.people.models import Person
from linli.rooms.files.jobs.imports import carry_on
from linli.site.cli.people import people
from tests.support.counter import Counter, make_counter
from tests.walks.visitors import Visitor

pytestmark = [pytest.mark.walk, pytest.mark.django_db(transaction=True)]
ROWS = 80


@pytest.fixture
def town(transactional_db: None) -> Counter:
    return make_counter()


def test_a_messy_sheet_goes_in_comes_back_and_is_undone(
    town: Counter, browser: Browser, live_server: LiveServer, tmp_path: Path
) -> None:
    sheet = tmp_path / "居民.xlsx"
    told = CliRunner().invoke(people, ["sample", str(sheet), "--place", "532301100001", "--rows", str(ROWS)])
    assert told.exit_code == 0, told.output
    before = Person.objects.count()

    clerk = Visitor(browser, live_server, town, "clerk")
    clerk.go(reverse("files:people"))
    clerk.follow("导入表格")
    clerk.page.set_input_files("main input[type=file]", sheet)
    clerk.press("读取文件")
    step(clerk)
    clerk.sees("居民信息")
    expect(clerk.page.locator("select:has(option:checked[value=id_number])")).to_have_count(1)
    clerk.press("核对所有行")
    step(clerk)
    counts = tabs(clerk)
    assert min(counts.values()) >= 0
    assert counts["新增"] > ROWS / 2
    assert counts["存疑"] > 0
    assert counts["不予导入"] > 0
    clerk.follow("不予导入")
    expect(clerk.page.locator("main tbody tr").first).to_contain_text("9")
    clerk.press("写入登记簿")
    step(clerk)
    assert Person.objects.count() == before + counts["新增"]

    check_returned(clerk.keep("下载未导入的行", tmp_path), counts["不予导入"] + counts["存疑"])
    clerk.press("撤销这次导入")
    step(clerk)
    clerk.sees("已撤销", within="body")
    assert Person.objects.count() == before
    assert clerk.complaints == []


def step(clerk: Visitor) -> None:
    """The worker does what waits, and the page is looked at again."""
    while carry_on(now=clock.now()):
        pass
    clerk.page.reload()


def tabs(clerk: Visitor) -> dict[str, int]:
    """Title of each kind of rows, and how many there are."""
    links = clerk.page.locator("main nav.tabs a").all_inner_texts()
    return {title: int(count) for title, count in (text.rsplit(maxsplit=1) for text in links)}


def check_returned(kept: Path, rows: int) -> None:
    """The refused rows as they stood in the sheet, each with its reason in the last column."""
    book = CalamineWorkbook.from_path(str(kept))
    found = [
        [cell for cell in row if cell != ""]
        for name in book.sheet_names
        for row in book.get_sheet_by_name(name).to_python()
    ]
    titles, *refused = found
    assert any("姓名" in str(title) for title in titles), titles
    assert "原因" in str(titles[-1]), titles
    reasons = [row[-1] for row in refused]
    assert len(reasons) == rows
    assert all(isinstance(reason, str) and len(reason) > 4 for reason in reasons)
