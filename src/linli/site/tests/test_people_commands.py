"""`linli people sample` and `linli people import`: from a made-up sheet to the register by command."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from linli.engines.packs.actions import install
from linli.engines.packs.folders import builtin
from linli.kernel.actors import SYSTEM
from linli.kernel.guard import acting_as
from linli.registers.people.models import Person, PersonImport
from linli.site.cli.people import people
from tests.support.cast import NOW, Cast

pytestmark = pytest.mark.django_db
NANSHAN = "532301100001"


def test_a_made_up_sheet_is_checked_then_imported(cast: Cast, tmp_path: Path) -> None:
    with acting_as(SYSTEM):
        install(folder=builtin("national"), actor=SYSTEM, now=NOW)
    file, runner = str(tmp_path / "people.xlsx"), CliRunner()
    made = runner.invoke(people, ["sample", file, "--place", NANSHAN, "--rows", "40"])
    assert made.exit_code == 0, made.output
    with acting_as(SYSTEM):
        before = Person.objects.count()
        checked = runner.invoke(people, ["import", file, "--place", NANSHAN, "--check"])
        assert checked.exit_code == 0, checked.output
        assert (Person.objects.count(), PersonImport.objects.get().state) == (before, "dropped")
        written = runner.invoke(people, ["import", file, "--place", NANSHAN])
        assert written.exit_code == 0, written.output
        batch = PersonImport.objects.latest("pk")
        assert (batch.state, Person.objects.count()) == ("done", before + batch.written)
        assert batch.written > 20


def test_what_is_no_spreadsheet_ends_with_the_mend(cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "page.xls"
    file.write_text("<html><table>")
    ended = CliRunner().invoke(people, ["import", str(file), "--place", NANSHAN])
    assert ended.exit_code == 1
    assert ".xlsx" in ended.output
