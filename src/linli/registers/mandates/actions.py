"""Giving, confirming and ending mandates; guardians' consents. Looked up as the actor, written as the system."""

import json
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from linli.kernel.actors import SYSTEM, Actor
from linli.kernel.audit.actions import record
from linli.kernel.clock import local_day
from linli.kernel.crypto import seal, unseal_text
from linli.kernel.errors import NotFound
from linli.kernel.events.actions import publish
from linli.kernel.guard import acting_as
from linli.kernel.onetime import digest_code, new_code, read_code
from linli.registers.mandates import queries, rules
from linli.registers.mandates.models import GuardianConsent, Mandate, MandateRequest
from linli.registers.mandates.published import MandateEnded, MandateGiven, MandateRequested
from linli.registers.mandates.refusals import AgentUnfit, MandateUnfit
from linli.registers.people.bindings import list_phones
from linli.registers.people.changes import list_own_files
from linli.registers.people.models import Person, PersonAccount
from linli.registers.people.policies import CHECKERS
from linli.registers.people.queries import age_on, find_in_places, get_person
from linli.registers.people.refusals import OwnFile, PurposeMissing
from linli.registers.people.sealing import digest_id_number

CODE: Final = "mandate"
CODE_LENGTH: Final = 8
"""A code that is read out over a telephone: 34 bits, guessed at five times at most."""
CODE_TRIES: Final = 5
REQUEST_VALID: Final = timedelta(days=7)
CONTEXT_CLAIM: Final = "mandate_request.claim"
OWN_AGE: Final = 18
"""An agent is of age."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How far and until when (not included). No services: all that can be applied for. `titles` are what the services
    are called on the paper."""

    ends_on: date
    services: Sequence[str] = ()
    reads_file: bool = False
    titles: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """A request whose file was found: the code goes to the represented person's phones, or onto paper."""

    request: MandateRequest
    code: str
    phones: list[str]
    agent_name: str


def find_agent(*, actor: Actor, now: datetime, who: str, name: str) -> Person:
    """Who is to act: by identity number in the clerk's places, or by the log-in name of an account that is bound; the
    name has to be hers. Raises `AgentUnfit`, the same for all reasons."""
    day = local_day(now)
    found = (
        find_in_places(actor.scopes(*CHECKERS), id_number=who.strip().upper(), day=day)
        if who.strip()
        else None
    )
    with _writing():
        if found is None:
            bound = PersonAccount.objects.filter(user__username=who.strip(), revoked_at__isnull=True)
            found = Person.objects.filter(accounts__in=bound).first()
    if found is None or found.name != name.strip():
        raise AgentUnfit(
            _("Nobody by this name can be found so: look at number or log-in name once more."), field="agent"
        )
    return found


def give_mandate(
    *, actor: Actor, now: datetime, person_id: int, agent_id: int, terms: Terms, checked: Sequence[str]
) -> Mandate:
    """At the counter, signed by the represented person before the clerk. Raises `NotFound`, `MandateUnfit` …"""
    principal = _take_person(actor, now, person_id)
    if "face" not in checked or len(set(checked)) < 2:
        raise PurposeMissing(
            _("Check that it is she, and at least one paper with her photo."), field="checked"
        )
    return _give(principal, agent_id, terms, "counter", actor=actor, now=now, checked=checked)


def request_mandate(
    *, actor: Actor, now: datetime, name: str, id_number: str, terms: Terms
) -> MandateRequest:
    """Ask to act for somebody whose name and number one knows. The answer tells nothing: what was typed is kept sealed,
    and looked up later by the worker (`offer_code`)."""
    if actor.person_id is None or actor.agent_id is not None:
        raise NotFound(_("Bind your own file first."))
    _check_terms(terms, local_day(now))
    claim = json.dumps({"name": name.strip(), "number": id_number.strip().upper()})
    with _writing(), transaction.atomic():
        request = MandateRequest.objects.create(
            agent_id=actor.person_id, claim_sealed=seal(claim, context=CONTEXT_CLAIM), ends_on=terms.ends_on,
            services=list(terms.services), reads_file=terms.reads_file, asked_at=now, expires_at=now + REQUEST_VALID,
        )  # fmt: skip
        publish(
            MandateRequested(subject=f"mandate-request:{request.pk}", request=request.pk),
            actor=actor,
            now=now,
        )
        _record(actor, now, "mandates.request", f"mandate-request:{request.pk}", [actor.person_id])
    return request


def offer_code(*, request_id: int, now: datetime) -> Offer | None:
    """Find the file that the claim names, and make the code of its holder; None where nobody is to be told. Phones that
    are the asker's own too are left out: she must not hear the code by them. For the worker."""
    with _writing(), transaction.atomic():
        request = MandateRequest.objects.select_for_update().get(pk=request_id)
        principal = _find_claimed(request)
        if principal is None or request.principal_id is not None:
            return None
        code = _put_code(request, principal)
        agent = Person.objects.get(pk=request.agent_id)
    phones = set(list_phones(principal.pk, now=now)[:1]) - set(list_phones(agent.pk, now=now)) - {""}
    return Offer(request, code, sorted(phones), agent.name)


def print_code(*, actor: Actor, now: datetime, person_id: int, request_id: int) -> Offer:
    """A fresh code on paper for a request that waits, once the clerk has seen the represented person."""
    principal = _take_person(actor, now, person_id)
    with _writing(), transaction.atomic():
        open_ = MandateRequest.objects.filter(principal=principal, used_at__isnull=True, expires_at__gt=now)
        request = open_.select_for_update().filter(pk=request_id).select_related("agent").first()
        if request is None:
            raise NotFound(_("There is no such request, or it is over."))
        code = _put_code(request, principal)
        _record(actor, now, "mandates.code", f"mandate-request:{request.pk}", [principal.pk])
    return Offer(request, code, [], request.agent.name)


def confirm_request(*, actor: Actor, now: datetime, code: str) -> Mandate | None:
    """The asker types the code that the represented person gave her; None if it does not fit (the try counts, so
    commit). Raises `Mistyped`."""
    wanted = digest_code(CODE, read_code(code, length=CODE_LENGTH))
    with _writing(), transaction.atomic():
        open_ = MandateRequest.objects.filter(
            agent=actor.person_id or 0, used_at__isnull=True, expires_at__gt=now
        )
        waiting = open_.select_for_update().filter(tries__lt=CODE_TRIES)
        request = waiting.filter(code_digest=wanted, principal__isnull=False).first()
        if request is None:
            open_.update(tries=F("tries") + 1)
            return None
        MandateRequest.objects.filter(pk=request.pk).update(used_at=now)
        terms = Terms(request.ends_on, request.services, request.reads_file)
        principal = Person.objects.get(pk=request.principal_id or 0)
        return _give(principal, request.agent_id, terms, "code", actor=actor, now=now)


def revoke_mandate(*, actor: Actor, now: datetime, mandate_id: int) -> Mandate:
    """One of its two sides ends it; no reason is asked. Raises `NotFound`."""
    own = actor.person_id if actor.agent_id is None else None
    seen = Mandate.objects.filter(pk=mandate_id, revoked_at__isnull=True).first()
    if seen is None or own is None or own not in (seen.principal_id, seen.agent_id):
        raise NotFound(_("There is no such mandate, or it is over."))
    by = Mandate.RevokedBy.PRINCIPAL if own == seen.principal_id else Mandate.RevokedBy.AGENT
    return end_mandate(seen.pk, by, actor=actor, now=now)


def revoke_at_counter(
    *, actor: Actor, now: datetime, person_id: int, mandate_id: int, reason: str
) -> Mandate:
    """The clerk of the represented person ends it, for a reason. Raises `NotFound`, `PurposeMissing`."""
    principal = _take_person(actor, now, person_id)
    if not 4 <= len(reason.strip()) <= 200:
        raise PurposeMissing(_("Say it in a few words."), field="reason")
    with _writing():
        found = Mandate.objects.filter(pk=mandate_id, principal=principal, revoked_at__isnull=True).first()
    if found is None:
        raise NotFound(_("There is no such mandate, or it is over."))
    return end_mandate(found.pk, Mandate.RevokedBy.CLERK, actor=actor, now=now, reason=reason)


def consent_as_guardian(*, actor: Actor, now: datetime, child_id: int) -> None:
    """A guardian consents to acting for the child. Raises `NotFound` for whom she is not guardian of."""
    found = queries.may_act_for(actor, day=local_day(now))
    if actor.agent_id is not None or not any(
        one.person_id == child_id and one.why == "guardian" for one in found
    ):
        raise NotFound("not for this child")
    with _writing(), transaction.atomic():
        given = GuardianConsent.objects.get_or_create(
            guardian_id=actor.person_id, child_id=child_id, withdrawn_at__isnull=True,
            defaults={"text_digest": rules.text_digest(rules.CONSENT_TEXT), "given_at": now},
        )[1]  # fmt: skip
        if given:
            _record(actor, now, "mandates.consent", f"person:{child_id}", [child_id, actor.person_id or 0])


def withdraw_consent(*, actor: Actor, now: datetime, child_id: int) -> None:
    """She acts for the child no more, until she consents again."""
    with _writing(), transaction.atomic():
        open_ = GuardianConsent.objects.filter(
            guardian=actor.person_id or 0, child=child_id, withdrawn_at__isnull=True
        )
        if not open_.update(withdrawn_at=now):
            raise NotFound("not for this child")
        _record(actor, now, "mandates.unconsent", f"person:{child_id}", [child_id, actor.person_id or 0])


def end_mandate(mandate_id: int, by: str, *, actor: Actor, now: datetime, reason: str = "") -> Mandate:
    """End it at once. For the verbs that have asked who may."""
    with _writing(), transaction.atomic():
        row = Mandate.objects.select_for_update().get(pk=mandate_id)
        if row.revoked_at is not None:
            raise NotFound(_("There is no such mandate, or it is over."))
        row.revoked_at, row.revoked_by, row.reason = now, by, reason.strip()
        row.revoked_by_user_id = actor.user_id
        row.save(update_fields=["revoked_at", "revoked_by", "reason", "revoked_by_user_id"])
        ended = MandateEnded(
            subject=f"mandate:{row.pk}", mandate=row.pk, principal=row.principal_id, agent=row.agent_id
        )
        publish(ended, actor=actor, now=now)
        _record(actor, now, "mandates.end", f"mandate:{row.pk}", [row.principal_id, row.agent_id])
    return row


def _give(
    principal: Person, agent_id: int, terms: Terms, how: str, *, actor: Actor, now: datetime,
    checked: Sequence[str] = (),
) -> Mandate:  # fmt: skip
    day = local_day(now)
    _check_terms(terms, day)
    with _writing():
        agent = Person.objects.filter(pk=agent_id, deceased_on__isnull=True, merged_into__isnull=True).first()
    of_age = agent is not None and agent.birth_date is not None and age_on(agent.birth_date, day) >= OWN_AGE
    barred = queries.barred_among(principal.pk, [agent_id])
    if agent is None or agent.pk == principal.pk or not of_age or barred or principal.deceased_on is not None:
        raise AgentUnfit(_("This person cannot act here."), field="agent")
    text = rules.mandate_text(
        principal=principal.name, agent=agent.name, services=terms.titles or terms.services,
        reads_file=terms.reads_file, start=day, until=terms.ends_on,
    )  # fmt: skip
    try:
        with _writing(), transaction.atomic():
            Mandate.objects.filter(
                principal=principal, agent=agent, revoked_at__isnull=True, ends_on__lte=day
            ).update(revoked_at=now, revoked_by=Mandate.RevokedBy.MARK)
            row = Mandate.objects.create(
                principal=principal, agent=agent, how=how, starts_on=day, ends_on=terms.ends_on,
                services=list(terms.services), reads_file=terms.reads_file, text_digest=rules.text_digest(text),
                checked=list(checked), given_at=now, given_by_user_id=actor.user_id, office=actor.office,
            )  # fmt: skip
            given = MandateGiven(
                subject=f"mandate:{row.pk}", mandate=row.pk, principal=principal.pk, agent=agent.pk
            )
            publish(given, actor=actor, now=now)
            _record(actor, now, "mandates.give", f"mandate:{row.pk}", [principal.pk, agent.pk])
    except IntegrityError:
        raise MandateUnfit(
            _("There is a mandate between these two: revoke it first."), field="agent"
        ) from None
    return row


def _check_terms(terms: Terms, day: date) -> None:
    if not day < terms.ends_on <= rules.latest_end(day):
        raise MandateUnfit(_("Choose a last day within two years."), field="ends_on")
    if len(set(terms.services)) != len(terms.services) or any(len(one) > 64 for one in terms.services):
        raise MandateUnfit(_("Choose services from the list."), field="services")


def _find_claimed(request: MandateRequest) -> Person | None:
    claim = json.loads(unseal_text(request.claim_sealed, context=CONTEXT_CLAIM))
    found = Person.objects.filter(
        id_number_digest=digest_id_number(claim["number"]), name=claim["name"], deceased_on__isnull=True,
        merged_into__isnull=True,
    ).first()  # fmt: skip
    if found is None or found.pk == request.agent_id or queries.barred_among(found.pk, [request.agent_id]):
        return None
    return found


def _put_code(request: MandateRequest, principal: Person) -> str:
    code = new_code(length=CODE_LENGTH)
    MandateRequest.objects.filter(pk=request.pk).update(
        principal=principal, code_digest=digest_code(CODE, code), tries=0
    )
    return code


def _take_person(actor: Actor, now: datetime, person_id: int) -> Person:
    """The person, if this clerk keeps her file; nobody handles her own."""
    grants = tuple(grant for grant in actor.grants if grant.role in CHECKERS)
    person = get_person(replace(actor, person_id=None, grants=grants), person_id, day=local_day(now))
    if person.pk in list_own_files(actor):
        raise OwnFile(_("Nobody handles her own file: leave it to a colleague."))
    return person


def _writing() -> AbstractContextManager[None]:
    """Rows that name two persons are the system's to write, after the actor's own look-up."""
    return acting_as(SYSTEM)


def _record(actor: Actor, now: datetime, act: str, about: str, persons: list[Any]) -> None:
    record(
        actor=actor, now=now, kind="change", act=act, object_ref=about, persons=persons, fields=["mandates"]
    )
