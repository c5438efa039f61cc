"""Look-ups stay within what was agreed; who guesses is stopped earlier; the owner hears of both."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel import clock
from linli.kernel.audit.models import AuditEntry
from linli.kernel.guard import acting_as
from linli.rooms.sharing.actions import reading
from linli.rooms.sharing.actions.bounding import OverVolume
from linli.rooms.sharing.models import Tally
from linli.rooms.sharing.queries.covered import Wanted
from linli.rooms.sharing.queries.opening import Asked
from linli.rooms.sharing.rules.volume import Counted, Volume, again_at, left, reached, tight, unusual
from tests.support.cast import NOW, TODAY

from .conftest import Sharing

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
volumes = st.builds(
    lambda daily, times: Volume(daily, daily * times), st.integers(1, 10_000), st.integers(1, 300)
)
counts = st.integers(0, 20_000)


@given(volumes, st.builds(Counted, counts, counts, counts, counts, counts))
def test_what_may_be_read_still_never_passes_a_bound(volume: Volume, counted: Counted) -> None:
    more = left(volume, counted)
    if reached(volume, counted) in ("term", "day", "hour"):
        assert more == 0
    elif more:
        assert counted.term + more <= volume.term
        assert counted.day + more <= volume.daily
        assert counted.hour + more <= volume.hourly
    assert 1 <= volume.hourly <= volume.daily
    assert volume.vain_hourly <= volume.vain_daily


@given(volumes, st.lists(st.tuples(st.integers(0, 60), st.booleans()), max_size=200))
def test_no_order_of_lists_and_look_ups_passes_the_volume(
    volume: Volume, asked: list[tuple[int, bool]]
) -> None:
    read = vain = refused = 0
    for size, hits in asked:
        counted = Counted(read, read, read, vain, vain)
        if reached(volume, counted):
            refused += 1
            continue
        rows = min(size, left(volume, counted)) if hits else 0
        read, vain = read + max(1, rows), vain + (rows == 0)
        assert read <= min(volume.term, volume.daily, volume.hourly)
        assert vain <= volume.vain_hourly
    assert refused + read + vain >= len(asked)


@given(st.integers(0, 364 * 86_400).map(lambda seconds: NEW_YEAR + timedelta(seconds=seconds)))
def test_a_bound_is_over_when_its_hour_its_day_or_its_term_is(now: datetime) -> None:
    until = date(2027, 1, 31)
    hour, day, term = (
        again_at(bound, now=now, zone=clock.LOCAL, until=until) for bound in ("hour", "day", "term")
    )
    assert timedelta() < hour - now <= timedelta(hours=1)
    assert timedelta() < day - now <= timedelta(days=1)
    assert (day.hour, day.minute, term.date()) == (0, 0, date(2027, 2, 1))
    assert hour <= day < term


def test_unusual_is_three_times_the_days_before_or_nearly_all_that_was_agreed() -> None:
    volume = Volume(1_000, 50_000)
    assert not unusual(49, [1, 1, 1], volume=volume)
    assert unusual(100, [20, 30], volume=volume)
    assert not unusual(75, [20, 30], volume=volume)
    assert not unusual(500, [], volume=volume)
    assert unusual(800, [], volume=volume)


def test_the_tight_bound_is_the_one_that_is_passed_first() -> None:
    assert tight(Volume(100, 100), Counted(term=95, day=10, hour=5)) == "term"


@pytest.mark.django_db
class TestThroughAnAgreement:
    def read(self, sharing: Sharing, number: str, *, now: datetime = NOW, limit: int = 50) -> reading.Page:
        actor = sharing.actor("recipient")
        with acting_as(actor, day=TODAY):
            return reading.read_list(
                actor=actor, now=now, number=number, way="page", wanted=Wanted(), after=0, limit=limit
            )

    def guess(self, sharing: Sharing, number: str, *, now: datetime = NOW) -> reading.Page:
        actor = sharing.actor("recipient")
        asked = Asked(name="查无此人", birth_date=TODAY)
        with acting_as(actor, day=TODAY):
            return reading.look_up(actor=actor, now=now, number=number, way="api", asked=asked)

    def test_a_list_is_cut_where_the_volume_ends_and_then_refused(self, sharing: Sharing) -> None:
        number = sharing.agree(volume=Volume(daily=1, term=50)).number
        page = self.read(sharing, number)
        assert len(page.rows) == 1
        assert page.following == page.rows[0].person
        with pytest.raises(OverVolume) as refused:
            self.read(sharing, number)
        assert refused.value.facts["bound"] == "day"
        assert "楚雄市民政局 · 审批岗" in str(refused.value)
        assert refused.value.status == 429
        assert self.read(sharing, number, now=NOW + timedelta(days=1)).rows

    def test_page_and_program_count_together(self, sharing: Sharing) -> None:
        number = sharing.agree(volume=Volume(daily=2, term=50)).number
        self.guess(sharing, number)
        self.read(sharing, number)
        with pytest.raises(OverVolume):
            self.guess(sharing, number)
        assert [(one.persons, one.vain) for one in Tally.objects.all()] == [(2, 1)]

    def test_who_looks_up_nobody_again_and_again_waits_although_volume_is_left(
        self, sharing: Sharing
    ) -> None:
        number = sharing.agree().number
        for _try in range(Volume(2_000, 100_000).vain_hourly):
            self.guess(sharing, number)
        with pytest.raises(OverVolume) as refused:
            self.read(sharing, number)
        assert refused.value.facts["bound"] == "vain_hour"
        assert self.read(sharing, number, now=NOW + timedelta(hours=1)).rows

    def test_each_refusal_is_an_entry_and_reads_nobody(self, sharing: Sharing) -> None:
        number = sharing.agree(volume=Volume(daily=1, term=1)).number
        self.read(sharing, number)
        last = AuditEntry.objects.latest("id").pk
        for _try in range(2):
            with pytest.raises(OverVolume):
                self.read(sharing, number)
        entries = AuditEntry.objects.filter(id__gt=last)
        assert [(one.act, one.persons, one.purpose) for one in entries] == [
            ("share.over_volume", [], "term")
        ] * 2
