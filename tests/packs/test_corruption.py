"""Whatever character of a pack is hurt: it is a fault at a place in that file, or the pack says the same, or something
else that is allowed. Never a traceback, and never a fault without words."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.engines.packs.check import check_folder
from linli.engines.packs.folders import builtin_root
from linli.engines.packs.reading import read_pack
from linli.engines.packs.sections import all_sections
from tests.support.drawing import examples

WORKED = builtin_root() / "worked"
FILES = sorted(path.relative_to(WORKED) for path in WORKED.rglob("*") if path.suffix in (".yaml", ".csv"))
SIGNS = st.one_of(
    st.sampled_from("：“”‘’　\t -:#'\"[]{},|>&*!%@`?\n\r\\，、0a\0\x07\ufeff\u2028\x85"),
    st.characters(codec="utf-8"),
)


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = tmp_path / "worked"
    shutil.copytree(WORKED, folder, ignore=shutil.ignore_patterns(".*"))
    return folder


@settings(
    max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_no_hurt_character_brings_the_checker_down(pack: Path, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(FILES))
    text = (WORKED / path).read_text("utf-8")
    at = data.draw(st.integers(0, len(text) - 1))
    sign = data.draw(SIGNS)
    how = data.draw(st.sampled_from(("put", "replace", "drop")))
    hurt = text[:at] + ("" if how == "drop" else sign) + text[at + (how != "put") :]
    (pack / path).write_text(hurt, "utf-8", newline="")
    try:
        checked = check_folder(pack)
        for fault in checked.faults:
            assert fault.message
            assert fault.file != path.as_posix() or fault.line <= hurt.count("\n") + hurt.count("\r") + 2
        if not checked.faults:
            assert len(read_pack(pack).items) == len(read_pack(WORKED).items)
    finally:
        (pack / path).write_text(text, "utf-8")


@settings(
    max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_a_line_that_is_lost_or_stands_twice_is_told_or_changes_nothing_of_the_shape(
    pack: Path, data: st.DataObject
) -> None:
    path = data.draw(st.sampled_from(FILES))
    lines = (WORKED / path).read_text("utf-8").splitlines(keepends=True)
    at = data.draw(st.integers(0, len(lines) - 1))
    times = data.draw(st.sampled_from((0, 2)))
    (pack / path).write_text("".join([*lines[:at], *lines[at : at + 1] * times, *lines[at + 1 :]]), "utf-8")
    try:
        checked = check_folder(pack)
        assert all(fault.message for fault in checked.faults)
    finally:
        (pack / path).write_text("".join(lines), "utf-8")


def test_bytes_that_are_no_text_are_a_fault_in_every_kind_of_file(tmp_path: Path) -> None:
    for section in all_sections():
        folder = tmp_path / section.name
        (folder / section.folder).mkdir(parents=True)
        for suffix in ("yaml", "csv"):
            (folder / section.folder / f"a.{suffix}").write_bytes(b"code: a\xff\xfe\x00")
        files = {fault.file for fault in check_folder(folder).faults}
        assert {f"{section.folder}/a.yaml", f"{section.folder}/a.csv"} <= files
