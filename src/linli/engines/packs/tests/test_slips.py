"""What the YAML parser says, in plain words at its place; slips of the keyboard are read as they were meant."""

import re
from pathlib import Path

import pytest
import yaml
from django.utils import translation

from linli.engines.packs import complaints
from linli.engines.packs.check import check_folder
from linli.engines.packs.documents import read_yaml
from linli.engines.packs.faults import Unchecked, format_faults
from linli.engines.packs.sections import DocPath

from .conftest import FLOW, Write


@pytest.fixture(autouse=True)
def _english(settings: object) -> None:
    settings.LANGUAGE_CODE = "en"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("written", "meant", "found"),
    [
        ("code: a\ntitle：x：y\n", {"code": "a", "title": "x：y"}, [(2, 6, "：")]),
        (
            "steps:\n  - code：b\n    role: c\n    days：1\n",
            {"steps": [{"code": "b", "role": "c", "days": 1}]},
            [(2, 9, "："), (4, 9, "：")],
        ),
        ("code:a\nb: 1\n", {"code": "a", "b": 1}, [(1, 5, ":")]),
        ("steps:\n\t- code: a\n\t  b: c\n", {"steps": [{"code": "a", "b": "c"}]}, [(2, 1, ""), (3, 1, "")]),
        ('a: “b: "c”\nd: e\n', {"a": 'b: "c', "d": "e"}, [(1, 4, '“b: "c”')]),
        ("- code: a\n-code: b\n", [{"code": "a"}, {"code": "b"}], [(2, 1, "-")]),
    ],
)
def test_a_slip_is_named_and_read_as_it_was_meant(
    written: str, meant: object, found: list[tuple[int, int, str]]
) -> None:
    document = read_yaml("a.yaml", written.encode())
    assert document.data == meant
    assert [(fault.line, fault.column, fault.value.strip()) for fault in sorted(document.faults)] == found


def test_behind_a_slip_columns_are_those_of_the_file() -> None:
    document = read_yaml("a.yaml", "code：a\nkeys: {b: c}\nd:e\nf: 1\n".encode())
    for path, place in (("code",), (1, 6)), (("keys", "b"), (2, 11)), (("d",), (3, 3)):
        spot = document.locate(path)
        assert (spot.line, spot.column) == place


@pytest.mark.parametrize(
    ("written", "line", "column", "words", "mend"),
    [
        ("a: b: c\n", 1, 5, "second «: »", "quotes"),
        ("a: [x, y\nb: c\n", 1, 4, "«[»", "Close it"),
        ("a: {b: c\nd: e\n", 1, 4, "«{»", "Close it"),
        ("a: 'b\nc: d\n", 1, 4, "quote", "Close it"),
        ("a: @x\n", 1, 4, "cannot begin", "quotes"),
        ('a: "\\q"\n', 1, 5, "means nothing", "single quotes"),
        ("a:\n  - b\n c: d\n", 3, 2, "does not fit", "Indent"),
        ("a: b\n---\nc: d\n", 2, 1, "second document", "one list"),
        ("a: b\x07\n", 1, 5, "cannot be read", "UTF-8"),
        ("a: - b\n", 1, 4, "list entry", "line below"),
        ("x: y\nfoo\n", 2, 1, "no «: »", "key: value"),
    ],
)
def test_what_is_no_yaml_is_told_in_plain_words(
    written: str, line: int, column: int, words: str, mend: str
) -> None:
    (fault,) = read_yaml("a.yaml", written.encode()).faults
    assert (fault.line, fault.column) == (line, column)
    assert words in fault.message
    assert mend in fault.mend


_NEVER = re.compile(
    r"expected (DOCUMENT|SCALAR|STREAM|nothing|a single)|event|vtable|keyword|basicsize|_context|>"
)


def test_every_complaint_that_the_parser_can_make_has_words() -> None:
    (library,) = Path(yaml.__file__).parent.glob("_yaml.*.so")
    texts = {match.decode() for match in re.findall(rb"[\x20-\x7e]{8,}", library.read_bytes())}
    begins = (
        "found",
        "did not",
        "could not",
        "mapping ",
        "block seq",
        "but found",
        "second ",
        "control",
        "invalid ",
    )
    said = {text for text in texts if text.startswith((*begins, "incomplete "))}
    said = {
        text for text in said if not _NEVER.search(text.replace("'>'", "").replace("<document start>", ""))
    }
    assert len(said) > 40
    unknown = {text for text in said if "not YAML" in complaints.words(text)[0]}
    assert unknown == {"did not find expected <stream-start>"} & unknown


def test_complaints_are_chinese_for_chinese_readers() -> None:
    with translation.override("zh-hans"):
        for problem in complaints.PROBLEMS:
            words = " ".join(complaints.words(problem))
            assert re.search("[一-龥]", words), problem


def test_what_may_stand_in_an_unreadable_file_is_not_reported_as_missing(write: Write) -> None:
    files = {
        "flows/a.yaml": FLOW + "list_code: china\n",
        "flows/b.yaml": FLOW.replace("allowance", "other").replace("clerk", "clerck"),
        "days/china.csv": 'day,kind\n2026-01-01,"holiday\n',
    }
    checked = check_folder(write(files))
    assert [fault.file for fault in checked.faults] == ["days/china.csv", "flows/b.yaml"]
    assert checked.unchecked == Unchecked(files=1, items=2, references=1)
    told = format_faults(checked.faults, checked.unchecked)
    assert "2 faults." in told
    assert "1 reference was not checked" in told


@pytest.mark.parametrize("folder", ["dayz", "days/old.txt"])
def test_a_misspelt_folder_or_file_name_makes_no_faults_elsewhere(write: Write, folder: str) -> None:
    name = folder if "." in folder else f"{folder}/china.csv"
    files = {"flows/a.yaml": FLOW + "list_code: china\n", name: "day,kind\n2026-01-01,holiday\n"}
    checked = check_folder(write(files))
    assert [fault.file for fault in checked.faults] == [folder]
    assert checked.unchecked.references == 1


@pytest.mark.parametrize(
    "manifest",
    [
        "depends: [{id: nowhere, at_least: 1.0.0}]\n",
        "depends: [{id: base, at_least: 1.0}]\nregion: yunnan\n",
        "a: [\n",
    ],
)
def test_where_the_packs_below_are_not_known_nothing_is_said_to_be_missing(
    write: Write, manifest: str
) -> None:
    checked = check_folder(write({"flows/a.yaml": FLOW + "list_code: china\n"}, manifest=manifest))
    assert {fault.file for fault in checked.faults} == {"pack.yaml"}
    assert checked.unchecked.references == 1


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("title:", "titel:", ()),
        ("role: clerk", "rol: clerck", ()),
        ("days: 2", "days: 2\n    dys: 3", ()),
        ("code: receive", "code: 7", ()),
        ("days: 2", "kind: recieve", ()),
        ("code: allowance", "code：allowance", ()),
        ("days: 2", "days:2", ()),
        ("days: 2", "days: two", ()),
        ("days: 2", "days: -1", ()),
    ],
)
def test_a_slip_in_the_shape_hides_no_fault_behind_it(
    write: Write, old: str, new: str, path: DocPath
) -> None:
    wrong = FLOW.replace(old, new).replace("role: clerk", "role: clerck")
    checked = check_folder(write({"flows/a.yaml": wrong + "list_code: chinna\n"}))
    values = [fault.value for fault in checked.faults]
    assert "chinna" in values, format_faults(checked.faults)
    assert len(checked.faults) >= 3


def test_an_item_that_cannot_be_looked_at_to_the_end_is_counted(write: Write) -> None:
    checked = check_folder(write({"flows/a.yaml": FLOW.replace("role: clerk", "role: [clerk]")}))
    assert (len(checked.faults), checked.unchecked.items) == (1, 1)
