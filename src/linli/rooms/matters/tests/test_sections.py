"""What is checked of a matter before it is installed, and what its installation changes for residents."""

from pathlib import Path

import pytest

from linli.engines.packs.actions import install
from linli.engines.packs.check import check_pack
from linli.engines.packs.faults import Fault, PackRefused, format_faults
from linli.engines.packs.folders import builtin
from linli.kernel.actors import SYSTEM
from linli.rooms.matters import actions, queries
from tests.support.cast import NOW
from tests.support.counter import Counter
from tests.support.world import MATTER

MANIFEST = "id: town\nversion: 1.0.0\ntitle: 示例\nlicence: Apache-2.0\nsource: 测试\n"
DEPENDS = "depends:\n  - {id: national, at_least: 0.1.0}\n"
FILE = "matters/meal.yaml"
MEAL = """\
code: meal-subsidy
title: 老年助餐补贴
summary: 给在食堂吃饭的老人补一部分饭钱。
audience: 住在本县的老人
result: 同意或不同意
where: 社区服务站
"""


@pytest.fixture(autouse=True)
def _english(settings: object) -> None:
    settings.LANGUAGE_CODE = "en"  # type: ignore[attr-defined]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A pack that depends on the baseline, whose procedures, forms and code lists it may use."""
    (tmp_path / "matters").mkdir()
    (tmp_path / "pack.yaml").write_text(MANIFEST + DEPENDS, encoding="utf-8")
    return tmp_path


def faults_of(folder: Path, text: str) -> list[Fault]:
    (folder / FILE).write_text(text, encoding="utf-8")
    return check_pack(folder)


def only(found: list[Fault]) -> Fault:
    assert len(found) == 1, format_faults(found)
    return found[0]


def test_a_matter_for_the_counter_needs_neither_procedure_nor_form(folder: Path) -> None:
    assert faults_of(folder, MEAL) == []


def test_a_matter_may_use_procedure_form_and_need_tags_of_the_pack_below(folder: Path) -> None:
    online = MEAL + f"online: true\nprocedure: {MATTER}\nform: {MATTER}\nneed_tags: [老有所养, 弱有所扶]\n"
    assert faults_of(folder, online) == []


@pytest.mark.parametrize("section", ["procedure", "form"])
def test_a_reference_to_nothing_names_what_there_is(folder: Path, section: str) -> None:
    fault = only(faults_of(folder, MEAL + f"{section}: something-else\n"))
    assert (fault.file, fault.line, fault.value) == (FILE, 7, "something-else")
    assert MATTER in fault.mend


def test_a_misspelt_procedure_suggests_the_right_one(folder: Path) -> None:
    fault = only(faults_of(folder, MEAL + "procedure: old-age-alowance\n"))
    assert fault.mend == f"Did you mean «{MATTER}»?"


@pytest.mark.parametrize(
    "lacks", ["", f"procedure: {MATTER}\n", f"form: {MATTER}\n"], ids=["both", "a form", "a procedure"]
)
def test_applying_online_needs_a_procedure_and_a_form(folder: Path, lacks: str) -> None:
    fault = only(faults_of(folder, MEAL + "online: true\n" + lacks))
    assert (fault.line, fault.value) == (7, "true")
    assert "online: false" in fault.mend


def test_limits_stand_in_the_procedure_or_in_the_matter_never_twice(folder: Path) -> None:
    limits = "limits: {legal: 30, promised: 20}\n"
    assert faults_of(folder, MEAL + limits) == []
    fault = only(faults_of(folder, MEAL + f"procedure: {MATTER}\n" + limits))
    assert (fault.line, fault.column, fault.value) == (8, 1, "limits")


def test_a_promise_longer_than_the_law_names_both_numbers(folder: Path) -> None:
    fault = only(faults_of(folder, MEAL + "limits:\n  legal: 20\n  promised: 30\n"))
    assert (fault.line, fault.value) == (9, "30")
    assert "30" in fault.message
    assert "20" in fault.message


def test_a_paper_listed_twice_is_found_at_the_second_place(folder: Path) -> None:
    papers = "papers:\n  - {code: id-card, title: 身份证}\n  - {code: id-card, title: 户口簿}\n"
    fault = only(faults_of(folder, MEAL + papers))
    assert (fault.line, fault.value) == (9, "id-card")


@pytest.mark.parametrize(
    ("written", "line", "column"),
    [
        ("  expression: age(birth_date, today) >= 60 && regstered\n", 8, 47),
        ("  expression: age(birth_date, today)\n", 8, 15),
        ('  expression: "sex > 2"\n', 8, 20),
        ("  expression: |\n    age(birth_date, today) >= 60\n    && regstered\n", 10, 8),
    ],
    ids=["unknown name", "no yes or no", "wrong kind", "second line"],
)
def test_a_fault_in_the_condition_is_named_where_it_stands(
    folder: Path, written: str, line: int, column: int
) -> None:
    fault = only(faults_of(folder, MEAL + "eligibility:\n" + written + "  words: 满60周岁\n"))
    assert (fault.file, fault.line, fault.column) == (FILE, line, column), str(fault)


def test_a_misspelt_need_tag_is_found_and_corrected(folder: Path) -> None:
    """Nobody would find the matter by its need."""
    fault = only(faults_of(folder, MEAL + "need_tags: [弱有所扶, 老有所样]\n"))
    assert (fault.line, fault.value) == (7, "老有所样")
    assert "老有所养" in fault.mend


def test_a_pack_without_a_list_of_needs_tags_freely(tmp_path: Path) -> None:
    (tmp_path / "matters").mkdir()
    (tmp_path / "pack.yaml").write_text(MANIFEST, encoding="utf-8")
    assert faults_of(tmp_path, MEAL + "need_tags: [老有所样]\n") == []


# Installing


def new_version(tmp_path: Path, **changes: str) -> Path:
    """The baseline with another version of the allowance."""
    folder = tmp_path / "national"
    for source in (path for path in builtin("national").rglob("*") if path.is_file()):
        target = folder / source.relative_to(builtin("national"))
        target.parent.mkdir(parents=True, exist_ok=True)
        text = source.read_text(encoding="utf-8")
        if source.name == "pack.yaml":
            text = text.replace("version: 0.1.0", "version: 0.2.0")
        if source == builtin("national") / "matters" / f"{MATTER}.yaml":
            for old, new in changes.items():
                assert old in text
                text = text.replace(old, new)
        target.write_text(text, encoding="utf-8")
    return folder


@pytest.mark.django_db
def test_residents_find_the_newest_version_and_running_cases_keep_theirs(
    counter: Counter, tmp_path: Path
) -> None:
    number = counter.open_case("wang")
    changed = {"title: 高龄津贴": "title: 长者津贴", "尊老金": "敬老金", "code: bank-card": "code: pass-book"}
    install(folder=new_version(tmp_path, **changed), actor=SYSTEM, now=NOW)

    assert [entry.title for entry in queries.search_catalogue(query="敬老金")] == ["长者津贴"]
    assert queries.search_catalogue(query="尊老金") == []
    _entry, offered = queries.get_matter(MATTER)
    assert offered.paper("pass-book")

    case = queries.get_own_case(counter.cast.actor("wang"), number)
    pinned = queries.pinned_matter(case)
    assert pinned.title == "高龄津贴"
    assert [row.paper.code for row in queries.list_checklist(case, pinned) if row.state == "given"] == [
        "id-card",
        "bank-card",
    ]


@pytest.mark.django_db
def test_a_matter_taken_offline_is_found_but_no_longer_applied_for(counter: Counter, tmp_path: Path) -> None:
    """It keeps procedure and form for the cases that run."""
    install(folder=new_version(tmp_path, **{"online: true": "online: false"}), actor=SYSTEM, now=NOW)
    assert [entry.code for entry in queries.search_catalogue(query="高龄津贴")] == [MATTER]
    with pytest.raises(actions.NotOnline):
        counter.open_case("wang")


@pytest.mark.django_db
def test_a_matter_that_a_newer_version_drops_is_no_longer_found_and_its_cases_keep_theirs(
    counter: Counter, tmp_path: Path
) -> None:
    number = counter.open_case("wang")
    folder = new_version(tmp_path)
    (folder / "matters" / "old-age-allowance.yaml").unlink()
    install(folder=folder, actor=SYSTEM, now=NOW)
    assert MATTER not in [entry.code for entry in queries.search_catalogue(query="高龄津贴")]
    assert queries.pinned_matter(queries.get_own_case(counter.cast.actor("wang"), number)).title == "高龄津贴"


@pytest.mark.django_db
def test_a_faulty_pack_changes_nothing_of_the_catalogue(counter: Counter, tmp_path: Path) -> None:
    folder = new_version(tmp_path, **{"title: 高龄津贴": "title: 长者津贴", "form: old-age": "form: olt-age"})
    with pytest.raises(PackRefused):
        install(folder=folder, actor=SYSTEM, now=NOW)
    assert queries.get_matter(MATTER)[1].title == "高龄津贴"
