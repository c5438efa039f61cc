"""Privacy notices in packs: what the law asks is checked with its place; a text changes only with its version."""

from pathlib import Path

import pytest

from linli.engines.packs import sections
from linli.engines.packs.actions import install
from linli.engines.packs.check import check_folder
from linli.engines.packs.faults import PackRefused
from linli.engines.packs.folders import builtin
from linli.engines.packs.privacy import PRIVACY
from linli.kernel.actors import SYSTEM
from linli.registers.consents.models import NoticeVersion
from linli.registers.consents.queries import list_notices

from .conftest import NOW, Write

NOTICE = """\
code: files
version: {version}
title: 告知书
handler: 社区
text: {text}
purposes:
  - {{code: keep, title: 登记, basis: duty, law: 某法第一条, fields: [name], retention: 一年}}
{more}
"""


@pytest.fixture(autouse=True)
def _privacy(_sections: None) -> None:
    sections.register(PRIVACY)


def notice(more: str = "", *, version: str = "1.0.0", text: str = "正文") -> dict[str, str]:
    return {"privacy/files.yaml": NOTICE.format(version=version, text=text, more=more)}


def faults(folder: Path) -> list[tuple[int, str, str]]:
    """Line, what stands there, what is wrong."""
    return [(fault.line, fault.value, fault.message) for fault in check_folder(folder).faults]


@pytest.mark.parametrize(
    ("purpose", "line", "words"),
    [
        (
            "{code: keep, title: 又一项, basis: duty, law: 某法, fields: [name], retention: 一年}",
            8,
            "用了两次",
        ),
        ("{code: more, title: 又一项, basis: duty, fields: [name], retention: 一年}", 8, "法律依据"),
        ("{code: more, title: 问, basis: consent, fields: [name], retention: 一年}", 8, "不同意会有什么影响"),
        (
            "{code: more, title: 问, basis: consent, effect: 不再办, sensitive: true, fields: [name], retention: 一年}",
            8,
            "为什么必要",
        ),
        (
            "{code: more, title: 问, basis: consent, effect: 不再办, fields: [phoen], retention: 一年}",
            8,
            "档案里的项目",
        ),
        ("{code: more, title: 问, basis: consent, effect: 不再办, fields: [], retention: 一年}", 8, ""),
    ],
)
def test_what_is_missing_is_told_with_its_line(write: Write, purpose: str, line: int, words: str) -> None:
    found = faults(write(notice(f"  - {purpose}")))
    assert len(found) == 1
    assert found[0][0] == line
    assert words in found[0][2]


def test_a_purpose_has_one_code_in_all_notices(write: Write) -> None:
    files = notice() | {
        "privacy/other.yaml": notice()["privacy/files.yaml"].replace("code: files", "code: other")
    }
    messages = [message for _line, _value, message in faults(write(files))]
    assert len(messages) == 2
    assert all("已经有这个代码的用途" in message for message in messages)


@pytest.mark.django_db
def test_the_newest_version_of_a_notice_is_in_force_and_older_ones_stay(write: Write) -> None:
    install(folder=write(notice()), actor=SYSTEM, now=NOW)
    install(folder=write(notice(version="1.1.0", text="新的正文"), version="1.1.0"), actor=SYSTEM, now=NOW)
    assert [one.said.text for one in list_notices()] == ["新的正文"]
    assert sorted(NoticeVersion.objects.values_list("version", flat=True)) == ["1.0.0", "1.1.0"]


@pytest.mark.django_db
def test_another_text_under_the_same_version_is_refused_with_the_file(write: Write) -> None:
    install(folder=write(notice()), actor=SYSTEM, now=NOW)
    with pytest.raises(PackRefused) as refused:
        install(folder=write(notice(text="偷偷改了"), version="1.1.0"), actor=SYSTEM, now=NOW)
    assert [(fault.file, fault.value) for fault in refused.value.faults] == [("privacy/files.yaml", "1.0.0")]
    assert [one.said.text for one in list_notices()] == ["正文"]


@pytest.mark.django_db
def test_a_notice_that_a_newer_pack_drops_asks_nothing_any_more(write: Write) -> None:
    install(folder=write(notice()), actor=SYSTEM, now=NOW)
    folder = write({}, version="1.1.0")
    (folder / "privacy" / "files.yaml").unlink()
    install(folder=folder, actor=SYSTEM, now=NOW)
    assert list_notices() == []


def test_the_national_notice_says_that_it_is_a_template() -> None:
    text = (builtin("national") / "privacy" / "resident-files.yaml").read_text(encoding="utf-8")
    assert "verified: false" in text
