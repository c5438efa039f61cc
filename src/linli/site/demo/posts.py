"""Stage: units and posts: window and inspection in each community, review in each town, bureaus of the county."""

from linli.registers.organisations.models import Organisation, Post
from linli.registers.places.rules import scope
from linli.site.demo.spec import DemoSpec
from linli.site.demo.stages import Outcome, Tell
from linli.site.demo.territory import Community, Territory, Town, load_territory

PHONE = "0000-%07d（演示号码）"
"""No number that could be called: no area code is 0000."""

CLERK = ("clerk", "综合窗口")
INSPECTOR = ("inspector", "入户核查岗")
REVIEWER = ("reviewer", "民政审核岗")
DECIDER = ("decider", "社会救助和养老服务审批岗")
PLANNER = ("planner", "社区建设规划岗")
AUDITOR = ("auditor", "审计岗")
ADMINISTRATOR = ("administrator", "系统管理岗")
SECURITY = ("security", "安全管理岗")

_Row = tuple[Organisation, str, str, str]


def write_posts(spec: DemoSpec, tell: Tell) -> Outcome:
    """Service stations of communities, offices of towns, bureaus of the county, and the posts in them."""
    territory = load_territory(spec)
    rows = [*_county(territory)]
    for town in territory.towns:
        rows += _town(town)
        for community in territory.of_town(town):
            rows += _community(community)
    units = list({id(unit): unit for unit, *_ in rows}.values())
    Organisation.objects.bulk_create(units)
    Post.objects.bulk_create(
        Post(organisation=unit, role=role, title=title, scope=where) for unit, role, title, where in rows
    )
    tell(f"{len(units)} units with {len(rows)} posts")
    return Outcome(len(units) + len(rows))


def _county(territory: Territory) -> list[_Row]:
    where = scope("county", territory.county_id)

    def unit(name: str, *posts: tuple[str, str]) -> list[_Row]:
        organisation = _unit(territory.county_id, territory.county_name + name)
        return [(organisation, *post, where) for post in posts]

    return (
        unit("民政局", DECIDER, PLANNER) + unit("审计局", AUDITOR) + unit("数据局", ADMINISTRATOR, SECURITY)
    )


def _town(town: Town) -> list[_Row]:
    unit = _unit(town.place_id, f"{town.name}社会事务办公室")
    return [(unit, *REVIEWER, scope("town", town.place_id))]


def _community(community: Community) -> list[_Row]:
    unit = _unit(community.place_id, f"{community.short_name}便民服务站")
    return [(unit, *post, scope("community", community.place_id)) for post in (CLERK, INSPECTOR)]


def _unit(place_id: int, name: str) -> Organisation:
    return Organisation(place_id=place_id, name=name, phone=PHONE % place_id, synthetic=True)
