"""While one writes, others do too: nothing of either is lost, and an old version comes back only through a second
person."""

import pytest

from linli.engines.overlays import actions, queries
from linli.engines.overlays.files import digest_of
from linli.engines.overlays.models import Proposal
from linli.engines.overlays.refusals import NothingChanged, Overtaken, PageStale
from linli.engines.packs import queries as packs
from linli.kernel.actors import Actor
from linli.kernel.errors import NotFound

from .conftest import NOW, Base
from .test_proposals import decide, propose, service, title

pytestmark = pytest.mark.django_db
ITEM = ("service", "allowance")


def write(author: Actor, seen: str = "", **changes: object) -> Proposal:
    content = {**_written(author), **changes}
    return actions.change_item(
        actor=author, now=NOW, section="service", code="allowance", content=content, seen=seen
    )


def _written(author: Actor) -> dict[str, object]:
    draft = queries.get_draft(author)
    change = draft.changes.filter(section="service", code="allowance").first() if draft else None
    found: dict[str, object] = queries.content_in(change, queries.get_standing(*ITEM))
    return found


def test_writing_on_after_somebody_else_came_first_does_not_undo_their_change(
    base: Base, author: Actor, second: Actor
) -> None:
    base()
    write(author, summary="按月发")
    decide(author, propose(second, service(title="长寿津贴")))
    draft = write(author, fee=5)
    with pytest.raises(Overtaken):
        actions.submit(actor=author, now=NOW, proposal_id=draft.pk, revision=draft.revision, reason="按月")
    draft = actions.renew(actor=author, now=NOW, proposal_id=draft.pk, revision=draft.revision)
    sent = actions.submit(actor=author, now=NOW, proposal_id=draft.pk, revision=draft.revision, reason="按月")
    decide(second, sent)
    content = service()
    assert (content["title"], content["summary"], content["fee"]) == ("长寿津贴", "按月发", 5)


def test_a_page_that_is_out_of_date_keeps_nothing(base: Base, author: Actor, second: Actor) -> None:
    base()
    seen = digest_of(service())
    decide(author, propose(second, service(title="长寿津贴")))
    with pytest.raises(PageStale):
        actions.change_item(
            actor=author, now=NOW, section="service", code="allowance",
            content=service(title="高龄津贴", summary="按月发"), seen=seen,
        )  # fmt: skip
    assert queries.get_draft(author) is None


def test_the_second_tab_does_not_undo_the_first(base: Base, author: Actor) -> None:
    base()
    seen = digest_of(service())
    write(author, seen, summary="按月发")
    with pytest.raises(PageStale):
        actions.change_item(
            actor=author, now=NOW, section="service", code="allowance", content=service(fee=5), seen=seen
        )
    assert _written(author)["summary"] == "按月发"


def test_a_second_click_is_no_harm(base: Base, author: Actor) -> None:
    base()
    seen = digest_of(service())
    first = write(author, seen, summary="按月发")
    again = write(author, seen, summary="按月发")
    assert again.pk == first.pk
    assert again.changes.get().content["summary"] == "按月发"


def test_an_older_version_comes_back_as_a_proposal(base: Base, author: Actor, second: Actor) -> None:
    base()
    decide(second, propose(author, service(title="长寿津贴")))
    decide(second, propose(author, service(title="寿星津贴", fee=5)))
    draft = actions.restore(actor=author, now=NOW, version="1")
    assert (draft.state, draft.origin, title()) == ("draft", "version", "寿星津贴")
    sent = actions.submit(
        actor=author, now=NOW, proposal_id=draft.pk, revision=draft.revision, reason=draft.reason
    )
    assert decide(second, sent).version == "3"
    assert (title(), service().get("fee", 0)) == ("长寿津贴", 0)


def test_what_had_not_been_changed_then_is_given_back(base: Base, author: Actor, second: Actor) -> None:
    base()
    words = packs.get_item("words", "kinds").content
    decide(second, propose(author, service(title="长寿津贴")))
    draft = actions.change_item(
        actor=author, now=NOW, section="words", code="kinds", content={**words, "title": "类别"}
    )
    sent = actions.submit(actor=author, now=NOW, proposal_id=draft.pk, revision=draft.revision, reason="改")
    decide(second, sent)
    draft = actions.restore(actor=author, now=NOW, version="1")
    assert [(change.code, change.content) for change in draft.changes.all()] == [("kinds", None)]
    sent = actions.submit(
        actor=author, now=NOW, proposal_id=draft.pk, revision=draft.revision, reason=draft.reason
    )
    decide(second, sent)
    assert packs.get_item("words", "kinds").content["title"] == "种类"
    assert not queries.get_standing("words", "kinds").changed


def test_the_version_that_is_in_force_and_one_that_never_was_are_told(
    base: Base, author: Actor, second: Actor
) -> None:
    base()
    decide(second, propose(author, service(title="长寿津贴")))
    with pytest.raises(NothingChanged):
        actions.restore(actor=author, now=NOW, version="1")
    with pytest.raises(NotFound):
        actions.restore(actor=author, now=NOW, version="7")
