"""My file: what stands there and what does not, asking for changes, taking a copy."""

import json
from datetime import timedelta
from importlib import import_module

import jsonschema_rs
import pytest
from django.urls import reverse

from linli.kernel import codes
from linli.kernel.audit.models import AuditEntry
from linli.kernel.crypto import seal
from linli.kernel.guard import acting_as
from linli.registers.people import actions
from linli.registers.people.models import FileChange, Household, Label, Membership, Person, Provision
from linli.registers.people.sealing import CONTEXT_LABEL, digest_label
from tests.support.cast import ALWAYS
from tests.support.html import Html
from tests.support.world import PHONES, World

from .conftest import Visit

pytestmark = pytest.mark.django_db
FILE, COPY, JSON, REQUESTS, ERASE = (
    reverse(f"mine:{name}") for name in ("file", "copy", "copy_json", "requests", "erase")
)


def correct(field: str) -> str:
    return reverse("mine:correct", args=[field])


def number(world: World, who: str) -> str:
    person = world.cast.people[who]
    return codes.id_number_for("999999", person.birth_date, 2 if who == "wang" else 1)


def test_every_field_says_who_provided_it_and_who_uses_it(world: World, visit: Visit) -> None:
    wang = world.cast.people["wang"]
    Provision.objects.create(
        person=wang,
        fields=["phone", "address"],
        source="counter",
        office="南山社区服务站 · 综合窗口",
        at=world.now,
    )
    visit(reverse("files:person", args=[wang.pk]), "clerk")
    rows = {row.field: row for row in visit(FILE)[0].context["rows"]}
    assert rows["phone"].from_whom.startswith("来源：窗口登记，南山社区服务站 · 综合窗口，")
    assert "南山社区服务站 · 综合窗口" in rows["name"].used_by
    assert rows["ethnicity"].value == "没有记录"


def test_numbers_stand_masked_and_staff_is_not_named(world: World, visit: Visit) -> None:
    visit(reverse("files:person", args=[world.cast.people["wang"].pk]), "clerk")
    page = visit(FILE)[0].content.decode()
    assert "138****1111" in page
    assert PHONES["wang"] not in page
    assert number(world, "wang") not in page
    main = page.split("<main", 1)[1].split("</main>", 1)[0]
    assert [user.name for user in world.cast.users.values() if user.name in main] == ["王桂兰"]


def test_of_housemates_name_and_relation_and_nothing_else(world: World, visit: Visit) -> None:
    chen = world.cast.people["chen"]
    household = Household.objects.get(number="H-532301-1")
    Membership.objects.create(household=household, person=chen, relation="10", valid=ALWAYS)
    page = visit(FILE)[0].content.decode()
    assert "陈有福" in page
    assert "138****2222" not in page
    assert "1950" not in page
    copied = json.loads(visit(JSON, sent={})[0].content)
    members = [one for household in copied["households"] for one in household["members"]]
    assert {one["name"] for one in members} == {"王桂兰", "陈有福"}
    assert {frozenset(one) for one in members} == {frozenset({"name", "relation"})}
    assert PHONES["chen"] not in json.dumps(copied)


def test_sealed_labels_are_told_and_restricted_ones_never(world: World, visit: Visit) -> None:
    wang = world.cast.people["wang"]
    Label.objects.create(
        person=wang, code_sealed=seal("chronic-illness", context=CONTEXT_LABEL),
        code_digest=digest_label("chronic-illness"), valid=ALWAYS, source="counter",
    )  # fmt: skip
    clerk = world.cast.actor("clerk")
    with acting_as(clerk):
        actions.give_restricted_label(
            actor=clerk, now=world.now, person_id=wang.pk, code="domestic-violence", day=world.now.date(), needs=[],
            purpose="告诫书",
        )  # fmt: skip
    pages = ((FILE, None), (COPY, {}), (JSON, {}), (reverse("mine:looks"), None), (REQUESTS, None))
    for page, sent in pages:
        text = visit(page, sent=sent)[0].content.decode()
        assert "家庭暴力" not in text
        assert "告诫书" not in text
    assert "慢性病" in visit(FILE)[0].content.decode()
    assert "慢性病" in visit(JSON, sent={})[0].content.decode()


@pytest.mark.parametrize(
    ("path", "sent", "act"),
    [
        (FILE, None, "mine.file"),
        (COPY, None, "mine.copy"),
        (COPY, {}, "mine.copy"),
        (JSON, {}, "mine.copy_json"),
    ],
)
def test_each_page_leaves_one_look_of_her_own(
    world: World, visit: Visit, path: str, sent: dict[str, str] | None, act: str
) -> None:
    response, (entry,) = visit(path, sent=sent)
    wang = world.cast.people["wang"].pk
    assert (entry.kind, entry.act, entry.object_ref, entry.office) == ("look", act, f"person:{wang}", "")
    assert "name" in entry.fields
    full = sent is not None
    assert ("id_number" in entry.fields) == full
    assert (number(world, "wang") in response.content.decode()) == full, "numbers in full only by the button"


def test_a_copy_that_was_taken_is_told(visit: Visit) -> None:
    visit(COPY)
    visit(JSON, sent={})
    facts = [trace.fact for trace in visit(reverse("mine:looks"))[0].context["timeline"].traces]
    assert facts[0].startswith("下载了您的档案")
    assert facts[1].startswith("打开了您的档案打印件")


def test_the_copy_has_the_documented_shape_and_numbers_in_full(world: World, visit: Visit) -> None:
    response, _entries = visit(JSON, sent={})
    schema = json.loads(import_module("tools.file_copy_schema").TARGET.read_text(encoding="utf-8"))
    copied = json.loads(response.content)
    jsonschema_rs.validate(schema, copied)
    fields = {one["field"]: one["value"] for one in copied["fields"]}
    assert (fields["phone"], fields["id_number"]) == (PHONES["wang"], number(world, "wang"))
    assert "attachment" in response.headers["Content-Disposition"]
    assert "王桂兰" not in response.headers["Content-Disposition"]


def test_the_documented_shape_is_the_one_of_the_code() -> None:
    tool = import_module("tools.file_copy_schema")
    assert tool.TARGET.read_text(encoding="utf-8") == tool.render(), "run: python tools/file_copy_schema.py"


def test_a_correction_goes_to_the_clerks_list_and_is_answered_with_a_reason(
    world: World, visit: Visit
) -> None:
    response, _entries = visit(correct("phone"), sent={"phone": "13800009999", "key": "k"})
    assert response.headers["Location"] == REQUESTS
    change = FileChange.objects.latest("id")
    assert (change.source, change.kind, change.state) == ("resident", "correction", "draft")
    assert f"/changes/{change.pk}/" in visit(reverse("files:changes"), "clerk")[0].content.decode()
    assert "138****9999" in visit(REQUESTS)[0].content.decode()
    sent = {"verb": "refuse", "revision": str(change.revision), "reason": "unproven"}
    assert visit(reverse("files:step", args=[change.pk]), "clerk", sent)[0].status_code == 302
    page = visit(REQUESTS)[0].content.decode()
    assert "没有办" in page
    assert "没有得到证实" in page or "答复：" in page


def test_what_was_typed_stays_on_a_refusal_and_numbers_are_not_filled_in(visit: Visit) -> None:
    assert Html(visit(correct("phone"))[0].content.decode()).typed()["phone"] == ""
    response, _entries = visit(correct("phone"), sent={"phone": "12345"})
    assert response.status_code == 422
    page = Html(response.content.decode())
    assert page.typed()["phone"] == "12345"
    assert len(page.messages()) == 1
    assert not FileChange.objects.filter(source="resident").exists()


def test_sent_twice_it_is_asked_once(visit: Visit) -> None:
    for _time in range(2):
        visit(correct("phone"), sent={"phone": "13800009999", "key": "the-same"})
    assert FileChange.objects.filter(source="resident").count() == 1


def test_a_number_that_somebody_else_has_is_not_told_to_who_tries_it(world: World, visit: Visit) -> None:
    response, _entries = visit(correct("id_number"), sent={"id_number": number(world, "chen")})
    told = response.content.decode()
    assert "另一份档案" not in told
    look = AuditEntry.objects.filter(act="people.number_held").first()
    assert response.status_code in (302, 422)
    assert look is None or look.persons == [world.cast.people["chen"].pk]


@pytest.mark.parametrize("field", ["deceased_on", "merged_into", "labels", "former_names"])
def test_what_cannot_be_corrected_has_no_form(visit: Visit, field: str) -> None:
    assert visit(correct(field))[0].status_code == 404


def test_what_was_asked_is_withdrawn_by_who_asked(world: World, visit: Visit) -> None:
    visit(correct("phone"), sent={"phone": "13800009999"})
    change = FileChange.objects.latest("id")
    sent = {"change": str(change.pk), "revision": str(change.revision)}
    assert visit(reverse("mine:withdraw"), "chen", sent)[0].status_code == 404
    visit(reverse("mine:withdraw"), sent=sent)
    change.refresh_from_db()
    assert change.state == "withdrawn"
    again = visit(reverse("mine:withdraw"), sent=sent)[0]
    assert again.status_code == 302
    assert "已撤回" in visit(REQUESTS)[0].content.decode()


def test_a_deletion_is_asked_checked_and_carried_out(world: World, visit: Visit) -> None:
    sent = {"fields": ["phone"], "ground": "withdrawn"}
    assert visit(ERASE, sent=sent)[0].status_code == 302
    change = FileChange.objects.latest("id")
    for verb in ("check", "apply"):
        change.refresh_from_db()
        step = {"verb": verb, "revision": str(change.revision)}
        assert visit(reverse("files:step", args=[change.pk]), "clerk", step)[0].status_code == 302
    assert Person.objects.get(pk=world.cast.people["wang"].pk).phone_sealed is None
    assert "138****1111" not in visit(FILE)[0].content.decode()
    page = visit(REQUESTS)[0].content.decode()
    assert "已撤回同意" in page
    assert "已经写进档案" in page


def test_the_page_of_deletions_says_what_stays_and_how_long(visit: Visit) -> None:
    page = visit(ERASE)[0].content.decode()
    assert "登记和更新居民档案" in page
    assert "迁出或者死亡后的保存期限由当地按档案管理规定填写" in page
    response, _entries = visit(ERASE, sent={"ground": "other"})
    assert response.status_code == 422
    assert "请选要删除的内容和理由" in response.content.decode()
    assert Html(response.content.decode()).typed()["ground"] == "other"


def test_nobody_deletes_labels_of_others(world: World, visit: Visit) -> None:
    label = Label.objects.create(
        person=world.cast.people["chen"], code="volunteer", valid=ALWAYS, source="counter"
    )
    sent = {"labels": [str(label.pk)], "ground": "not-needed"}
    assert visit(ERASE, sent=sent)[0].status_code == 422
    assert Label.objects.filter(pk=label.pk).exists()


@pytest.mark.parametrize(
    "who", ["clerk", "colleague", "stranger", "auditor", "administrator", "security", "newcomer"]
)
@pytest.mark.parametrize(
    "path", [FILE, COPY, JSON, REQUESTS, ERASE, reverse("mine:looks"), reverse("mine:consents")]
)
def test_an_account_without_a_file_has_no_such_pages(world: World, visit: Visit, who: str, path: str) -> None:
    assert visit(path, who)[0].status_code == 404


def test_a_post_opens_nothing_more_on_ones_own_pages(world: World, visit: Visit) -> None:
    """A clerk who lives there sees her own file only, though she keeps those of the place."""
    page = visit(FILE, "chen")[0].content.decode()
    assert "138****2222" in page
    assert "138****1111" not in page


def test_the_dead_ask_for_nothing(world: World, visit: Visit) -> None:
    wang = world.cast.people["wang"].pk
    Person.objects.filter(pk=wang).update(deceased_on=world.now.date() - timedelta(days=9))
    assert visit(correct("phone"))[0].status_code == 404
