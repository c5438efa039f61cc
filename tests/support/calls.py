"""Sample calls of the API: as `tests/support/routes.py`, by programs. What a call needs it makes, for this one call."""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from linli.kernel.actors import SYSTEM
from linli.kernel.guard import acting_as
from linli.registers.consents.models import NoticeVersion
from linli.registers.people import actions
from linli.registers.people.details import Correction, Details, PersonMerge
from linli.registers.people.models import Dwelling, FileChange, Label, Person, Residence
from tests.support.cast import ALWAYS, TODAY
from tests.support.imports import import_in, sheet_for
from tests.support.samples import Make, Sample, always, get, number, only, post, step
from tests.support.world import HOUSEHOLD, INSIDE, MATTER, World, jpeg, photo_of, typed

HOUSE = "532301100001号院1号楼2单元301"
WHY = {"why": "contact", "words": "电话通知领取"}
NAMED = {
    "sheet": 0,
    "columns": [{"column": "A", "field": "name"}, {"column": "E", "field": "dwelling_address"}],
}
MATTER_CODE = always((MATTER,))


def wang(world: World) -> tuple[int]:
    return (world.cast.people["wang"].pk,)


def drafted(world: World, details: Details, by: str) -> FileChange:
    actor = world.cast.actor(by)
    with acting_as(actor, day=TODAY):
        return actions.draft_change(actor=actor, now=world.now, details=details)


def taken(world: World, change: FileChange, verb: Any, by: str) -> FileChange:
    actor = world.cast.actor(by)
    with acting_as(actor, day=TODAY):
        done: FileChange = verb(actor=actor, now=world.now, change_id=change.pk, revision=change.revision)
    return done


def corrected(by: str) -> Make:
    """A new telephone of 陈有福, drafted for this one call."""

    def make(world: World) -> tuple[int]:
        details = Correction(person=world.cast.people["chen"].pk, fields={"phone": "13800004444"})
        return (drafted(world, details, by).pk,)

    return make


def checked(world: World) -> tuple[int]:
    with acting_as(SYSTEM):
        change = FileChange.objects.get(pk=world.change)
    return (taken(world, change, actions.check_change, "colleague").pk,)


def merged(world: World) -> tuple[int]:
    """陈有福 had a second file; gives the merge."""
    chen = world.cast.people["chen"]
    with acting_as(SYSTEM):
        twin = Person.objects.create(name=chen.name, sex=chen.sex, birth_date=chen.birth_date, synthetic=True)
        place = world.cast.places["532301100001"].columns()
        Residence.objects.create(person=twin, kind="registered", address=HOUSE, valid=ALWAYS, **place)
    merge = drafted(world, PersonMerge(survivor=chen.pk, other=twin.pk), "clerk")
    merge = taken(world, merge, actions.check_change, "colleague")
    return (taken(world, merge, actions.apply_change, "clerk").pk,)


def protected(role: str) -> Make:
    """A protected label of 王桂兰 that whoever has the role gave, for this one call."""

    def make(world: World) -> tuple[int]:
        actor = world.cast.actor(INSIDE[role] or "")
        with acting_as(actor, day=TODAY):
            label = actions.give_restricted_label(
                actor=actor, now=world.now, person_id=wang(world)[0], code="child-protection",
                day=date(2026, 1, 1), needs=[], purpose="核实情况",
            )  # fmt: skip
        return (label,)

    return make


def dwelling(world: World) -> tuple[int]:
    place = world.cast.places["532301100001"].columns()
    found, _made = Dwelling.objects.get_or_create(address=HOUSE, **place)
    return (found.pk,)


def notice() -> int:
    """The one in force about files of residents."""
    return NoticeVersion.objects.get(code="resident-files", retired=False).pk


def proven(world: World) -> tuple[int, str]:
    """A label of 王桂兰 is proved by a paper, for this one call; gives her and the paper."""
    with acting_as(SYSTEM):
        paper = photo_of(world, "clerk", "证明")
        Label.objects.filter(person=wang(world)[0]).update(evidence=paper)
    return (*wang(world), paper.token)


def listed(world: World) -> tuple[()]:
    """There is an import, for this one call."""
    import_in("checked")(world)
    return ()


def on_label(data: Any) -> tuple[Sample, ...]:
    """For each role that keeps files, about a label of its own."""
    return tuple(
        post(args=protected(role), guarded=True, data={**WHY, **data}, roles=only(role))
        for role in ("clerk", "inspector")
    )


def _draft(world: World) -> dict[str, Any]:
    details = {"kind": "correction", "person": wang(world)[0], "fields": {"phone": "13800005555"}}
    return {"details": details}


CALLS: dict[str, tuple[Sample, ...]] = {
    "api:openapi-json": (get(),),
    "api:api-root": (get(),),
    "api:form": (get(args=MATTER_CODE),),
    "api:submit": (post(args=MATTER_CODE, data={"answers": typed("wang"), "again": True}),),
    "api:my_cases": (get(shows=number("fresh")),),
    "api:queue": (
        get(shows=number("fresh"), roles=only("clerk")),
        get(roles=only("inspector", "reviewer", "decider")),
    ),
    "api:get_case": (get("decided"),),
    "api:act": (
        post("asked", step("withdraw"), roles=only("resident")),
        post("fresh", step("decline", "户籍不在本县"), roles=only("clerk")),
        post("inspection", step("finish_inspection", "已核查"), roles=only("inspector")),
        post("review", step("approve"), roles=only("reviewer")),
        post("decision", step("grant"), roles=only("decider")),
    ),
    "api:answer": tuple(
        post("review", {"task": task, "said": "agree"}, roles=only(role))
        for task, role in enumerate(("clerk", "inspector", "reviewer", "decider"), start=1)
    ),
    "api:links": (get("decided"),),
    "api:link": (post("decided", lambda world: {"other": world.cases["review"]}),),
    "api:rate": (post("decided", {"level": 5}),),
    "api:shared_people": (
        get(args=lambda world: (world.agreement,), guarded=True, data=always({"label": "old-age", "limit": 1})),
    ),
    "api:shared_find": (
        post(args=lambda world: (world.agreement,), guarded=True, data={"name": "王桂兰", "birth_date": "1942-01-05"}),
    ),
    "api:find": (post(data={"text": "王桂"}, shows=always("王桂兰")),),
    "api:people": (get(shows=always(HOUSE)), get(data=always({"label": "old-age"}), shows=always("王桂兰"))),
    "api:person": (get(args=wang, guarded=True),),
    "api:provenance": (get(args=wang, guarded=True),),
    "api:unmask": (post(args=wang, guarded=True, data={**WHY, "what": "phone"}),),
    "api:households": (get(shows=always(HOUSEHOLD)),),
    "api:household": (get(args=lambda world: (world.household,), guarded=True),),
    "api:dwellings": (get(data=lambda world: {"after": dwelling(world)[0] - 1}, shows=always(HOUSE)),),
    "api:dwelling": (get(args=dwelling, guarded=True),),
    "api:places": (get(shows=always("南山社区")),),
    "api:labels": (get(),),
    "api:draft_change": (post(data=_draft, guarded=True),),
    "api:changes": (get(shows=lambda world: f'"change":{world.change},'),),
    "api:person_changes": (get(args=wang, guarded=True),),
    "api:change": (get(args=lambda world: (world.change,), guarded=True),),
    "api:check_change": (post(args=lambda world: (world.change,), guarded=True, data={"revision": 1}),),
    "api:apply_change": (post(args=checked, guarded=True, data={"revision": 2}),),
    "api:refuse_change": (
        post(args=lambda world: (world.change,), guarded=True, data={"revision": 1, "reason": "unproven"}),
    ),
    "api:withdraw_change": tuple(
        post(args=corrected(role), guarded=True, data={"revision": 1}, roles=only(role))
        for role in ("clerk", "inspector")
    ),
    "api:undo_change": (post(args=merged, guarded=True),),
    "api:duplicates": (get(shows=lambda world: f'"pair":{world.pair},'),),
    "api:dismiss_duplicate": (post(args=lambda world: (world.pair,), guarded=True),),
    "api:protected_look": (post(args=wang, guarded=True, data=WHY),),
    "api:protect": (
        post(args=wang, guarded=True, data={**WHY, "code": "child-protection", "day": "2026-01-01"}),
    ),
    "api:protected_tell": on_label({"needs": [{"role": "reviewer", "scope": "town:1"}]}),
    "api:protected_forget": on_label({"need": {"role": "reviewer", "scope": "town:1"}}),
    "api:protected_end": on_label({"day": "2026-02-01"}),
    "api:import_sheet": (post(data=sheet_for, guarded=True, form=True),),
    "api:imports": (get(args=listed, shows=always("居民.xlsx")),),
    "api:import": (get(args=import_in("checked"), guarded=True), get(args=import_in("outlined"), guarded=True)),
    "api:import_rows": tuple(
        get(args=import_in("checked"), guarded=True, data=always({"state": state}))
        for state in ("new", "changed", "refused")
    ),
    "api:import_returned": (get(args=import_in("checked"), guarded=True),),
    "api:import_columns": (post(args=import_in("outlined"), guarded=True, data={"revision": 0, "sheets": [NAMED]}),),
    "api:import_headers": (
        post(
            args=import_in("outlined"), guarded=True,
            data={"revision": 0, "sheets": [{"sheet": 0, "first": 1, "last": 1}]},
        ),
    ),
    "api:import_accept": (
        post(args=import_in("checked"), guarded=True, data={"revision": 0, "take": ["phone:form"]}),
    ),
    "api:import_drop": (post(args=import_in("checked"), guarded=True, data={"revision": 0}),),
    "api:notices": (get(),),
    "api:notice": (get(args=lambda _: (notice(),)),),
    "api:person_consents": (get(args=wang, guarded=True),),
    "api:note_consents": (
        post(
            args=wang, guarded=True,
            data=lambda _: {"notice": notice(), "said": [{"purpose": "care-visits", "said": "declined"}]},
        ),
    ),
    "api:my_consents": (get(),),
    "api:withdraw_consent": (post(data={"purpose": "care-visits"}),),
    "api:upload_document": (
        post(data=lambda _: {"file": SimpleUploadedFile("proof.jpg", jpeg(), "image/jpeg")}, form=True),
    ),
    "api:papers": (get(args=wang, guarded=True),),
    "api:open_paper": (post(args=proven, guarded=True, data=WHY),),
    "api:person_bindings": (get(args=wang, guarded=True),),
    "api:person_mandates": (get(args=wang, guarded=True),),
    "api:import_undo": (post(args=import_in("done"), guarded=True, data={"revision": 0}),),
}  # fmt: skip
