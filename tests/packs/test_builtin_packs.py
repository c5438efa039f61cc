"""The packs that come with Linli: sound, installable in one go, and said no to where a change breaks them."""

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection

from linli.engines.forms import queries as forms
from linli.engines.packs import queries
from linli.engines.packs.actions import install, install_all
from linli.engines.packs.check import check_pack
from linli.engines.packs.faults import format_faults
from linli.engines.packs.folders import builtin, list_builtin
from linli.engines.packs.models import InstalledPack, PackItem
from linli.kernel.actors import SYSTEM

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
YAML = sorted((ROOT / "packs").rglob("*.yaml"))


def name(path: Path) -> str:
    return str(path.relative_to(ROOT / "packs"))


@pytest.mark.parametrize("pack", list_builtin())
def test_a_builtin_pack_has_no_faults(pack: str) -> None:
    assert format_faults(check_pack(builtin(pack))) == ""


@pytest.mark.django_db
def test_all_builtin_packs_install_together_and_again_without_change() -> None:
    folders = [builtin(pack) for pack in reversed(list_builtin())]
    first = install_all(folders=folders, actor=SYSTEM, now=NOW)
    items = PackItem.objects.count()
    again = install_all(folders=folders, actor=SYSTEM, now=NOW)
    assert {pack.id for pack in again} == {pack.id for pack in first}
    assert (InstalledPack.objects.count(), PackItem.objects.count()) == (len(folders), items)
    for section in ("matter", "procedure", "form", "code-list", "calendar", "indicator", "plan"):
        for item in queries.list_items(section):
            assert queries.load(item).code == item.code


@pytest.mark.django_db
def test_the_old_age_allowance_is_complete_and_can_be_applied_for_online() -> None:
    install(folder=builtin("national"), actor=SYSTEM, now=NOW)
    matter = queries.load(queries.get_item("matter", "old-age-allowance"))
    assert matter.online
    assert queries.get_item("procedure", matter.procedure)
    _item, form = forms.get_form(matter.form)
    relation = form.field("agent_relation")
    assert relation is not None
    assert "child" in {entry.code for entry in relation.choices}


@pytest.mark.django_db
def test_no_quoted_clause_stands_in_the_pack_unless_it_was_verified() -> None:
    install(folder=builtin("national"), actor=SYSTEM, now=NOW)
    for item in queries.list_items("matter"):
        for basis in queries.load(item).legal_basis:
            assert basis.verified or not basis.clause, f"{item.code}: {basis.title}"


def test_a_misspelt_role_in_a_procedure_names_file_line_value_and_mend(tmp_path: Path) -> None:
    folder = shutil.copytree(builtin("national"), tmp_path / "national")
    file = folder / "procedures" / "old-age-allowance.yaml"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    number = next(index for index, line in enumerate(lines, 1) if "role: reviewer" in line)
    lines[number - 1] = lines[number - 1].replace("reviewer", "reviwer")
    file.write_text("".join(lines), encoding="utf-8")
    faults = [fault for fault in check_pack(folder) if fault.value == "reviwer"]
    assert [(fault.file, fault.line) for fault in faults] == [("procedures/old-age-allowance.yaml", number)]
    assert faults[0].column == lines[number - 1].index("reviwer") + 1
    assert "reviewer" in faults[0].mend


def test_a_misspelt_form_of_a_matter_names_its_line(tmp_path: Path) -> None:
    folder = shutil.copytree(builtin("national"), tmp_path / "national")
    file = folder / "matters" / "old-age-allowance.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("form: old-age", "form: olt-age"), encoding="utf-8"
    )
    found = [fault for fault in check_pack(folder) if fault.file == "matters/old-age-allowance.yaml"]
    assert [fault.value for fault in found] == ["olt-age-allowance"]
    assert file.read_text(encoding="utf-8").splitlines()[found[0].line - 1] == "form: olt-age-allowance"


@pytest.mark.django_db(transaction=True)
def test_a_process_killed_halfway_leaves_nothing(tmp_path: Path) -> None:
    """The last projection of a copy kills its process; nothing of the pack is there afterwards."""
    script = tmp_path / "kill.py"
    script.write_text(
        "import os, signal, sys\n"
        "from datetime import UTC, datetime\n"
        "import django\n"
        "django.setup()\n"
        "from django.db import connection\n"
        "connection.settings_dict['NAME'] = sys.argv[1]\n"
        "from linli.engines.packs import actions, folders\n"
        "from linli.engines.packs.models import PackItem\n"
        "from linli.kernel.actors import SYSTEM\n"
        "def die(**_):\n"
        "    print(PackItem.objects.count(), flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "actions.audit.record = die\n"
        "actions.install(folder=folders.builtin('national'), actor=SYSTEM, now=datetime.now(UTC))\n",
        encoding="utf-8",
    )
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(ROOT)}
    ended = subprocess.run(
        [sys.executable, str(script), str(connection.settings_dict["NAME"])],
        env=environment, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert ended.returncode == -9, ended.stderr
    assert int(ended.stdout.split()[-1]) > 10
    assert not InstalledPack.objects.exists()
    assert not PackItem.objects.exists()


@pytest.mark.parametrize("path", YAML, ids=name)
def test_every_yaml_file_names_its_schema(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# yaml-language-server: $schema=")
    assert (path.parent / first.split("=", 1)[1]).is_file()


def test_the_json_schemas_are_current() -> None:
    command = [sys.executable, "tools/pack_schemas.py", "--check"]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "linli.site.settings"}
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
