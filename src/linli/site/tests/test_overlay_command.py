"""`linli overlay`: out into an empty folder, and in as a draft of an administrator."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from linli.engines.overlays import actions
from linli.engines.overlays.models import Proposal
from linli.engines.packs import queries as packs
from linli.kernel.errors import ConfigurationError, NotFound
from linli.site.cli.overlays import overlay
from tests.support.cast import NOW
from tests.support.counter import Counter

pytestmark = pytest.mark.django_db


def run(*arguments: str | Path) -> str:
    result = CliRunner().invoke(overlay, [str(one) for one in arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def change(counter: Counter, **changes: str | None) -> None:
    """苏平 changes the allowance and 林泉 approves; without changes the item is given back."""
    author, second = counter.cast.actor("administrator"), counter.cast.actor("administrator-two")
    content = {**packs.get_item("matter", "old-age-allowance").content, **changes} if changes else None
    draft = actions.change_item(
        actor=author, now=NOW, section="matter", code="old-age-allowance", content=content
    )
    sent = actions.submit(actor=author, now=NOW, proposal_id=draft.pk, revision=draft.revision, reason="改")
    actions.approve(actor=second, now=NOW, proposal_id=sent.pk, revision=sent.revision)
    packs.forget()


def test_what_was_exported_comes_back_as_a_draft_that_somebody_else_decides_on(
    counter: Counter, tmp_path: Path
) -> None:
    change(counter, title="长寿津贴")
    run("export", tmp_path / "out")
    change(counter)
    run("import", tmp_path / "out", "--as", "administrator", "--reason", "从备份恢复")
    proposal = Proposal.objects.get(state="draft")
    assert (proposal.origin, proposal.reason, proposal.author.username) == (
        "files",
        "从备份恢复",
        "administrator",
    )
    assert proposal.changes.get().content["title"] == "长寿津贴"
    assert packs.get_item("matter", "old-age-allowance").content["title"] == "高龄津贴"


def test_nothing_is_written_over_and_only_administrators_import(counter: Counter, tmp_path: Path) -> None:
    change(counter, title="长寿津贴")
    run("export", tmp_path / "out")
    with pytest.raises(ConfigurationError):
        run("export", tmp_path / "out")
    change(counter)
    with pytest.raises(ConfigurationError, match="clerk 不是系统管理员"):
        run("import", tmp_path / "out", "--as", "clerk")
    with pytest.raises(ConfigurationError):
        run("import", tmp_path / "out", "--as", "nobody")


def test_a_version_that_is_not_there_is_told_with_those_that_are(counter: Counter, tmp_path: Path) -> None:
    change(counter, title="长寿津贴")
    with pytest.raises(NotFound, match="没有第99版，有：1"):
        run("export", tmp_path / "out", "--version", "99")
    assert not (tmp_path / "out").exists()
