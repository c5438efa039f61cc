import time

import pytest
from pytest_django import DjangoAssertNumQueries

from linli.engines.packs import queries
from linli.engines.packs.actions import install, install_all
from linli.engines.packs.faults import PackRefused
from linli.engines.packs.models import InstalledPack, PackItem
from linli.kernel.actors import SYSTEM, Actor, Grant
from linli.kernel.audit.models import AuditEntry
from linli.kernel.errors import NotFound

from .conftest import FLOW, NOW, Write

pytestmark = pytest.mark.django_db

DAYS = "day,kind\n2026-01-01,holiday\n"


def test_items_are_kept_projected_and_read_back_typed(write: Write, projected: list[str]) -> None:
    pack = install(folder=write({"flows/a.yaml": FLOW, "days/china.csv": DAYS}), actor=SYSTEM, now=NOW)
    assert projected == ["allowance"]
    assert [str(item) for item in pack.items.order_by("section")] == ["days:china", "flow:allowance"]
    item = queries.get_item("flow", "allowance")
    assert queries.load(item).steps[0].role == "clerk"
    assert queries.load_by_id(item.id) is queries.load(item)
    assert AuditEntry.objects.filter(act="pack.install", object_ref=f"pack:{pack.id}").count() == 1


def test_the_same_pack_again_changes_nothing(write: Write, projected: list[str]) -> None:
    folder = write({"flows/a.yaml": FLOW})
    first = install(folder=folder, actor=SYSTEM, now=NOW)
    (folder / "flows" / "a.yaml").write_text("# a comment\n" + FLOW, encoding="utf-8")
    assert install(folder=folder, actor=SYSTEM, now=NOW).id == first.id
    assert projected == ["allowance"]
    assert InstalledPack.objects.count() == 1


def test_the_same_version_with_other_content_is_refused(write: Write) -> None:
    install(folder=write({"flows/a.yaml": FLOW}), actor=SYSTEM, now=NOW)
    with pytest.raises(PackRefused) as caught:
        install(folder=write({"flows/a.yaml": FLOW.replace("days: 2", "days: 3")}), actor=SYSTEM, now=NOW)
    assert [(fault.file, fault.line, fault.value) for fault in caught.value.faults] == [
        ("pack.yaml", 2, "1.0.0")
    ]
    assert queries.load(queries.get_item("flow", "allowance")).steps[0].days == 2


def test_a_failing_projection_leaves_nothing(write: Write) -> None:
    files = {"flows/a.yaml": FLOW, "flows/b.yaml": FLOW.replace("allowance", "b").replace("津贴", "explode")}
    with pytest.raises(RuntimeError):
        install(folder=write(files), actor=SYSTEM, now=NOW)
    assert not InstalledPack.objects.exists()
    assert not PackItem.objects.exists()
    assert not AuditEntry.objects.exists()


def test_a_faulty_pack_leaves_nothing(write: Write, projected: list[str]) -> None:
    with pytest.raises(PackRefused) as caught:
        install(folder=write({"flows/a.yaml": FLOW.replace("clerk", "clerck")}), actor=SYSTEM, now=NOW)
    assert caught.value.faults[0].line == 5
    assert not InstalledPack.objects.exists()
    assert projected == []


def test_a_new_version_becomes_current_and_the_old_one_stays_readable(write: Write) -> None:
    second_flow = FLOW.replace("allowance", "second")
    install(folder=write({"flows/a.yaml": FLOW, "flows/b.yaml": second_flow}), actor=SYSTEM, now=NOW)
    old = queries.get_item("flow", "allowance")
    folder = write({"flows/a.yaml": FLOW.replace("days: 2", "days: 3")}, version="1.10.0")
    (folder / "flows" / "b.yaml").unlink()
    install(folder=folder, actor=SYSTEM, now=NOW)
    assert queries.load(queries.get_item("flow", "allowance")).steps[0].days == 3
    assert queries.load_by_id(old.id).steps[0].days == 2
    with pytest.raises(NotFound):
        queries.get_item("flow", "second")


def test_a_current_item_is_looked_for_once_in_a_while(
    write: Write, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    install(folder=write({"flows/a.yaml": FLOW}), actor=SYSTEM, now=NOW)
    found = queries.get_item("flow", "allowance")
    with django_assert_num_queries(0):
        assert queries.get_item("flow", "allowance") == found
    monkeypatch.setattr(queries, "monotonic", lambda: time.monotonic() + queries.FRESH_SECONDS)
    with django_assert_num_queries(1):
        assert queries.get_item("flow", "allowance") == found


def test_an_older_version_is_not_installed_over_a_newer_one(write: Write) -> None:
    install(folder=write({"flows/a.yaml": FLOW}, version="1.10.0"), actor=SYSTEM, now=NOW)
    with pytest.raises(PackRefused):
        install(folder=write({"flows/a.yaml": FLOW}, version="1.9.0"), actor=SYSTEM, now=NOW)


def test_there_is_no_step_back_to_a_version_that_was_installed_before(write: Write) -> None:
    for version in ("1.0.0", "1.1.0"):
        install(folder=write({"flows/a.yaml": FLOW}, version=version), actor=SYSTEM, now=NOW)
    with pytest.raises(PackRefused, match=r"1\.1\.0"):
        install(folder=write({"flows/a.yaml": FLOW}, version="1.0.0"), actor=SYSTEM, now=NOW)


def test_dependencies_are_installed_first_and_missed_when_absent(write: Write) -> None:
    base = write({"days/china.csv": DAYS}, name="base")
    manifest = "depends:\n  - {id: base, at_least: 1.0.0}\n"
    town = write({"flows/a.yaml": FLOW + "list_code: china\n"}, manifest=manifest)
    with pytest.raises(PackRefused) as caught:
        install(folder=town, actor=SYSTEM, now=NOW)
    assert {fault.value for fault in caught.value.faults} == {"base"}
    assert caught.value.unchecked.references == 1
    packs = install_all(folders=[town, base], actor=SYSTEM, now=NOW)
    assert [pack.pack_id for pack in packs] == ["base", "town"]


def test_a_code_of_another_installed_pack_is_refused(write: Write) -> None:
    install(folder=write({"flows/a.yaml": FLOW}, name="other"), actor=SYSTEM, now=NOW)
    with pytest.raises(PackRefused) as caught:
        install(folder=write({"flows/a.yaml": FLOW}), actor=SYSTEM, now=NOW)
    assert "other" in caught.value.faults[0].message


def test_items_of_a_sample_pack_are_marked(write: Write) -> None:
    install(folder=write({"flows/a.yaml": FLOW}, manifest="sample: true\n"), actor=SYSTEM, now=NOW)
    assert queries.get_item("flow", "allowance").sample


def test_only_administrators_install(write: Write) -> None:
    folder = write({"flows/a.yaml": FLOW})
    clerk = Actor(user_id=1, grants=(Grant(role="clerk", scope="community:1"),))
    with pytest.raises(NotFound):
        install(folder=folder, actor=clerk, now=NOW)
    administrator = Actor(
        user_id=2, grants=(Grant(role="administrator", scope="*", office="县民政局 · 管理员"),)
    )
    assert install(folder=folder, actor=administrator, now=NOW).installed_office == "县民政局 · 管理员"
