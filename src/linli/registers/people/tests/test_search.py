"""One box finds whoever is meant, within own place and duty, and writes down whom it showed."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from linli.kernel import codes
from linli.kernel.audit.models import AuditEntry
from linli.kernel.crypto import seal
from linli.kernel.guard import acting_as
from linli.registers.people.models import (
    Household,
    IdentityDocument,
    Membership,
    Person,
    PersonKey,
    Residence,
)
from linli.registers.people.sealing import CONTEXT_DOCUMENT, digest_document, seal_person_numbers
from linli.registers.people.search import Found, find, refresh_keys
from tests.support.cast import NOW, TODAY, Cast

HERE, NEXT_DOOR = "532301100001", "532301100002"


def make(
    cast: Cast,
    name: str,
    *,
    place: str = HERE,
    born: date | None = date(1943, 5, 6),
    phone: str = "",
    address: str = "翠湖路12号3幢2单元402室",
    sequence: int = 17,
    former: tuple[str, ...] = (),
) -> Person:
    number = codes.id_number_for("532301", born, sequence) if born else ""
    sealed = seal_person_numbers(id_number=number, phone=phone)
    person = Person.objects.create(
        name=name, former_names=list(former), sex="1", birth_date=born, id_number_sealed=sealed.id_number_sealed,
        id_number_digest=sealed.id_number_digest, phone_sealed=sealed.phone_sealed, phone_digest=sealed.phone_digest,
    )  # fmt: skip
    Residence.objects.create(
        person=person, kind="dwelling", address=address, valid=DateRange(date(2000, 1, 1), None),
        **cast.places[place].columns(),
    )  # fmt: skip
    refresh_keys([person.pk], day=TODAY)
    return person


def search(cast: Cast, text: str, *, by: str = "clerk", limit: int = 20, after: str = "") -> Found:
    actor = cast.actor(by)
    with acting_as(actor, day=TODAY):
        return find(actor, text, now=NOW, limit=limit, after=after)


def names(cast: Cast, text: str, *, by: str = "clerk") -> list[str]:
    return [person.name for person in search(cast, text, by=by).people]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("张国立", "张国立"), ("张国立", "张国"), ("张国立", "国立"), ("张国立", "张　国 立"), ("张国立", "zhangguoli"),
        ("张国立", "ZhangGuoli"), ("张国立", "zhang guo li"), ("张国立", "zhāng guó lì"), ("张国立", "guoli"),
        ("张国立", "zgl"), ("张国立", "ＺＧＬ"), ("张国立", "zhang"), ("张伟", "张伟"), ("张伟", "zw"),
        ("单雄信", "shanxiongxin"), ("单雄信", "sxx"), ("曾子墨", "zengzimo"), ("仇英", "qiuying"), ("仇英", "qy"),
        ("吕布", "lvbu"), ("吕布", "lübu"), ("吕布", "LYUBU"), ("吕布", "lü bu"), ("欧阳娜娜", "欧阳"),
        ("欧阳娜娜", "ouyang"), ("欧阳娜娜", "oynn"), ("欧阳娜娜", "nana"), ("翟天临", "zhaitianlin"),
        ("陈雨琪", "chenyuqi"), ("女娲", "nyuwa"),
        ("买买提·艾力", "买买提"), ("买买提·艾力", "买买提艾力"), ("买买提·艾力", "买买提•艾力"),
        ("买买提·艾力", "艾力"), ("买买提·艾力", "maimaiti"), ("买买提·艾力", "aili"),
        ("𪚥丽丽", "𪚥丽"), ("𪚥丽丽", "丽丽"),
        ("John Smith", "john"), ("John Smith", "SMITH"), ("John Smith", "john smith"), ("John Smith", "JohnSmith"),
    ],
)  # fmt: skip
def test_a_name_is_found_whole_in_part_and_by_sound(cast: Cast, name: str, text: str) -> None:
    make(cast, name)
    assert name in names(cast, text)


@pytest.mark.parametrize(
    "text",
    [
        "13812344417", "138 1234 4417", "+86 138-1234-4417", "4417", "４４１７", "344417", "翠湖路",
        "翠湖路12号", "湖路12",
        "3幢402", "3-2-402", "3幢2单元", "402", "４０２室", "翠湖路 402", "张 1943", "张国 4417", "zhang 1943",
        "国立 3幢2单元402",
        "张 402", "张国立 19430506", "19430506", "张国立 翠湖路 402 4417",
    ],
)  # fmt: skip
def test_numbers_addresses_and_two_things_together_find(cast: Cast, text: str) -> None:
    make(cast, "张国立", phone="13812344417")
    assert names(cast, text) == ["张国立"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("张国立", "zhangguol"), ("张国立", "zhangguo"), ("张国立", "zhanggu"), ("张国立", "zhangg"),
        ("张国立", "zhanggl"), ("张国立", "zhang国"), ("张国立", "张guoli"), ("张国立", "张guo"),
        ("张国立", "张gl"), ("张国立", "国li"), ("张国立", "zhang国立"), ("张国立", "zhang1guo2li4"),
        ("欧阳娜娜", "ouyangn"), ("吕布", "lubu"), ("吕布", "lub"), ("虞姬", "yvji"), ("单雄信", "shanx"),
        ("仇英", "qiuy"), ("解缙", "xiejin"), ("区少坤", "oushaok"), ("查良镛", "zhaly"), ("盖叫天", "gejiaotian"),
        ("盖叫天", "gaijiaotian"), ("乐嘉", "yuejia"), ("任贤齐", "renxq"), ("华罗庚", "hualg"),
        ("尉迟恭", "yuchigong"), ("阿依古丽·买买提", "阿依古丽"), ("阿依古丽·买买提", "ayigu"),
        ("Anna Petrova", "petr"), ("Anna Petrova", "petrova anna"), ("Anna Petrova", "ap"), ("张伟", "张伟"),
        ("张伟", "zhangw"),
    ],
)  # fmt: skip
def test_a_name_is_found_before_it_is_typed_to_the_end_and_in_two_scripts(
    cast: Cast, name: str, text: str
) -> None:
    make(cast, name)
    make(cast, "钱多多", sequence=19)
    assert names(cast, text) == [name]


@pytest.mark.parametrize("text", ["zhanggua", "zhangguolin", "zhang伟", "李guoli", "张ll", "国zhang", "lib"])
def test_another_name_is_not_taken_for_it(cast: Cast, text: str) -> None:
    make(cast, "张国立")
    make(cast, "吕布", sequence=19)
    assert names(cast, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "三十三幢",
        "33栋",
        "33号楼",
        "33幢",
        "七单元",
        "7单元",
        "四百零二室",
        "四〇二室",
        "十二号",
        "12号",
        "12",
        "翠湖路十二号",
    ],
)
def test_a_part_of_an_address_is_found_however_it_is_written(cast: Cast, text: str) -> None:
    make(cast, "张国立", address="翠湖路12号33幢7单元402室")
    make(cast, "王小明", address="三里屯南路5号", sequence=19)
    assert names(cast, text) == ["张国立"]
    assert names(cast, "三里屯") == ["王小明"]


@pytest.mark.parametrize(
    "text",
    ["王 4417", "张 1944", "张国立 19430507", "张国立 4418", "李 402", "1234417", "张国立 13812344418"],
)
def test_what_is_typed_together_must_hold_together(cast: Cast, text: str) -> None:
    make(cast, "张国立", phone="13812344417")
    make(cast, "王小明", phone="13899994418", born=date(1944, 1, 1), address="南山路1号", sequence=19)
    assert names(cast, text) == []


def test_an_identity_number_is_found_whole_and_by_its_tail(cast: Cast) -> None:
    person = make(cast, "张国立", sequence=5)
    number = codes.id_number_for("532301", date(1943, 5, 6), 5)
    for text in (
        number,
        number.lower(),
        f" {number[:6]} {number[6:14]} {number[14:]} ",
        number[-4:],
        number[-6:],
    ):
        assert [one.person_id for one in search(cast, text).people] == [person.pk], text
    other = codes.id_number_for("532301", date(1943, 5, 6), 7)
    assert names(cast, other) == []
    assert names(cast, "9" + number[-5:]) == []


@pytest.mark.parametrize("text", ["", " ", "张", "1", "·", "%%", "' OR 1=1 --", "\x00", "张 王", "9" * 400])
def test_what_says_too_little_finds_nobody(cast: Cast, text: str) -> None:
    make(cast, "张国立")
    assert search(cast, text).people == ()


def test_a_former_name_still_finds(cast: Cast) -> None:
    make(cast, "张国立", former=("张铁柱",))
    (found,) = search(cast, "铁柱").people
    assert (found.name, found.former_names) == ("张国立", ("张铁柱",))


def test_a_passport_is_found_whole_and_by_its_tail(cast: Cast) -> None:
    person = make(cast, "John Smith", born=None)
    IdentityDocument.objects.create(
        person=person, kind="passport", number_sealed=seal("EA1234567", context=CONTEXT_DOCUMENT),
        number_digest=digest_document("passport", "", "EA1234567"),
    )  # fmt: skip
    refresh_keys([person.pk], day=TODAY)
    for text in ("EA1234567", "ea 1234567", "4567"):
        assert names(cast, text) == ["John Smith"]


def test_a_household_is_found_by_its_number(cast: Cast) -> None:
    household = Household.objects.create(number="H532301000017", **cast.places[HERE].columns())
    for order, name in enumerate(("张国立", "张小红")):
        person = make(cast, name, sequence=21 + order)
        Membership.objects.create(
            household=household, person=person, relation="02", valid=DateRange(date(2001, 1, 1), None)
        )
    assert names(cast, "h532301000017") == ["张国立", "张小红"]
    assert names(cast, "H532301000017", by="stranger") == []


def test_the_best_comes_first_and_pages_follow_each_other(cast: Cast) -> None:
    namesakes = ("张国立强", "张国立", "李张国立", "张国立")
    made = [make(cast, name, sequence=31 + 2 * at).pk for at, name in enumerate(namesakes)]
    wanted = [made[1], made[3], made[0], made[2]]
    assert [one.person_id for one in search(cast, "张国立").people] == wanted
    seen, after = [], ""
    for _page in range(4):
        page = search(cast, "张国立", limit=1, after=after)
        seen += [one.person_id for one in page.people]
        after = page.after
    assert (seen, after) == (wanted, "")


def test_numbers_are_masked_and_the_place_is_told(cast: Cast) -> None:
    make(cast, "张国立", phone="13812344417")
    (found,) = search(cast, "张国立").people
    assert (found.id_number[:4], found.id_number[4:14], found.phone) == ("5323", "*" * 10, "138****4417")
    assert (found.address, found.community) == ("翠湖路12号3幢2单元402室", cast.places[HERE].place_id)


def test_one_entry_names_who_was_shown_and_none_is_written_for_nobody(cast: Cast) -> None:
    shown = [make(cast, "张国立", sequence=31 + 2 * at).pk for at in range(3)]
    search(cast, "张国立", limit=2)
    search(cast, "赵无此人")
    (look,) = AuditEntry.objects.filter(act="people.find")
    assert (look.kind, look.persons, look.fields) == (
        "look", shown[:2], ["name", "sex", "birth_date", "id_number", "phone", "address"],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("clerk", True), ("colleague", True), ("inspector", True), ("stranger", False), ("reviewer", False),
        ("reviewer-next", False), ("decider", False), ("planner", False), ("auditor", False), ("administrator", False),
        ("wang", False), ("chen", False),
    ],
)  # fmt: skip
def test_anyone_is_found_by_place_and_duty_only(cast: Cast, who: str, sees: bool) -> None:
    make(cast, "张国立", phone="13812344417")
    number = codes.id_number_for("532301", date(1943, 5, 6), 17)
    for text in ("张国立", "国立", "zgl", "4417", "13812344417", number, number[-4:], "翠湖路", "张 1943"):
        assert bool(names(cast, text, by=who)) == sees, text


def test_two_homes_are_two_places_to_be_found_at_and_one_line(cast: Cast) -> None:
    person = make(cast, "张国立")
    Residence.objects.create(
        person=person, kind="registered", address="北湖路9号", valid=DateRange(date(2000, 1, 1), None),
        **cast.places[NEXT_DOOR].columns(),
    )  # fmt: skip
    refresh_keys([person.pk], day=TODAY)
    assert (
        names(cast, "张国立") == names(cast, "北湖路") == names(cast, "张国立", by="stranger") == ["张国立"]
    )


def test_the_second_lock_hides_keys_too(cast: Cast) -> None:
    make(cast, "张国立")
    for who, some in (("clerk", True), ("stranger", False), ("reviewer", False), ("wang", False)):
        with acting_as(cast.actor(who), day=TODAY):
            assert PersonKey.objects.exists() == some
