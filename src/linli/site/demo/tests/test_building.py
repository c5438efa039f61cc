"""A demo county as it stands in the database, built once for this file and rolled back."""

from collections import Counter
from datetime import UTC, date, datetime

from django.test import TestCase

from linli.kernel.accounts.models import User
from linli.kernel.codes import check_id_number
from linli.kernel.crypto import unseal_text
from linli.kernel.installation.models import Installation
from linli.registers.facilities.models import Facility, FacilityShare
from linli.registers.mandates.queries import may_act_for
from linli.registers.organisations.models import Organisation
from linli.registers.organisations.queries import get_actor
from linli.registers.people.models import Household, Membership, Person, Residence
from linli.registers.people.sealing import CONTEXT_ID_NUMBER, CONTEXT_PHONE, digest_id_number
from linli.registers.places.models import Building, PlaceShape, PlaceVersion
from linli.registers.places.queries import get_by_code
from linli.registers.places.rules import scope
from linli.registers.statistics.models import PopulationFigure
from linli.registers.workforce.models import CommunityWorker
from linli.site.demo.build import DemoReport, build_demo
from linli.site.demo.cast import OFFICIALS, RESIDENTS
from linli.site.demo.spec import SOURCE, DemoSpec
from linli.site.demo.territory import Territory, load_territory
from linli.site.models import DemoStage

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
RESIDENTS_ASKED = 700
SPEC = DemoSpec(county="532301", residents=RESIDENTS_ASKED, seed=7, now=NOW)


def build(residents: int = RESIDENTS_ASKED, seed: int = 7) -> DemoReport:
    return build_demo(county="532301", residents=residents, seed=seed, now=NOW, progress=lambda _: None)


MARKED = (
    Person, Household, Facility, CommunityWorker, PopulationFigure, Organisation, Building, PlaceShape,
)  # fmt: skip


class TestDemoCounty(TestCase):
    report: DemoReport
    territory: Territory

    @classmethod
    def setUpTestData(cls) -> None:
        cls.report = build()
        cls.territory = load_territory(SPEC)

    def test_all_residents_asked_for_are_there_and_live_or_are_registered_somewhere(self) -> None:
        assert Person.objects.count() == RESIDENTS_ASKED
        assert Membership.objects.count() == RESIDENTS_ASKED
        assert Residence.objects.values("person").distinct().count() == RESIDENTS_ASKED

    def test_every_row_is_marked_synthetic(self) -> None:
        for model in MARKED:
            assert model.objects.exists(), model
            assert not model.objects.filter(synthetic=False).exists(), model

    def test_figures_classes_and_outlines_name_their_made_up_source(self) -> None:
        assert set(PopulationFigure.objects.values_list("source", flat=True).distinct()) == {SOURCE}
        assert set(PlaceShape.objects.values_list("source", flat=True).distinct()) == {SOURCE}
        sources = PlaceVersion.objects.exclude(urban_class="").values_list("urban_class_source", flat=True)
        assert set(sources.distinct()) == {SOURCE}

    def test_identity_numbers_open_are_valid_of_the_unassigned_region_and_found_by_digest(self) -> None:
        for person in Person.objects.order_by("id")[:100]:
            number = unseal_text(person.id_number_sealed, context=CONTEXT_ID_NUMBER)
            assert check_id_number(number, today=TODAY) == number
            assert number.startswith("999999")
            assert Person.objects.get(id_number_digest=digest_id_number(number)) == person
            phone = unseal_text(person.phone_sealed, context=CONTEXT_PHONE)
            assert phone == "" or phone.startswith("154")

    def test_the_county_has_its_real_communities_and_about_a_third_are_urban(self) -> None:
        assert len(self.territory.communities) == 154
        assert len(self.territory.towns) == 15
        assert 0.3 < sum(item.urban for item in self.territory.communities) / 154 < 0.37

    def test_someone_of_eighty_lives_and_is_registered_in_every_community(self) -> None:
        old = Person.objects.filter(birth_date__lte=date(TODAY.year - 80, TODAY.month, TODAY.day))
        kinds = Counter(Residence.objects.filter(person__in=old).values_list("community", "kind").distinct())
        for community in self.territory.communities:
            assert kinds[community.place_id, "dwelling"]
            assert kinds[community.place_id, "registered"]

    def test_some_live_elsewhere_than_they_are_registered(self) -> None:
        homes: dict[int, dict[str, int | None]] = {}
        for person, kind, community in Residence.objects.values_list("person", "kind", "community"):
            homes.setdefault(person, {})[kind] = community
        apart = sum(len(set(places.values())) == 2 for places in homes.values())
        assert 0.03 < apart / RESIDENTS_ASKED < 0.3
        assert 0.02 < sum(len(places) == 1 for places in homes.values()) / RESIDENTS_ASKED < 0.3

    def test_residences_and_buildings_lie_in_a_grid_of_their_community(self) -> None:
        community_of = dict(PlaceVersion.objects.filter(level="grid").values_list("place_id", "community"))
        for model in (Residence, Building):
            rows = list(model.objects.values_list("grid", "community"))
            assert all(community_of[grid] == community for grid, community in rows)

    def test_grids_bear_fifteen_digits_below_their_community(self) -> None:
        grid = PlaceVersion.objects.filter(level="grid").order_by("code").first()
        assert grid is not None
        parent = get_by_code(grid.code[:12])
        assert len(grid.code) == 15
        assert (grid.parent_id, grid.community, grid.grid) == (
            parent.place_id,
            parent.place_id,
            grid.place_id,
        )

    def test_facilities_fall_short_in_some_communities_and_suffice_in_others(self) -> None:
        households = dict(
            PopulationFigure.objects.filter(kind="households", day=date(2025, 12, 31)).values_list(
                "community", "value"
            )
        )
        areas: Counter[int | None] = Counter()
        for community, area in Facility.objects.filter(valid__contains=TODAY).values_list(
            "community", "floor_area"
        ):
            areas[community] += area
        urban = [
            item.place_id for item in self.territory.communities if item.urban and item.place_id in households
        ]
        met = [community for community in urban if areas[community] >= 3_500 * households[community]]
        assert 5 <= len(met) <= len(urban) - 5
        assert sum(areas[community] for community in urban) < 3_500 * sum(
            households[community] for community in urban
        )

    def test_about_93_in_100_villages_have_a_facility_or_share_one(self) -> None:
        served = set(Facility.objects.filter(valid__contains=TODAY).values_list("community", flat=True))
        sharing = set(FacilityShare.objects.values_list("community", flat=True))
        rural = [item.place_id for item in self.territory.communities if not item.urban]
        assert not served & sharing
        assert sharing
        assert 0.9 <= len((served | sharing) & set(rural)) / len(rural) <= 0.96

    def test_some_communities_have_no_figures(self) -> None:
        known = set(PopulationFigure.objects.filter(kind="households").values_list("community", flat=True))
        silent = [item for item in self.territory.communities if item.place_id not in known]
        assert {item.urban for item in silent} == {True, False}
        assert len(silent) < 12

    def test_visits_never_exceed_the_roster_of_their_month(self) -> None:
        roster = {
            (row["community"], row["day"]): row["value"]
            for row in PopulationFigure.objects.filter(kind="vulnerable_elderly").values()
        }
        visited = list(
            PopulationFigure.objects.filter(kind="visited_elderly").values_list("community", "day", "value")
        )
        assert all(value <= roster[community, day] for community, day, value in visited)
        assert any(value < roster[community, day] for community, day, value in visited)

    def test_sixteen_to_nineteen_workers_serve_ten_thousand_urban_residents(self) -> None:
        residents = sum(item.natural_size for item in self.territory.communities if item.urban)
        workers = CommunityWorker.objects.filter(valid__contains=TODAY).count()
        assert 16 <= workers / residents * 10_000 <= 19

    def test_the_cast_holds_the_posts_of_the_story(self) -> None:
        here, county = self.territory.cast_community, scope("county", self.territory.county_id)
        assert here.town.code == "532301101"
        grants = {
            user.username: {(grant.role, grant.scope) for grant in get_actor(user.pk, day=TODAY).grants}
            for user in User.objects.filter(demo=True)
        }
        clerk = ("clerk", scope("community", here.place_id))
        assert grants["clerk"] == grants["clerk2"] == {clerk}
        assert grants["clerk-next"] == {("clerk", scope("community", self.territory.next_community.place_id))}
        assert grants["inspector-next"] == {
            ("inspector", scope("community", self.territory.next_community.place_id))
        }
        assert grants["reviewer"] == {("reviewer", scope("town", here.town.place_id))}
        assert grants["reviewer-next"] != grants["reviewer"]
        assert grants["decider"] == {("decider", county)}
        assert grants["admin"] == {("administrator", county)}
        assert grants.keys() == {account.username for account in (*RESIDENTS, *OFFICIALS)}

    def test_the_residents_of_the_story_see_their_own_file_and_live_in_the_clerks_community(self) -> None:
        actor = get_actor(User.objects.get(username="wang").pk, day=TODAY)
        wang = Person.objects.get(pk=actor.person_id)
        assert wang.name == "王桂兰"
        homes = Residence.objects.filter(person=wang, valid__contains=TODAY)
        assert {(home.kind, home.community) for home in homes} == {
            ("dwelling", self.territory.cast_community.place_id),
            ("registered", self.territory.cast_community.place_id),
        }
        assert self.territory.cast_community.urban

    def test_a_mother_may_act_for_her_daughter_and_a_son_acts_for_wang(self) -> None:
        found = {}
        for username in ("mother", "son"):
            actor = get_actor(User.objects.get(username=username).pk, day=TODAY)
            (found[username],) = may_act_for(actor, day=TODAY)
        daughter, wang = found["mother"], found["son"]
        assert (daughter.name, daughter.why, daughter.consented) == ("赵一诺", "guardian", False)
        assert (wang.name, wang.why, wang.scope.file) == ("王桂兰", "mandate", True)
        child = Person.objects.get(pk=daughter.person_id)
        assert Membership.objects.get(person=child).relation == "31"  # GB/T 4761: only daughter
        assert Residence.objects.filter(person=child, kind="dwelling", valid__contains=TODAY).exists()

    def test_demo_accounts_have_no_password(self) -> None:
        assert not any(user.has_usable_password() for user in User.objects.filter(demo=True))

    def test_the_report_lists_who_can_log_in(self) -> None:
        assert [account.username for account in self.report.accounts][:2] == ["wang", "zhang"]
        assert "reviewer-next" in self.report.text()

    def test_a_second_run_builds_nothing(self) -> None:
        before = {model: model.objects.count() for model in (Person, Facility, User, PlaceVersion, DemoStage)}
        again = build()
        assert again.built == []
        assert again.accounts == self.report.accounts
        assert {model: model.objects.count() for model in before} == before

    def test_the_database_is_marked_as_a_demo_with_the_county_as_its_home(self) -> None:
        installation = Installation.objects.get()
        assert (installation.demo, installation.home_place_code) == (True, "532301")
