"""A spreadsheet as towns have them, of made-up people: for practice, tests and measuring. Not in the database.

Two title rows, a header of two rows with merged groups, every way to write a day, numbers that Excel rounded, children
without a number, members of two households, a total at the bottom. What was spoilt is counted, so that a test can
compare.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO
from random import Random
from typing import Any, Final

import xlsxwriter

from linli.site.demo.identity import IdNumbers, Phones
from linli.site.demo.names import draw_given_name, draw_surname

TITLES: Final = (
    "序号", "所属社区", "户号", "与户主关系", "姓名", "性别", "公民身份号码", "出生日期", "民族", "联系电话",
    "婚姻状况", "户籍地址", "现住址", "备注", "户类型",
)  # fmt: skip
_GROUPS: Final = ((4, 10, "个人信息"), (11, 12, "地址"))
_STREETS: Final = ("翠湖路", "人民路", "文昌巷", "环城西路", "龙泉街", "团结路")
_ONCE_IN: Final = 40
"""Of so many rows about one is spoilt in each way."""
_NUMBER: Final = 5
"""The identity number in a row without its own number."""
_CHILD: Final = 15 * 365
"""Days of age up to which a missing identity number is no wonder."""


@dataclass(slots=True)
class Messy:
    """`data` is the file; `spoilt` counts what was done to rows, `people` those who were drawn."""

    data: bytes
    people: int
    spoilt: Counter[str] = field(default_factory=Counter)


def write_messy(
    count: int,
    *,
    seed: int,
    today: date,
    communities: Sequence[str],
    messy: bool = True,
    since: int = 700_000,
    numbers: int = 0,
) -> Messy:
    """About `count` rows. `since` and `numbers` tell how many phones and identity numbers of a day were handed out."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": not messy, "in_memory": True})
    sheet = book.add_worksheet("居民信息")
    bold = book.add_format({"bold": True, "align": "center"})
    first = _write_header(sheet, bold, messy)
    drawer = _Drawer(
        Random(seed), today, communities, messy, IdNumbers(_handed_out(today, numbers)), Phones(since)
    )
    at = first
    for household in drawer.households(count):
        for row in household:
            _write_row(book, sheet, at, [at - first + 1, *row])
            at += 1
    if messy:
        sheet.write(at + 1, 0, "合计")
        sheet.write(at + 1, 4, f"{drawer.people}人")
        sheet.write(at + 2, 0, "填表人：李某    审核人：王某    填报日期：2026年3月")
    book.close()
    return Messy(out.getvalue(), drawer.people, drawer.spoilt)


def _handed_out(today: date, numbers: int) -> dict[tuple[date, str], int]:
    if not numbers:
        return {}
    days = (today - timedelta(days=at) for at in range(36_000))
    return {(day, sex): numbers for day in days for sex in "12"}


def _write_header(sheet: Any, bold: Any, messy: bool) -> int:
    if not messy:
        for column, title in enumerate(TITLES):
            sheet.write(0, column, title)
        return 1
    sheet.merge_range(0, 0, 0, len(TITLES) - 1, "鹿城镇常住人口信息采集表", bold)
    sheet.write(1, 0, "单位：鹿城镇人民政府")
    grouped = {column for left, right, _title in _GROUPS for column in range(left, right + 1)}
    for left, right, title in _GROUPS:
        sheet.merge_range(2, left, 2, right, title, bold)
    for column, title in enumerate(TITLES):
        if column in grouped:
            sheet.write(3, column, f"{title[:2]}\n{title[2:]}" if len(title) == 4 else title, bold)
        else:
            sheet.merge_range(2, column, 3, column, title, bold)
    return 4


def _write_row(book: Any, sheet: Any, at: int, row: Sequence[Any]) -> None:
    for column, cell in enumerate(row):
        if isinstance(cell, str):
            sheet.write_string(at, column, cell)
        elif isinstance(cell, date):
            sheet.write_datetime(at, column, cell, _day_format(book))
        else:
            sheet.write(at, column, cell)


def _day_format(book: Any) -> Any:
    if not hasattr(book, "linli_day"):
        book.linli_day = book.add_format({"num_format": "yyyy/m/d"})
    return book.linli_day


class _Drawer:
    def __init__(
        self,
        random: Random,
        today: date,
        communities: Sequence[str],
        messy: bool,
        numbers: IdNumbers,
        phones: Phones,
    ) -> None:
        self._random, self._today, self._messy = random, today, messy
        self._communities, self._numbers, self._phones = communities, numbers, phones
        self.spoilt: Counter[str] = Counter()
        self.people = 0
        self._is_mistyped = False

    def households(self, count: int) -> Iterator[list[list[Any]]]:
        rows = number = 0
        while rows < count:
            number += 1
            household = self._household(number)
            rows += len(household)
            yield household

    def _household(self, number: int) -> list[list[Any]]:
        random = self._random
        code = f"{self._today:%y}{random.randrange(10**6):06d}{number:07d}"
        door, house, room = (random.randrange(*ends) for ends in ((1, 200), (1, 20), (101, 1800)))
        address = f"{random.choice(_STREETS)}{door}号{house}幢{room}室"
        community = random.choice(self._communities)
        parent = self._born(28, 80)
        members = [("户主", "1", parent), ("妻", "2", parent + timedelta(days=random.randrange(-900, 900)))]
        if random.random() < 0.7:
            sex = random.choice("12")
            members.append(("长子" if sex == "1" else "长女", sex, self._born(0, 27)))
        surname, rows = draw_surname(random), []
        for relation, sex, born in members[: random.choice((1, 2, 3, 3))]:
            name = (surname if relation != "妻" else draw_surname(random)) + draw_given_name(
                random, sex=sex, born=born
            )
            rows.append(self._row(code, community, relation, name, sex, born, address))
        if self._messy and self._spoil("repeated"):
            rows.append(list(rows[-1]))
        elif self._messy and self._is_clean(rows[-1]) and self._spoil("second"):
            rows.append(self._elsewhere(rows[-1], number))
        return rows

    def _is_clean(self, row: Sequence[Any]) -> bool:
        """Nothing of it makes the row refused: no number that was rounded or mistyped."""
        return bool(row[_NUMBER]) and isinstance(row[_NUMBER], str) and not self._is_mistyped

    def _elsewhere(self, row: Sequence[Any], number: int) -> list[Any]:
        """The same person alone in a rented flat, head of a household of who lives there."""
        address = f"{self._random.choice(_STREETS)}{self._random.randrange(1, 200)}号"
        return [row[0], f"JZ{self._today:%y}{number:07d}", "户主", *row[3:10], "", address, "", "居住户"]

    def _born(self, youngest: int, oldest: int) -> date:
        return self._today - timedelta(days=self._random.randrange(youngest * 365 + 30, oldest * 365 + 30))

    def _row(
        self, code: str, community: str, relation: str, name: str, sex: str, born: date, address: str
    ) -> list[Any]:
        self.people += 1
        number: Any = self._numbers.take(born=born, sex=sex)
        phone: Any = self._phones.take()
        day: Any = born
        if self._messy:
            number, phone, day, name = self._mess(number, phone, born, name)
        word = "男" if sex == "1" else "女"
        marital = "已婚" if relation in ("户主", "妻") else "未婚"
        return [
            community,
            code,
            relation,
            name,
            word,
            number,
            day,
            "汉族",
            phone,
            marital,
            address,
            address,
            "",
            "",
        ]

    def _spoil(self, how: str, *, once_in: int = _ONCE_IN) -> bool:
        spoilt = self._random.random() * once_in < 1
        self.spoilt[how] += spoilt
        return spoilt

    def _mess(self, number: str, phone: str, born: date, name: str) -> tuple[Any, Any, Any, str]:
        random = self._random
        if len(name) == 2 and random.random() < 0.5:
            name = f"{name[0]}　{name[1]}"
        day = random.choice(
            (born, f"{born.year}-{born.month}-{born.day}", f"{born:%Y%m%d}", f"{born.year}.{born.month}.{born.day}",
             f"{born.year}年{born.month}月{born.day}日", (born - date(1899, 12, 30)).days)
        )  # fmt: skip
        self._is_mistyped = False
        if (self._today - born).days < _CHILD and self._spoil("without", once_in=4):
            return "", phone, day, name
        if self._spoil("rounded"):
            return float(int(number[:17] + "0")), phone, day, name
        if self._spoil("mistyped"):
            self._is_mistyped = True
            return number[:16] + str((int(number[16]) + 2) % 10) + number[17:], phone, day, name
        if self._spoil("phone"):
            return number, phone[:9], day, name
        form = random.random()
        number = (
            number.translate({ord(str(at)): chr(0xFF10 + at) for at in range(10)}) if form < 0.05 else number
        )
        number = f"'{number}" if form > 0.95 else number
        return number, float(phone) if random.random() < 0.3 else phone, day, name
