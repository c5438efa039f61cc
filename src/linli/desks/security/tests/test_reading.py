"""What auditors and security administrators read of accounts: the log, the quarterly review, locked places."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from linli.desks.security import actions
from linli.kernel import clock
from linli.kernel.accounts import waits
from linli.kernel.accounts.models import ApiKey, User
from linli.kernel.accounts.waits import Try
from linli.registers.organisations.models import Appointment
from tests.support.cast import Cast

from .conftest import act, acts_on, browser_of, give, run

pytestmark = pytest.mark.django_db


def test_each_verb_writes_one_row_and_the_auditor_reads_who_did_what_to_whom_and_why(offices: Cast) -> None:
    give(offices, "newcomer")
    for verb in ("sign_out", "unlock", "disable", "enable"):
        act(offices, verb, "newcomer")
    assert [row[0] for row in acts_on(offices, "newcomer")] == [
        "post.appoint", "account.sign_out", "account.unlock", "account.disable", "account.enable",
    ]  # fmt: skip
    log = browser_of(offices, "auditor")
    page = log.post(reverse("workbench:account_log"), {"q": "newcomer", "act": "posts"})
    (row,) = page.context["rows"]
    assert (row.who, row.office, row.login, row.reason) == (
        "和平", "楚雄市数据局 · 安全管理岗", "newcomer", "补缺",
    )  # fmt: skip
    assert row.about.startswith("外勤经办人 · 南山社区 · ")
    everything = log.post(reverse("workbench:account_log"), {"q": "newcomer"})
    assert len(everything.context["rows"]) == 5


def test_an_auditor_reads_of_accounts_of_his_places_only(offices: Cast) -> None:
    run(offices, actions.sign_out, "clerk-next", by="security-next", reason="换了电脑")
    run(offices, actions.sign_out, "clerk", reason="换了电脑")
    log = browser_of(offices, "auditor")
    assert [row.login for row in log.get(reverse("workbench:account_log")).context["rows"]] == ["clerk"]
    assert log.post(reverse("workbench:account_log"), {"q": "clerk-next"}).context["unknown"]


def test_the_review_names_what_ended_and_what_nobody_uses(offices: Cast) -> None:
    long_ago = clock.now() - timedelta(days=100)
    User.objects.update(last_login=clock.now())
    User.objects.filter(username__in=["clerk", "wang", "clerk-next"]).update(last_login=long_ago)
    for label, used in (("unused", long_ago), ("used", clock.now())):
        run(
            offices, actions.make_key, "colleague", label=label, scopes=["cases:read"],
            last_day=clock.today() + timedelta(days=9),
        )  # fmt: skip
        ApiKey.objects.filter(label=label).update(last_used_on=used.date())
    held = Appointment.objects.get(user=offices.users["inspector"])
    run(
        offices, actions.end_post, "inspector", appointment_id=held.pk, last_day=clock.today() - timedelta(days=1),
        reason="调离",
    )  # fmt: skip
    for who in ("security", "auditor"):
        parts = browser_of(offices, who).get(reverse("security:review")).context["parts"]
        administrators, ended, unknown, unused, keys = (
            [row[0][1] for row in rows] for _part, rows, _more in parts
        )
        assert set(administrators) == {
            "administrator", "administrator-two", "security", "security-two", "auditor",
        }  # fmt: skip
        assert (ended, unused) == (["inspector"], ["clerk"])
        assert [rows[0][1][1] for _part, rows, _more in parts[4:]] == ["unused"]
        assert "clerk" in unknown
        assert keys == ["colleague"]


def test_the_workbook_says_what_the_page_says_and_formulas_in_it_are_text(offices: Cast) -> None:
    User.objects.filter(username="auditor").update(name="=1+1")
    browser = browser_of(offices, "auditor")
    page = browser.get(reverse("security:review"))
    book = CalamineWorkbook.from_filelike(io.BytesIO(browser.get(reverse("security:review_file")).content))
    for name, (part, _rows, _more) in zip(book.sheet_names, page.context["parts"], strict=True):
        found = book.get_sheet_by_name(name).to_python()
        assert found[0] == list(part.heads)
        assert [list(map(str, line)) for line in found[1:]] == (part.rows or [found[1]])
    assert "=1+1" in str(book.get_sheet_by_index(0).to_python())


def test_locked_places_are_told_without_address_or_name_of_the_device(offices: Cast) -> None:
    for _ in range(6):
        waits.count_failure(
            Try(user=offices.users["clerk"], name="clerk", address="198.51.100.9"), now=clock.now()
        )
    page = browser_of(offices, "security").get(reverse("security:account", args=[offices.users["clerk"].pk]))
    assert "198.51.100.9" not in page.content.decode()
    assert len(page.context["waits"]) == 1
