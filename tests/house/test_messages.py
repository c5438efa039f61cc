"""The words of the house: every message has its Chinese, plurals work at run time, the voice is kept."""

import re
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.translation import ngettext
from pytest_django import Settings

from tools import messages

CATALOG, CONTRADICTIONS = messages.merged()
ENTRIES = [entry for entry in CATALOG if entry.id]
CHINESE = [text for entry in ENTRIES for text in messages.texts(entry.string)]
HAN = "[\u4e00-\u9fff]"


def test_every_message_is_translated_once_and_used() -> None:
    assert CONTRADICTIONS == []
    assert messages.check() == 0


def test_every_plural_reads_chinese_for_any_number(tmp_path: Path, settings: Settings) -> None:
    messages.compile_messages(tmp_path / "zh_Hans" / "LC_MESSAGES" / "django.mo")
    settings.LOCALE_PATHS = [tmp_path]
    plurals = [(messages.texts(entry.id), entry.string) for entry in ENTRIES if not isinstance(entry.id, str)]
    assert len(plurals) > 5
    with translation.override("zh-hans"):
        for (singular, plural), chinese in plurals:
            shown = {ngettext(singular, plural, number) for number in (0, 1, 2, 5, 100)}
            assert shown == set(messages.texts(chinese))


def test_english_keeps_its_two_forms() -> None:
    with translation.override("en"):
        forms = [ngettext("%(count)d working day", "%(count)d working days", number) for number in (1, 2)]
    assert forms == ["%(count)d working day", "%(count)d working days"]


@pytest.mark.parametrize(
    ("pattern", "advice"),
    [
        (r"!(?!=)|！", "nobody is shouted at"),
        (r"请知悉|亲[，,]|尊敬的|敬请", "plain words"),
        (rf"{HAN}[,;:?()]|[,;:?()]{HAN}", "full-width punctuation beside Han characters"),
        (rf"{HAN} +(%\(\w+\)d|\d)|(%\(\w+\)d|\d) +{HAN}", "no typed space between Han characters and digits"),
        (r"[「」«»]", "quotation marks are “ ”"),
    ],
)
def test_chinese_keeps_the_voice(pattern: str, advice: str) -> None:
    assert [text for text in CHINESE if re.search(pattern, text)] == [], advice


def test_chinese_stands_in_catalogues_not_in_templates() -> None:
    """Official notices and the gallery's samples are Chinese in every language; each language has its own name."""
    official = {
        "notice.html",
        "receipt.html",
        "bundle_receipt.html",
        "mandate_text.html",
        "gallery_paper.html",
        "gallery_resident.html",
        "gallery_staff.html",
    }
    allowed = re.compile(r"""简体中文|\{% translate (["']).*?\1 %\}""")
    found = {
        path.name
        for path in sorted(messages.SOURCE.rglob("templates/**/*.html"))
        if re.search(HAN, allowed.sub("", path.read_text(encoding="utf-8")))
    }
    assert found <= official
