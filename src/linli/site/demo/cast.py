"""The people of the demo's story: their households, and who holds which post. Pure."""

from dataclasses import dataclass
from datetime import date

from linli.site.demo.households import FEMALE, HEAD, MALE, Member


@dataclass(frozen=True, slots=True)
class Resident:
    """A resident with an account of her own."""

    username: str
    name: str
    sex: str
    age: int
    note: str

    def born(self, today: date) -> date:
        """Old enough all year: the birthday of that age lies behind her on any day."""
        return date(today.year - self.age - 1, 3, 12)


WANG = Resident("wang", "王桂兰", FEMALE, 82, "居民，可申请高龄津贴")
NEIGHBOUR = Resident("zhang", "张秀英", FEMALE, 71, "居民，王桂兰的邻居")
SON = Resident("son", "李建华", MALE, 54, "居民，受母亲王桂兰委托替她办事")
MOTHER = Resident("mother", "刘芳", FEMALE, 35, "居民，九岁女儿赵一诺的监护人")
RESIDENTS = (WANG, NEIGHBOUR, SON, MOTHER)


def cast_households(today: date) -> list[list[Member]]:
    """The first households of the cast's community, head first."""

    def member(name: str, sex: str, age: int, relation: str) -> Member:
        return Member(name, sex, date(today.year - age - 1, 8, 20), relation)

    def holder(resident: Resident, relation: str = HEAD) -> Member:
        return Member(resident.name, resident.sex, resident.born(today), relation)

    return [
        [holder(WANG), holder(SON, "21")],
        [holder(NEIGHBOUR), member("陈光明", MALE, 74, "11")],
        [holder(MOTHER), member("赵强", MALE, 37, "11"), member("赵一诺", FEMALE, 8, "31")],
    ]


@dataclass(frozen=True, slots=True)
class Official:
    """Someone with a post. `seat` names the place the post is responsible for, see `posts.SEATS`."""

    username: str
    name: str
    role: str
    seat: str
    note: str


OFFICIALS = (
    Official("clerk", "李梅", "clerk", "community", "社区综合窗口"),
    Official("clerk2", "周强", "clerk", "community", "同一窗口的同事"),
    Official("clerk-next", "何敏", "clerk", "next-community", "隔壁社区的窗口"),
    Official("inspector", "罗静", "inspector", "community", "入户核查"),
    Official("inspector-next", "钱芸", "inspector", "next-community", "隔壁社区的入户核查"),
    Official("reviewer", "段红", "reviewer", "town", "乡镇（街道）审核"),
    Official("reviewer-next", "马超", "reviewer", "next-town", "另一个乡镇（街道）的审核"),
    Official("decider", "普文", "decider", "county", "县级民政部门审批"),
    Official("planner", "杨帆", "planner", "county", "规划与指标"),
    Official("auditor", "高明", "auditor", "county", "查阅审计"),
    Official("admin", "苏平", "administrator", "county", "系统管理"),
    Official("admin2", "林泉", "administrator", "county", "系统管理，复核别人的调整"),
    Official("security", "和平", "security", "county", "账号和岗位"),
    Official("security2", "唐敏", "security", "county", "账号和岗位，复核别人给的重要岗位"),
)
