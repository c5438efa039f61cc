"""What follows when somebody asks for a mandate, gets one, or loses one."""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from linli.engines.notices.actions import To, notify
from linli.kernel.accounts import phones
from linli.kernel.clock import local_day
from linli.kernel.events.registry import subscribe
from linli.registers.mandates import actions as mandates
from linli.registers.mandates.models import Mandate, MandateRequest
from linli.registers.mandates.published import MandateEnded, MandateGiven, MandateRequested
from linli.registers.mandates.queries import Scope
from linli.rooms.bindings.display import scope_words
from linli.rooms.bindings.forms import service_titles

PAGE = "/my/acting/"


def subscribe_all() -> None:
    subscribe(MandateRequested, "bindings.send_code", send_code)
    subscribe(MandateGiven, "bindings.tell_given", tell_given)
    subscribe(MandateEnded, "bindings.tell_ended", tell_ended)


def send_code(event: MandateRequested) -> None:
    """The code goes to the phone of whom the asker named, if there is such a file and the phone is not the asker's."""
    asked = MandateRequest.objects.get(pk=event.request)
    offer = mandates.offer_code(request_id=asked.pk, now=asked.asked_at)
    if offer is None:
        return
    said = scope_words(Scope(asked.reads_file, tuple(asked.services) or None), service_titles())
    for phone in offer.phones:
        with override(settings.LANGUAGE_CODE):
            text = _(
                "%(name)s asks to handle matters for you at Linli until %(day)s (%(scope)s). Only if you want that, "
                "tell this code: %(code)s. It is valid for seven days."
            ) % {
                "name": offer.agent_name,
                "day": f"{asked.ends_on:%Y-%m-%d}",
                "code": offer.code,
                "scope": said,
            }
        phones.send_text(
            key=f"mandates.code:{asked.pk}", subject=f"mandate-request:{asked.pk}", template="mandates.code",
            phone=phone, text=text, now=asked.asked_at, valid=mandates.REQUEST_VALID,
        )  # fmt: skip


def tell_given(event: MandateGiven) -> None:
    """Both sides hear of it, the represented person by another way than the agent."""
    row = Mandate.objects.select_related("principal", "agent").get(pk=event.mandate)
    notify(
        event="mandates-given", subject=f"mandate:{row.pk}", recipients=_both(row), now=row.given_at, link=PAGE,
        facts={**_names(row), "until": row.ends_on - timedelta(days=1)}, label="mandate",
        key=f"mandates.given:{row.pk}",
    )  # fmt: skip


def tell_ended(event: MandateEnded) -> None:
    """Both sides hear that it is over; by whom, they see on their pages."""
    row = Mandate.objects.select_related("principal", "agent").get(pk=event.mandate)
    if row.revoked_at is not None:
        notify(
            event="mandates-ended", subject=f"mandate:{row.pk}", recipients=_both(row), now=row.revoked_at, link=PAGE,
            facts={**_names(row), "day": local_day(row.revoked_at)}, label="mandate", key=f"mandates.ended:{row.pk}",
        )  # fmt: skip


def _both(row: Mandate) -> list[To]:
    return [To("person", row.principal_id), To("agent", row.agent_id)]


def _names(row: Mandate) -> dict[str, str]:
    return {"principal": row.principal.name, "agent": row.agent.name}
