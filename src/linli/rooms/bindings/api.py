"""The JSON door of bindings and mandates: read only. Both are given to somebody who stands at the counter or has a code
in her hand, which a program cannot see."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import override
from ninja import Router

from linli.kernel import clock
from linli.kernel.actors import Actor
from linli.kernel.audit.actions import record
from linli.kernel.door import REFUSALS, Id, staff_of
from linli.registers.mandates import queries
from linli.registers.mandates.queries import MandateView
from linli.registers.people import bindings, files
from linli.registers.people.bindings import BindingView
from linli.registers.people.queries import get_person
from linli.rooms.bindings.schemas import BindingBody, MandateBody

router = Router(tags=["bindings"])


@router.get(
    "/people/{person_id}/bindings", response={200: list[BindingBody], **REFUSALS}, url_name="person_bindings",
    summary="List accounts that open a file",
)  # fmt: skip
def list_bindings(request: HttpRequest, person_id: Id) -> list[BindingBody]:
    """Those that open the file, and those that did, the latest first. Why one was taken back stays on the page."""
    actor = staff_of(request)
    person = get_person(actor, person_id, day=clock.today())
    _note(actor, "bindings.account", person.pk, [person.pk], ("name", "account"))
    return [_binding(one) for one in bindings.list_bindings(files.ids_of(person.pk))]


@router.get(
    "/people/{person_id}/mandates", response={200: list[MandateBody], **REFUSALS}, url_name="person_mandates",
    summary="List mandates of a person",
)  # fmt: skip
def list_mandates(request: HttpRequest, person_id: Id) -> list[MandateBody]:
    """Those that she gave and those that she holds, the latest first; ended ones too."""
    actor = staff_of(request)
    person = get_person(actor, person_id, day=clock.today())
    found = queries.list_mandates(files.ids_of(person.pk))
    named = {person.pk, *(one.principal for one in found), *(one.agent for one in found)}
    _note(actor, "mandates.page", person.pk, sorted(named), ("name", "mandates"))
    return [_mandate(one) for one in found]


def _note(actor: Actor, act: str, person_id: int, named: list[int], fields: tuple[str, ...]) -> None:
    with override(settings.LANGUAGE_CODE):
        purpose = _("Binding an account") if act == "bindings.account" else ""
    record(
        actor=actor, now=clock.now(), kind="look", act=act, object_ref=f"person:{person_id}", persons=named,
        fields=fields, purpose=purpose,
    )  # fmt: skip


def _binding(one: BindingView) -> BindingBody:
    return BindingBody(
        binding=one.binding, login=one.login, how=one.how, since=one.since, office=one.office,  # type: ignore[arg-type]
        until=one.until, ended_by=one.ended_by, open=one.open,  # type: ignore[arg-type]
    )  # fmt: skip


def _mandate(one: MandateView) -> MandateBody:
    services = one.scope.services
    return MandateBody(
        mandate=one.mandate, principal=one.principal, principal_name=one.principal_name, agent=one.agent,
        agent_name=one.agent_name, how=one.how, starts_on=one.starts_on, ends_on=one.ends_on,  # type: ignore[arg-type]
        services=list(services) if services is not None else None, reads_file=one.scope.file,
        revoked_at=one.revoked_at, revoked_by=one.revoked_by, holds=one.holds(clock.today()),  # type: ignore[arg-type]
    )  # fmt: skip
