"""The workbook in the browser: out, changed, in; a bad one is answered with every cell that has to be mended."""

from io import BytesIO

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from linli.engines.overlays.models import Proposal
from tests.support.counter import Counter

pytestmark = pytest.mark.django_db
PAGE, FILE = reverse("administrator:workbook"), reverse("administrator:workbook_file")


def changed(data: bytes, replace: dict[str, str]) -> SimpleUploadedFile:
    """The workbook saved anew, with these texts in the place of others."""
    book, out = CalamineWorkbook.from_filelike(BytesIO(data)), BytesIO()
    written = xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False})
    for name in book.sheet_names:
        page = written.add_worksheet(name)
        for number, row in enumerate(book.get_sheet_by_name(name).to_python()):
            for column, cell in enumerate(row):
                page.write(number, column, replace.get(str(cell), cell))
    written.close()
    return SimpleUploadedFile("a.xlsx", out.getvalue())


def test_a_changed_workbook_becomes_a_draft_of_its_sender(counter: Counter) -> None:
    browser = counter.client("administrator")
    data = browser.get(FILE).content
    file = changed(data, {"高龄津贴": "长寿津贴", "20个工作日": "15个工作日", "县级审批": "县里审批"})
    answer = browser.post(PAGE, {"file": file})
    proposal = Proposal.objects.get()
    assert answer.headers["Location"] == reverse("administrator:proposal", args=[proposal.pk])
    assert proposal.origin == "workbook"
    changes = {(change.section, change.code): change.content for change in proposal.changes.all()}
    assert changes["matter", "old-age-allowance"]["title"] == "长寿津贴"
    procedure = changes["procedure", "old-age-allowance"]
    assert procedure["limits"]["promised"] == {"workdays": 15}
    assert len(changes) == 2


def test_every_bad_cell_stands_on_the_page_and_no_draft_is_made(counter: Counter) -> None:
    browser = counter.client("administrator")
    file = changed(browser.get(FILE).content, {"高龄津贴": "", "20个工作日": "二十天"})
    answer = browser.post(PAGE, {"file": file})
    assert answer.status_code == 422
    assert [(fault.sheet, fault.value) for fault in answer.context["faults"]] == [
        ("办事事项", ""),
        ("办理流程", "二十天"),
    ]
    assert "二十天" in answer.content.decode()
    assert not Proposal.objects.exists()


def test_no_file_and_a_wrong_file_are_told(counter: Counter) -> None:
    browser = counter.client("administrator")
    assert browser.post(PAGE).status_code == 422
    answer = browser.post(PAGE, {"file": SimpleUploadedFile("a.xlsx", b"no workbook")})
    assert "这不是Excel表格" in answer.content.decode()
