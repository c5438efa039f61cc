"""What a demo refuses, and what a broken-off one leaves behind."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import transaction

from linli.kernel.accounts.models import User
from linli.kernel.installation.models import Installation
from linli.registers.people.models import Household, Person, Residence
from linli.registers.places.actions import import_divisions
from linli.site.demo.build import build_demo, mark_as_demo
from linli.site.demo.identity import IdNumbers, Phones
from linli.site.demo.people import write_people
from linli.site.demo.residents import draw_county
from linli.site.demo.spec import DemoSpec
from linli.site.demo.stages import DemoRefused, Outcome, Stage, run_stage
from linli.site.demo.territory import load_territory
from linli.site.models import DemoStage

pytestmark = pytest.mark.django_db

TOWN = "532301102"
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def spec(*, residents: int = 200, seed: int = 1, county: str = "532301") -> DemoSpec:
    return DemoSpec(county=county, residents=residents, seed=seed, now=NOW)


def silence(_: str) -> None:
    pass


def _real_installation() -> None:
    Installation.objects.create(id=1, demo=False)


def _real_person() -> None:
    Person.objects.create(name="某人", sex="1", synthetic=False)


def _real_household() -> None:
    Household.objects.create(number="1", synthetic=False)


def _real_account() -> None:
    User.objects.create_user("somebody", name="某人")


@pytest.mark.parametrize("make_real", [_real_installation, _real_person, _real_household, _real_account])
def test_a_database_that_is_not_a_demo_stays_untouched(make_real: Callable[[], None]) -> None:
    make_real()
    with pytest.raises(DemoRefused, match="LINLI_HOME"):
        build_demo(county="532301", residents=200, seed=1, now=NOW, progress=silence)
    assert not Installation.objects.filter(demo=True).exists()
    assert not DemoStage.objects.exists()
    assert not Person.objects.filter(synthetic=True).exists()


def test_a_real_person_in_a_demo_stops_further_building() -> None:
    mark_as_demo("532301")
    _real_person()
    with pytest.raises(DemoRefused):
        mark_as_demo("120118")


def test_accounts_made_in_a_demo_later_do_not_stop_it() -> None:
    mark_as_demo("532301")
    _real_account()
    mark_as_demo("120118")
    assert Installation.objects.get().home_place_code == "532301"


@pytest.mark.parametrize("county", ["53", "5323", TOWN, "999999", "county"])
def test_what_is_no_county_is_refused(county: str) -> None:
    import_divisions(within=TOWN)
    with pytest.raises(DemoRefused, match=county):
        load_territory(spec(county=county))


def test_too_few_residents_are_refused_before_anything_is_marked() -> None:
    with pytest.raises(DemoRefused, match="10"):
        build_demo(county="532301", residents=9, seed=1, now=NOW, progress=silence)
    assert not Installation.objects.exists()


def _write_one(spec: DemoSpec, tell: Callable[[str], None]) -> Outcome:
    Household.objects.create(number=str(Household.objects.count()), synthetic=True)
    tell("one")
    return Outcome(1)


ONE = Stage("one", _write_one)


def test_a_finished_stage_is_not_built_again() -> None:
    assert run_stage(ONE, spec(), silence)
    assert not run_stage(ONE, spec(), silence)
    assert Household.objects.count() == 1


@pytest.mark.parametrize("other", [spec(residents=300), spec(seed=2)])
def test_another_size_or_seed_of_the_same_county_is_refused_with_the_mend(other: DemoSpec) -> None:
    run_stage(ONE, spec(), silence)
    with pytest.raises(DemoRefused, match="residents=200 seed=1"):
        run_stage(ONE, other, silence)


def test_another_county_is_a_demo_of_its_own() -> None:
    run_stage(ONE, spec(), silence)
    assert run_stage(ONE, spec(county="120118"), silence)


def test_a_stage_that_is_broken_off_leaves_nothing_and_is_built_the_next_time() -> None:
    class Killed(BaseException):
        pass

    def kill(_: str) -> None:
        raise Killed

    import_divisions(within=TOWN)
    people = Stage("people", write_people)
    with pytest.raises(Killed):
        run_stage(people, spec(), kill)
    assert not Person.objects.exists()
    assert not DemoStage.objects.exists()
    assert run_stage(people, spec(), silence)
    assert Person.objects.count() == 200


@pytest.mark.parametrize("residents", [10, 23, 157, 5_300])
def test_any_size_is_built_exactly(residents: int) -> None:
    import_divisions(within=TOWN)
    write_people(spec(residents=residents), silence)
    assert Person.objects.count() == residents
    assert Residence.objects.filter(person__name="王桂兰").exists()


def test_the_same_seed_gives_the_same_people_and_another_seed_others() -> None:
    import_divisions(within=TOWN)
    digests = []
    for seed in (1, 1, 2):
        with transaction.atomic():
            digests.append(write_people(spec(seed=seed), silence).digest)
            transaction.set_rollback(True)
    assert digests[0] == digests[1] != digests[2]


def test_residents_are_drawn_as_a_stream() -> None:
    import_divisions(within=TOWN)
    large = spec(residents=1_000_000_000)
    first = next(draw_county(large, load_territory(large), IdNumbers({}), Phones(0)))
    assert first.residents[0].settled.member.name == "王桂兰"


def test_a_second_county_takes_other_identity_numbers() -> None:
    import_divisions(within=TOWN)
    import_divisions(within="120118100")
    write_people(spec(), silence)
    write_people(spec(county="120118"), silence)
    assert Person.objects.count() == 400
    assert Person.objects.filter(name="王桂兰").count() >= 2
