from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from linli.engines.forms import actions, queries
from linli.engines.forms.models import FormAnswer
from linli.engines.packs.models import InstalledPack, PackItem
from linli.kernel.actors import ANONYMOUS, Actor
from linli.kernel.crypto import SealBroken
from linli.kernel.errors import NotFound

from .conftest import NOW

pytestmark = pytest.mark.django_db

ALICE = Actor(user_id=1)
BOB = Actor(user_id=2)


@pytest.fixture
def item() -> PackItem:
    pack = InstalledPack.objects.create(pack_id="p", version="1.0.0", title="P", digest=bytes(32))
    entries = [{"code": "a", "label": "旧甲"}]
    PackItem.objects.create(
        pack=pack,
        section="code-list",
        code="list",
        content={"code": "list", "title": "单", "entries": entries},
    )
    fields = [
        {"code": "name", "label": "姓名", "type": "text"},
        {"code": "pick", "label": "选", "type": "choice", "code_list": "list"},
    ]
    content = {"code": "f", "title": "表", "parts": [{"title": "一", "fields": fields}]}
    return PackItem.objects.create(pack=pack, section="form", code="f", content=content)


def test_the_newest_answers_count_and_the_old_ones_stay(item: PackItem) -> None:
    for name in ("王桂兰", "王桂香"):
        actions.save_answers(form_item=item, subject="case:17", answers={"name": name}, actor=ALICE, now=NOW)
    assert queries.get_answers("case:17").values == {"name": "王桂香"}
    assert [row.values["name"] for row in queries.list_history("case:17", "f")] == ["王桂香", "王桂兰"]
    assert len(queries.list_answers("case:17")) == 1
    with pytest.raises(NotFound):
        queries.get_answers("case:18")


def test_answers_cannot_be_changed(item: PackItem) -> None:
    actions.save_answers(form_item=item, subject="case:17", answers={}, actor=ALICE, now=NOW)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        FormAnswer.objects.update(subject="case:18")


def test_no_answer_stands_readable_in_the_database(item: PackItem) -> None:
    actions.save_answers(form_item=item, subject="case:17", answers={"name": "王桂兰"}, actor=ALICE, now=NOW)
    actions.save_draft(form_item=item, subject="", values={"name": "王桂兰"}, actor=ALICE, now=NOW)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT form_answer::text FROM form_answer UNION ALL SELECT form_draft::text FROM form_draft"
        )
        rows = [row[0] for row in cursor.fetchall()]
    assert len(rows) == 2
    for row in rows:
        assert "王桂兰" not in row
        assert "王桂兰".encode().hex() not in row


def test_sealed_answers_moved_to_another_subject_do_not_open(item: PackItem) -> None:
    saved = actions.save_answers(
        form_item=item, subject="case:17", answers={"name": "王"}, actor=ALICE, now=NOW
    )
    FormAnswer.objects.create(
        subject="case:18", form_item=item, form_code="f", answers_sealed=saved.answers_sealed
    )
    with pytest.raises(SealBroken):
        queries.get_answers("case:18")


def test_a_form_keeps_the_code_list_of_its_own_version(item: PackItem) -> None:
    newer = InstalledPack.objects.create(pack_id="p", version="1.1.0", title="P", digest=bytes(32))
    entries = [{"code": "b", "label": "新乙"}]
    PackItem.objects.create(
        pack=newer,
        section="code-list",
        code="list",
        content={"code": "list", "title": "单", "entries": entries},
    )
    field = queries.load_form(item.id).field("pick")
    assert field is not None
    assert [entry.label for entry in field.choices] == ["旧甲"]


def test_a_draft_is_its_owners_alone_and_one_for_each_form(item: PackItem) -> None:
    for name in ("王", "王桂兰"):
        actions.save_draft(form_item=item, subject="", values={"name": name}, actor=ALICE, now=NOW)
    kept = queries.get_draft(form="f", subject="", actor=ALICE)
    assert kept is not None
    assert (kept.values, kept.kept_at) == ({"name": "王桂兰"}, NOW)
    assert queries.get_draft(form="f", subject="", actor=BOB) is None
    actions.drop_draft(form="f", subject="", actor=BOB)
    assert queries.get_draft(form="f", subject="", actor=ALICE)
    actions.drop_draft(form="f", subject="", actor=ALICE)
    assert queries.get_draft(form="f", subject="", actor=ALICE) is None


def test_a_draft_outlives_a_new_version_of_its_form(item: PackItem) -> None:
    actions.save_draft(form_item=item, subject="", values={"name": "王"}, actor=ALICE, now=NOW)
    newer = InstalledPack.objects.create(pack_id="p", version="1.1.0", title="P", digest=bytes(32))
    again = PackItem.objects.create(pack=newer, section="form", code="f", content=item.content)
    later = NOW + timedelta(hours=1)
    assert queries.get_draft(form="f", subject="", actor=ALICE)
    actions.save_draft(form_item=again, subject="", values={"m": [{"a": "王"}]}, actor=ALICE, now=later)
    kept = queries.get_draft(form="f", subject="", actor=ALICE)
    assert kept is not None
    assert kept.values == {"m": [{"a": "王"}]}
    actions.drop_draft(form="f", subject="", actor=ALICE)
    assert queries.get_draft(form="f", subject="", actor=ALICE) is None


def test_nothing_is_kept_for_who_is_not_logged_in_or_types_a_book(item: PackItem) -> None:
    assert (
        actions.save_draft(form_item=item, subject="", values={"name": "王"}, actor=ANONYMOUS, now=NOW)
        is None
    )
    book = {"name": "长" * 30_000}
    assert actions.save_draft(form_item=item, subject="", values=book, actor=ALICE, now=NOW) is None


def test_old_drafts_are_forgotten(item: PackItem) -> None:
    actions.save_draft(form_item=item, subject="", values={"name": "王\ud800"}, actor=ALICE, now=NOW)
    assert actions.drop_old_drafts(now=NOW + timedelta(days=29)) == 0
    assert actions.drop_old_drafts(now=NOW + timedelta(days=31)) == 1
