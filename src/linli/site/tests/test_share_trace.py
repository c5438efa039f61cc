"""`linli share trace FILE`: which export a file came from."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from linli.kernel.audit.models import AuditEntry
from linli.kernel.guard import acting_as
from linli.rooms.sharing.actions import exporting
from linli.rooms.sharing.actions.making import make_next
from linli.rooms.sharing.queries.covered import Wanted
from linli.site.cli.sharing import share
from tests.support.cast import NOW, TODAY

if TYPE_CHECKING:
    from tests.support.cast import Cast

pytestmark = pytest.mark.django_db


def made(cast: "Cast", kind: str) -> bytes:
    clerk = cast.actor("clerk")
    with acting_as(clerk, day=TODAY):
        export = exporting.ask_kept(
            actor=clerk, now=NOW, fields=("name", "sex"), wanted=Wanted(), format=kind, reason="入户走访用"
        )
    make_next(now=NOW)
    with acting_as(clerk, day=TODAY):
        return exporting.fetch(actor=clerk, now=NOW, export_id=export.pk)[1]


def run(file: Path) -> Result:
    return CliRunner().invoke(share, ["trace", str(file)])


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_file_is_known_by_its_digest(cast: "Cast", tmp_path: Path, kind: str) -> None:
    file = tmp_path / f"leaked.{kind}"
    file.write_bytes(made(cast, kind))
    result = run(file)
    assert result.exit_code == 0
    assert "unchanged, by its digest" in result.output
    assert "clerk (南山社区服务站 · 综合窗口), 2026-03-02 10:00" in result.output
    assert AuditEntry.objects.filter(act="share.traced").count() == 1


@pytest.mark.parametrize(("kind", "encoding"), [("csv", "utf-8"), ("csv", "gb18030"), ("csv", "utf-16")])
def test_one_row_that_is_left_is_enough(cast: "Cast", tmp_path: Path, kind: str, encoding: str) -> None:
    row = made(cast, kind).decode("utf-8-sig").splitlines()[2]
    file = tmp_path / "row.txt"
    file.write_bytes(row.encode(encoding))
    assert "changed or cut, by its marks" in run(file).output


def test_a_workbook_that_was_touched_is_known_by_its_marks(cast: "Cast", tmp_path: Path) -> None:
    file = tmp_path / "touched.xlsx"
    file.write_bytes(made(cast, "xlsx") + b"\0")
    assert "changed or cut, by its marks" in run(file).output


def test_any_other_file_is_nobody_s(cast: "Cast", tmp_path: Path) -> None:
    made(cast, "csv")
    file = tmp_path / "other.csv"
    file.write_text("姓名\n王桂兰\nLL1-000000000000\n", encoding="utf-8")
    result = run(file)
    assert result.exit_code == 1
    assert "no export of this installation" in result.output
