"""The overlay as files and back: nothing is lost, and nothing is taken from a folder that does not fit."""

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.engines.overlays import actions, queries
from linli.engines.overlays.files import (
    ChangeFile,
    Origin,
    as_file,
    describe,
    dump,
    export_overlay,
    rebuild,
)
from linli.engines.overlays.importing import read_overlay
from linli.engines.overlays.models import Proposal
from linli.engines.overlays.refusals import NothingChanged
from linli.engines.packs import queries as packs
from linli.engines.packs.documents import read_yaml
from linli.engines.packs.faults import PackRefused
from linli.kernel.actors import Actor
from tests.support.drawing import examples

from .conftest import NOW, SERVICE, Base

TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co")), max_size=12)
LEAF = st.none() | st.booleans() | st.integers(-(10**9), 10**9) | TEXT
MEMBER = st.fixed_dictionaries({"code": st.sampled_from("abcdef"), "label": TEXT})
MEMBERS = st.lists(MEMBER, max_size=5, unique_by=lambda member: member["code"])
CONTENT = st.dictionaries(
    st.sampled_from(["title", "limit", "rows", "more", "0", "on"]),
    LEAF | st.lists(LEAF, max_size=3) | MEMBERS | st.dictionaries(st.sampled_from("xyz"), LEAF, max_size=2),
    max_size=5,
)
ORIGIN = Origin(pack="town", version="1.0.0", digest="0" * 64)


@settings(max_examples=examples(75))
@given(base=CONTENT, content=CONTENT)
def test_a_change_written_and_read_again_is_the_same(base: Any, content: Any) -> None:
    text = dump(as_file(describe("service", "a", base, content, origin=ORIGIN, since="1")))
    document = read_yaml("a.yaml", text.encode())
    assert document.faults == []
    assert rebuild(base, ChangeFile.model_validate(document.data)) == content


@pytest.fixture
def changed(db: None, base: Base, author: Actor, second: Actor) -> dict[str, Any]:
    """The allowance as the city has changed it; approved."""
    base()
    item = packs.get_item("service", "allowance").content
    content = {
        **item,
        "title": "长寿津贴：第1号 # 重要",
        "aliases": ["甲", "乙"],
        "limit": {"days": 30},
        "open": True,
    }
    draft = actions.change_item(actor=author, now=NOW, section="service", code="allowance", content=content)
    _approve(draft, author, second)
    return content


def _approve(draft: Proposal, author: Actor, second: Actor) -> None:
    sent = actions.submit(
        actor=author, now=NOW, proposal_id=draft.pk, revision=draft.revision, reason="改叫法"
    )
    actions.approve(actor=second, now=NOW, proposal_id=sent.pk, revision=sent.revision)
    packs.forget()


def _give_back(author: Actor, second: Actor) -> None:
    draft = actions.change_item(actor=author, now=NOW, section="service", code="allowance", content=None)
    _approve(draft, author, second)


def _import(folder: Path, author: Actor) -> Proposal:
    return actions.propose(
        actor=author, now=NOW, origin="files", contents=read_overlay(folder), on_newest=True
    )


def files_of(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("changes/**/*.yaml")}


def test_exported_given_back_and_imported_again_it_is_what_it_was(
    changed: dict[str, Any], author: Actor, second: Actor, tmp_path: Path
) -> None:
    export_overlay(tmp_path / "one")
    _give_back(author, second)
    assert packs.get_item("service", "allowance").content["title"] == "高龄津贴"
    _approve(_import(tmp_path / "one", author), author, second)
    assert packs.get_item("service", "allowance").content == changed
    export_overlay(tmp_path / "two")
    one, two = files_of(tmp_path / "one"), files_of(tmp_path / "two")
    assert {name: text.replace("since: '1'", "since: '3'") for name, text in one.items()} == two


def test_the_files_tell_who_when_and_why_by_office(changed: dict[str, Any], tmp_path: Path) -> None:
    export_overlay(tmp_path / "one")
    text = (tmp_path / "one" / "history.yaml").read_text()
    assert "改叫法" in text
    assert "楚雄市数据局 · 系统复核岗" in text
    assert "苏平" not in text


def test_imported_onto_a_newer_pack_both_changes_are_there(
    changed: dict[str, Any], base: Base, author: Actor, second: Actor, tmp_path: Path
) -> None:
    export_overlay(tmp_path / "one")
    _give_back(author, second)
    base("1.1.0", service=SERVICE.replace("每月一笔", "每季一笔"))
    _approve(_import(tmp_path / "one", author), author, second)
    content = packs.get_item("service", "allowance").content
    assert (content["title"], content["summary"]) == (changed["title"], "每季一笔")
    assert not queries.get_standing("service", "allowance").moved


def test_every_fault_of_a_folder_is_named_with_its_line(
    changed: dict[str, Any], base: Base, author: Actor, second: Actor, tmp_path: Path
) -> None:
    folder = tmp_path / "one"
    export_overlay(folder)
    base("1.1.0", service=SERVICE.replace("高龄津贴", "高龄补贴"))
    path = folder / "changes" / "service" / "allowance.yaml"
    (folder / "changes" / "service" / "b.yaml").write_text(path.read_text().replace("service", "servise", 1))
    (folder / "changes" / "service" / "c.yaml").write_text(path.read_text().replace("changes:", "chages:"))
    other = re.sub(r"digest: \w{8}", "digest: " + "0" * 8, path.read_text())
    (folder / "changes" / "service" / "d.yaml").write_text(other)
    with pytest.raises(PackRefused) as caught:
        read_overlay(folder)
    files = {fault.file.rpartition("/")[2] for fault in caught.value.faults}
    assert files >= {"allowance.yaml", "b.yaml", "c.yaml", "d.yaml"}
    assert all(fault.line for fault in caught.value.faults)


def test_a_folder_with_nothing_new_makes_no_proposal(
    changed: dict[str, Any], author: Actor, tmp_path: Path
) -> None:
    export_overlay(tmp_path / "one")
    with pytest.raises(NothingChanged):
        _import(tmp_path / "one", author)


def test_a_wrong_key_of_a_path_is_named_with_its_line_and_the_one_that_was_meant(
    changed: dict[str, Any], author: Actor, second: Actor, tmp_path: Path
) -> None:
    export_overlay(tmp_path / "one")
    path = tmp_path / "one" / "changes" / "service" / "allowance.yaml"
    text = path.read_text()
    assert text.count("- title\n") == 1
    path.write_text(text.replace("- title\n", "- titel\n"))
    with pytest.raises(PackRefused) as caught:
        read_overlay(tmp_path / "one")
    [fault] = caught.value.faults
    assert fault.value == "titel"
    assert "title" in fault.mend
    assert "titel" in path.read_text().splitlines()[fault.line - 1]
