from pathlib import Path

import pytest

from linli.engines.packs.check import check_pack
from linli.engines.packs.documents import read_yaml
from linli.engines.packs.faults import Fault, format_faults

from .conftest import FLOW, Write


def only(faults: list[Fault]) -> Fault:
    assert len(faults) == 1, format_faults(faults)
    return faults[0]


@pytest.fixture(autouse=True)
def _english(settings: object) -> None:
    settings.LANGUAGE_CODE = "en"  # type: ignore[attr-defined]


def test_a_sound_pack_has_no_faults(write: Write) -> None:
    assert check_pack(write({"flows/a.yaml": FLOW})) == []


def test_a_misspelt_role_names_file_line_column_value_and_mend(write: Write) -> None:
    fault = only(check_pack(write({"flows/a.yaml": FLOW.replace("clerk", "clerck")})))
    assert (fault.file, fault.line, fault.column, fault.value) == ("flows/a.yaml", 5, 11, "clerck")
    assert "clerk" in fault.mend


def test_every_fault_is_told_at_once_in_the_order_of_lines(write: Write) -> None:
    flow = """\
code: allowance
titel: 津贴
steps:
  - code: receive
    role: boss
    days: 0
    kind: recieve
  - code: 7
    role: clerk
"""
    faults = check_pack(write({"flows/a.yaml": flow}))
    found = [(fault.line, fault.value) for fault in faults]
    assert found == [(1, ""), (2, "titel"), (5, "boss"), (6, "0"), (7, "recieve"), (8, "7")]
    assert "title" in faults[1].mend
    assert "receive" in faults[4].mend
    assert '"7"' in faults[5].mend


def test_an_unknown_key_deep_inside_is_named_with_the_key_that_was_meant(write: Write) -> None:
    fault = only(check_pack(write({"flows/a.yaml": FLOW + "    dys: 3\n"})))
    assert (fault.line, fault.column, fault.value) == (7, 5, "dys")
    assert "days" in fault.mend


@pytest.mark.parametrize(
    ("by", "values"),
    [("{rol: clerk}", {"", "rol"}), ("aplicant", {"aplicant"}), ("{role: 3}", {"3"}), ("[x]", {""})],
)
def test_of_several_allowed_shapes_only_the_one_that_was_meant_is_talked_about(
    write: Write, by: str, values: set[str]
) -> None:
    faults = check_pack(write({"flows/a.yaml": FLOW + f"    by: {by}\n"}))
    assert {fault.value for fault in faults} == values
    assert {fault.line for fault in faults} == {7}


def test_a_key_written_twice_is_named_with_the_line_of_the_first(write: Write) -> None:
    fault = only(check_pack(write({"flows/a.yaml": FLOW + "title: 又\n"})))
    assert (fault.line, fault.value) == (7, "title")
    assert "2" in fault.message


def test_a_code_used_in_two_files_is_named_with_both(write: Write) -> None:
    fault = only(check_pack(write({"flows/a.yaml": FLOW, "flows/b.yaml": "# again\n" + FLOW})))
    assert (fault.file, fault.line, fault.value) == ("flows/b.yaml", 2, "allowance")
    assert "flows/a.yaml" in fault.message


def test_a_reference_to_nothing_suggests_what_exists(write: Write) -> None:
    days = "day,kind\n2026-01-01,holiday\n"
    folder = write({"flows/a.yaml": FLOW + "list_code: chinna\n", "days/china.csv": days})
    fault = only(check_pack(folder))
    assert (fault.line, fault.value) == (7, "chinna")
    assert "china" in fault.mend


def test_broken_yaml_is_named_with_its_line(write: Write) -> None:
    fault = only(check_pack(write({"flows/a.yaml": "code: a\ntitle: b: c\n"})))
    assert (fault.file, fault.line) == ("flows/a.yaml", 2)


def test_csv_faults_name_line_and_cell(write: Write) -> None:
    days = (
        "# source: 国务院办公厅\nday,kind\n2026-01-01,holiday\n2026-13-01,holiday\n2026-01-03\n2026-01-04,\n"
    )
    faults = check_pack(write({"days/china.csv": days}))
    assert [(fault.line, fault.value) for fault in faults] == [(5, "2026-01-03")]
    faults = check_pack(write({"days/china.csv": days.replace("2026-01-03\n", "")}))
    assert [(fault.line, fault.column, fault.value) for fault in faults] == [(4, 1, "2026-13-01"), (5, 1, "")]
    assert "kind" in faults[1].message


def test_an_unknown_csv_column_is_named_at_the_header(write: Write) -> None:
    faults = check_pack(write({"days/china.csv": "day,kind,extra\n2026-01-01,holiday,x\n"}))
    assert [(fault.line, fault.column, fault.value) for fault in faults] == [(1, 10, "extra")]


def test_a_table_saved_by_excel_as_gbk_says_how_to_save_it(write: Write) -> None:
    folder = write({})
    (folder / "days").mkdir()
    (folder / "days" / "china.csv").write_bytes("day,kind\n2026-01-01,节日\n".encode("gbk"))
    fault = only(check_pack(folder))
    assert fault.line == 2
    assert "UTF-8" in fault.mend


def test_a_misspelt_folder_is_not_ignored(write: Write) -> None:
    fault = only(check_pack(write({"flow/a.yaml": FLOW})))
    assert fault.file == "flow"
    assert "flows" in fault.mend


def test_a_folder_without_manifest_says_so(tmp_path: Path) -> None:
    assert only(check_pack(tmp_path)).file == "pack.yaml"


def test_a_missing_dependency_is_named_at_its_line(write: Write) -> None:
    folder = write({}, manifest="depends:\n  - {id: nowhere, at_least: 1.0.0}\n")
    fault = only(check_pack(folder))
    assert (fault.line, fault.value) == (7, "nowhere")


def test_references_reach_into_the_packs_it_depends_on(write: Write) -> None:
    write({"days/china.csv": "day,kind\n2026-01-01,holiday\n"}, name="base", version="1.2.0")
    files = {"flows/a.yaml": FLOW + "list_code: china\n"}
    assert check_pack(write(files, manifest="depends:\n  - {id: base, at_least: 1.1.0}\n")) == []
    fault = only(check_pack(write(files, manifest="depends:\n  - {id: base, at_least: 2.0.0}\n")))
    assert fault.value == "2.0.0"


def test_packs_that_depend_on_each_other_are_refused(write: Write) -> None:
    write({}, name="base", manifest="depends:\n  - {id: town, at_least: 1.0.0}\n")
    fault = only(check_pack(write({}, manifest="depends:\n  - {id: base, at_least: 1.0.0}\n")))
    assert (fault.file, fault.line, fault.value) == ("pack.yaml", 7, "base")


def test_an_alias_cannot_blow_up_a_document(write: Write) -> None:
    fault = only(check_pack(write({"flows/a.yaml": "code: a\ntitle: t\nsteps: &s []\nlist_code: *s\n"})))
    assert "alias" in fault.message.lower()


def test_faults_read_as_a_text_for_people(write: Write) -> None:
    text = format_faults(check_pack(write({"flows/a.yaml": FLOW.replace("clerk", "clerck")})))
    assert text.splitlines()[0] == "flows/a.yaml:5:11  «clerck»"
    assert "→" in text


def test_thousands_of_brackets_cannot_bring_the_reader_down(write: Write) -> None:
    fault = only(check_pack(write({"flows/a.yaml": "code: " + "[" * 200_000})))
    assert "levels" in fault.message


@pytest.mark.parametrize("written", ["yes", "on", "2026-01-01", "0123", "1_000", "12:30", "1e5", "'7'", "~x"])
def test_what_only_looks_like_something_else_stays_a_text(written: str) -> None:
    assert read_yaml("a.yaml", f"title: {written}\n".encode()).data == {"title": written.strip("'")}


@pytest.mark.parametrize(
    ("written", "value"), [("7", 7), ("-1.5", -1.5), ("true", True), ("", None), ("null", None), ("0", 0)]
)
def test_numbers_yes_or_no_and_nothing_are_read_as_such(written: str, value: object) -> None:
    found = read_yaml("a.yaml", f"title: {written}\n".encode()).data["title"]
    assert (found, type(found)) == (value, type(value))
