"""A code that nothing can be is a fault at its place, in every section that has conditions."""

import shutil
from pathlib import Path

import pytest

from linli.engines.packs.check import check_pack
from linli.engines.packs.faults import Fault, format_faults

MANIFEST = """\
id: town
version: 0.1.0
title: 示例
licence: Apache-2.0
source: 本项目
depends: [{id: national, at_least: 0.1.0}]
"""

FORM = """\
code: visit
title: 走访
parts:
  - title: 一
    fields:
      - {code: kind, label: 哪一种, type: choice, choices: [{code: rent, label: 房租}, {code: other, label: 其他}]}
      - {code: need, label: 民生需要, type: choice, code_list: need-tag, required: false}
      - {code: where, label: 哪个社区, type: place, required: false}
      - {code: note, label: 说明, type: text, show_if: %s}
"""


AS_BLOCK = "code: note\n        label: 说明\n        type: text\n        show_if: %s"


def check(folder: Path, files: dict[str, str]) -> list[Fault]:
    for name, text in {"pack.yaml": MANIFEST, **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return check_pack(folder)


@pytest.fixture
def town(tmp_path: Path) -> Path:
    return tmp_path / "town"


@pytest.mark.parametrize(
    ("condition", "value", "signs"),
    [
        ("kind == 'othr'", "othr", 8),
        ("\"kind == 'othr'\"", "othr", 9),
        ("'kind == ''othr'''", "othr", 9),
        ("\"kind in ['rent', '房 租']\"", "房 租", 18),
        ("where == '532301'", "532301", 9),
    ],
)
def test_a_form_names_the_code_exactly_where_it_stands(
    town: Path, condition: str, value: str, signs: int
) -> None:
    (fault,) = check(town, {"forms/visit.yaml": FORM % condition})
    before = "      - {code: note, label: 说明, type: text, show_if: "
    assert (fault.line, fault.value, fault.column) == (9, value, len(before) + signs + 1)


def test_a_code_of_a_list_below_is_known(town: Path) -> None:
    assert check(town, {"forms/visit.yaml": FORM % "need == 'elderly'"})[0].value == "elderly"
    assert check(town, {"forms/visit.yaml": FORM % "kind == 'rent'"}) == []


def test_a_condition_over_several_lines_is_named_at_its_line(town: Path) -> None:
    folded = ">-\n          kind == 'rent'\n          || kind == 'othr'"
    block = FORM.replace(
        "{code: note, label: 说明, type: text, show_if: %s}",
        "code: note\n        label: 说明\n        type: text\n        show_if: %s",
    )
    for style in (folded, folded.replace(">-\n          ", ""), folded.replace(">-", "|")):
        (fault,) = check(town, {"forms/visit.yaml": block % style})
        line = (block % style).splitlines().index("          || kind == 'othr'") + 1
        assert (fault.line, fault.column, fault.value) == (line, 22, "othr")


@pytest.mark.parametrize(
    ("when", "value", "column", "meant"),
    [
        ("matter == 'old-age-alowance'", "old-age-alowance", 11, "old-age-allowance"),
        ("\"level in ['comunity', 'town']\"", "comunity", 12, "community"),
        ("county == '53230'", "53230", 11, "532301"),
        ("town == '532301'", "532301", 9, "532301001"),
        ("state == 'recieved'", "recieved", 10, "received"),
        ("procedure == 'old-age'", "old-age", 14, "old-age-allowance"),
    ],
)
def test_a_table_names_the_code_in_its_cell(
    town: Path, when: str, value: str, column: int, meant: str
) -> None:
    (fault,) = check(
        town, {"assignments/who.csv": f"role,when,at\nclerk,{when},community\nclerk,,community\n"}
    )
    assert (fault.line, fault.column, fault.value) == (2, len("clerk,") + column, value)
    assert meant in fault.mend


def test_words_to_people_name_matters_and_outcomes_that_are_there(tmp_path: Path) -> None:
    folder = tmp_path / "national"
    shutil.copytree("packs/national", folder)
    path = folder / "notices" / "matters-ended.yaml"
    if not path.is_file():
        path = next(
            file for file in (folder / "notices").iterdir() if "matters-ended" in file.read_text("utf-8")
        )
    text = path.read_text("utf-8")
    path.write_text(
        text.replace("outcome == 'withdrawn'", "outcome == 'withdrew' && matter != 'old-age'"), "utf-8"
    )
    faults = check_pack(folder)
    assert [fault.value for fault in faults] == ["withdrew", "old-age"], format_faults(faults)
    assert "withdrawn" in faults[0].mend
    assert "old-age-allowance" in faults[1].mend
