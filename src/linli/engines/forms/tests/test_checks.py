"""The checker on forms, through a whole pack, so that line numbers are those a person sees."""

from pathlib import Path

import pytest

from linli.engines.packs.check import check_pack

HEAD = """\
code: f
title: 表
parts:
  - title: 一
    fields:
"""


def check(tmp_path: Path, form: str) -> list[tuple[int, str, str]]:
    (tmp_path / "forms").mkdir()
    manifest = "id: town\nversion: 1.0.0\ntitle: t\nlicence: x\nsource: x\n"
    (tmp_path / "pack.yaml").write_text(manifest, encoding="utf-8")
    (tmp_path / "forms" / "f.yaml").write_text(HEAD + form, encoding="utf-8")
    return [(fault.line, fault.value, fault.mend) for fault in check_pack(tmp_path)]


def test_a_sound_form_passes(tmp_path: Path) -> None:
    assert check(tmp_path, "      - {code: a, label: 甲, type: text}\n") == []


@pytest.mark.parametrize(
    ("fields", "line", "value", "mend"),
    [
        ("      - {code: a, label: 甲, type: txt}\n", 6, "txt", "text"),
        ("      - {code: a, label: 甲, type: text, requird: true}\n", 6, "requird", "required"),
        ("      - {code: a, label: 甲, type: text, past: true}\n", 6, "past", ""),
        ("      - {code: a, label: 甲, type: choice}\n", 6, "choice", ""),
        ("      - {code: a, label: 甲, type: choice, code_list: sexx}\n", 6, "sexx", ""),
        ("      - {code: a, label: 甲, type: text}\n      - {code: a, label: 乙, type: text}\n", 7, "a", ""),
        ("      - {code: a, label: 甲, type: text, locked: true}\n", 6, "True", ""),
        ("      - {code: a, label: 甲, type: text, prefill: person.nam}\n", 6, "person.nam", "person.name"),
        ("      - {code: b, label: 号, type: id-number, born: bron}\n", 6, "bron", ""),
    ],
)
def test_a_fault_is_named_with_line_value_and_mend(
    tmp_path: Path, fields: str, line: int, value: str, mend: str
) -> None:
    ((found_line, found_value, found_mend),) = check(tmp_path, fields)
    assert (found_line, found_value.lower()) == (line, value.lower())
    assert mend in found_mend


def test_a_misspelt_name_in_an_expression_is_found_at_its_line(tmp_path: Path) -> None:
    fields = """\
      - {code: receiver, label: 甲, type: text}
      - code: agent
        label: 乙
        type: text
        show_if: |
          receiver == 'other'
            && recever != ''
"""
    ((line, _value, mend),) = check(tmp_path, fields)
    assert line == 12
    assert "receiver" in mend


def test_a_condition_may_only_look_back(tmp_path: Path) -> None:
    fields = """\
      - {code: a, label: 甲, type: text, show_if: b == 'x'}
      - {code: b, label: 乙, type: text}
"""
    ((line, _value, _mend),) = check(tmp_path, fields)
    assert line == 6


def test_an_expression_must_be_yes_or_no(tmp_path: Path) -> None:
    fields = """\
      - {code: a, label: 甲, type: text}
      - {code: b, label: 乙, type: text, check: [{expression: a + 'x', message: 不行}]}
"""
    ((line, _value, _mend),) = check(tmp_path, fields)
    assert line == 7


def test_an_example_that_does_not_hold_is_a_fault(tmp_path: Path) -> None:
    fields = """\
      - {code: a, label: 甲, type: phone}
examples:
  - title: 少两位
    today: 2026-11-23
    answers: {a: "138000000"}
"""
    ((line, value, _mend),) = check(tmp_path, fields)
    assert (line, value) == (8, "少两位")


def test_a_circle_is_refused_with_its_path(tmp_path: Path) -> None:
    fields = """\
      - {code: a, label: 甲, type: number, compute: b + 1}
      - {code: b, label: 乙, type: number, compute: c + 1}
      - {code: c, label: 丙, type: number, show_if: a > 3}
"""
    (tmp_path / "forms").mkdir()
    manifest = "id: town\nversion: 1.0.0\ntitle: t\nlicence: x\nsource: x\n"
    (tmp_path / "pack.yaml").write_text(manifest, encoding="utf-8")
    (tmp_path / "forms" / "f.yaml").write_text(HEAD + fields, encoding="utf-8")
    (fault,) = check_pack(tmp_path)
    assert fault.line == 6
    assert "a → b → c → a" in fault.message


@pytest.mark.parametrize(
    ("fields", "line", "value"),
    [
        ("      - {code: a, label: 甲, type: text, unit: 元}\n", 6, "unit"),
        ("      - {code: a, label: 甲, type: table}\n", 6, "table"),
        ("      - {code: a, label: 甲, type: phone, compute: today}\n", 6, "compute"),
        ("      - {code: a, label: 甲, type: number, compute: \"'x'\"}\n", 6, "'x'"),
        ("      - {code: without, label: 甲, type: text}\n", 6, "without"),
        ("      - {code: a, label: 甲, type: checkbox, required: soft}\n", 6, "soft"),
        (
            "      - {code: n, label: 甲, type: number}\n"
            "checks:\n  - {expression: n > 1, message: 少, fields: [m]}\n",
            8,
            "m",
        ),
    ],
)
def test_keys_of_new_kinds_are_checked_too(tmp_path: Path, fields: str, line: int, value: str) -> None:
    found = check(tmp_path, fields)
    assert (line, value) in [(found_line, found_value) for found_line, found_value, _mend in found]


def test_a_condition_may_not_look_forward_through_a_computed_value(tmp_path: Path) -> None:
    fields = """\
      - {code: sum, label: 共, type: number, compute: late + 1}
      - {code: why, label: 因, type: text, show_if: sum > 3}
      - {code: late, label: 迟, type: number}
"""
    ((line, _value, _mend),) = check(tmp_path, fields)
    assert line == 7


def test_an_example_says_what_is_computed(tmp_path: Path) -> None:
    fields = """\
      - {code: a, label: 甲, type: number}
      - {code: b, label: 乙, type: number, compute: a * 2}
examples:
  - title: 翻倍
    today: 2026-11-23
    answers: {a: "2"}
    computed: {b: 5}
"""
    ((line, value, _mend),) = check(tmp_path, fields)
    assert (line, value) == (12, "5")
