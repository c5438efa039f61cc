"""Official notices stay as they were issued, and Chinese in every language of the page."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from linli.engines.cases import queries as cases
from linli.engines.cases.models import Case
from linli.kernel.clock import local_day
from linli.kernel.crypto import unseal_text
from linli.kernel.dispatch.actions import CONTEXT
from linli.kernel.dispatch.models import Dispatch
from linli.kernel.ui.format import format_full_date
from linli.rooms.matters.display import notice_page
from tests.support.world import World, kept_world


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with kept_world(django_db_blocker) as made:
        yield made


def promised_day(case: Case) -> str:
    assert case.accepted_at is not None
    day = cases.calendar_of(case).add_workdays(local_day(case.accepted_at), 20)
    with translation.override("zh-hans"):
        return format_full_date(day)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_notice_of_acceptance_names_the_day_promised_then(world: World, language: str) -> None:
    """The world's events are delivered after the pauses that came later."""
    case = Case.objects.get(number=world.cases["review"])
    assert case.due_at is not None
    with translation.override(language):
        page = notice_page(case, world.notice_id("review", "acceptance"))
    assert page["due"] == promised_day(case)
    with translation.override("zh-hans"):
        assert page["due"] != format_full_date(local_day(case.due_at))


@pytest.mark.django_db
def test_a_result_is_told_in_chinese_to_who_reads_english(world: World) -> None:
    case = Case.objects.get(number=world.cases["decided"])
    with translation.override("en"):
        page = notice_page(case, world.notice_id("decided", "decision"))
    assert page["outcome"] == "同意"
    assert "月" in str(page["issued"])


@pytest.mark.django_db
def test_the_message_of_acceptance_names_the_same_day(world: World) -> None:
    case = Case.objects.get(number=world.cases["posted"])
    told = Dispatch.objects.filter(subject=f"case:{case.pk}", template="acceptance").first()
    assert told is not None
    assert promised_day(case) in unseal_text(told.text_sealed, context=CONTEXT)
