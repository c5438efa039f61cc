"""What an upgrade takes away, and what keeps a version out."""

from datetime import timedelta

import pytest

from linli.engines.packs import queries
from linli.engines.packs.actions import install
from linli.engines.packs.check import check_pack
from linli.engines.packs.faults import Fault, PackRefused
from linli.engines.packs.models import InstalledPack
from linli.kernel.actors import SYSTEM
from linli.kernel.errors import NotFound

from .conftest import FLOW, NOW, Write

pytestmark = pytest.mark.django_db

DAYS = "day,kind\n2026-01-01,holiday\n"
ON_BASE = "depends:\n  - {{id: base, at_least: 1.0.0{}}}\n"


@pytest.fixture(autouse=True)
def _english(settings: object) -> None:
    settings.LANGUAGE_CODE = "en"  # type: ignore[attr-defined]


def refused(write: Write, files: dict[str, str], **more: str) -> tuple[Fault, ...]:
    with pytest.raises(PackRefused) as caught:
        install(folder=write(files, **more), actor=SYSTEM, now=NOW)
    return caught.value.faults


def test_a_code_that_a_newer_version_no_longer_holds_is_retired(write: Write, retired: list[str]) -> None:
    install(
        folder=write({"flows/a.yaml": FLOW, "flows/b.yaml": FLOW.replace("allowance", "b")}),
        actor=SYSTEM,
        now=NOW,
    )
    old = queries.get_item("flow", "b")
    folder = write({"flows/a.yaml": FLOW}, version="1.1.0")
    (folder / "flows" / "b.yaml").unlink()
    install(folder=folder, actor=SYSTEM, now=NOW)
    assert retired == ["b"]
    assert queries.load_by_id(old.id).code == "b"
    with pytest.raises(NotFound):
        queries.get_item("flow", "b")


def test_what_the_city_changed_is_not_retired(write: Write, retired: list[str]) -> None:
    install(folder=write({"flows/a.yaml": FLOW}), actor=SYSTEM, now=NOW)
    overlay = InstalledPack.objects.create(pack_id="city", version="1.0.0", digest=b"", overlay=True)
    overlay.items.create(section="flow", code="allowance", content={"code": "allowance"})
    folder = write({}, version="1.1.0")
    (folder / "flows" / "a.yaml").unlink()
    install(folder=folder, actor=SYSTEM, now=NOW)
    assert retired == []


def test_an_upgrade_that_breaks_what_builds_on_it_is_refused_whole(write: Write) -> None:
    base = write({"days/china.csv": DAYS}, name="base")
    install(folder=base, actor=SYSTEM, now=NOW)
    town = write({"flows/a.yaml": FLOW + "list_code: china\n"}, manifest=ON_BASE.format(""))
    install(folder=town, actor=SYSTEM, now=NOW)
    (base / "days" / "china.csv").unlink()
    (fault,) = refused(write, {"days/other.csv": DAYS}, name="base", version="1.1.0")
    assert (fault.file, fault.value) == ("pack.yaml", "1.1.0")
    assert "flow:allowance" in fault.message
    assert queries.get_item("days", "china")


def test_a_version_below_or_above_the_range_is_named(write: Write) -> None:
    install(folder=write({}, name="base", version="2.0.0"), actor=SYSTEM, now=NOW)
    (fault,) = refused(write, {}, manifest=ON_BASE.format(", below: 2.0.0"))
    assert (fault.line, fault.value) == (7, "2.0.0")
    assert "≥ 1.0.0, < 2.0.0" in fault.message


def test_an_upgrade_beyond_the_range_of_what_builds_on_it_is_refused(write: Write) -> None:
    install(folder=write({}, name="base"), actor=SYSTEM, now=NOW)
    install(folder=write({}, manifest=ON_BASE.format(", below: 2.0.0")), actor=SYSTEM, now=NOW)
    (fault,) = refused(write, {}, name="base", version="2.0.0")
    assert "town 1.0.0" in fault.message
    install(folder=write({}, name="base", version="1.9.0"), actor=SYSTEM, now=NOW)


def test_a_range_with_no_version_in_it_is_a_fault(write: Write) -> None:
    write({}, name="base")
    (fault,) = check_pack(write({}, manifest=ON_BASE.format(", below: 1.0.0")))
    assert fault.line == 7


@pytest.mark.parametrize("valid", ["from: 2026-11-24", "until: 2026-11-22"])
def test_a_pack_is_not_installed_outside_its_days(write: Write, valid: str) -> None:
    (fault,) = refused(write, {}, manifest=f"valid: {{{valid}}}\n")
    assert "2026-11-23" in fault.message


def test_what_is_installed_stays_in_force_after_its_last_day(write: Write) -> None:
    folder = write({"flows/a.yaml": FLOW}, manifest="valid: {from: 2026-11-23, until: 2026-11-23}\n")
    first = install(folder=folder, actor=SYSTEM, now=NOW)
    assert install(folder=folder, actor=SYSTEM, now=NOW + timedelta(days=9)).id == first.id
    assert queries.get_item("flow", "allowance")


def test_days_in_the_wrong_order_are_a_fault(write: Write) -> None:
    (fault,) = check_pack(write({}, manifest="valid: {from: 2026-11-24, until: 2026-11-23}\n"))
    assert fault.line == 6


def test_worked_examples_run_only_where_nothing_else_is_wrong(write: Write) -> None:
    wrong = FLOW + "example: 9\n"
    (fault,) = check_pack(write({"flows/a.yaml": wrong}))
    assert (fault.line, fault.value) == (7, "9")
    (fault,) = check_pack(write({"flows/a.yaml": wrong.replace("clerk", "boss")}))
    assert fault.value == "boss"
    assert check_pack(write({"flows/a.yaml": FLOW + "example: 2\n"})) == []
