"""Chinese names by frequency, sex and decade of birth. Pure; every name is made up."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from itertools import accumulate
from random import Random

# Order of magnitude per mille of the population; only the rank matters here.
_SURNAMES = {
    "王": 72, "李": 71, "张": 68, "刘": 54, "陈": 46, "杨": 41, "赵": 27, "黄": 26, "周": 24, "吴": 23,
    "徐": 17, "孙": 16, "胡": 14, "朱": 13, "高": 13, "林": 12, "何": 12, "郭": 12, "马": 11, "罗": 10,
    "梁": 9, "宋": 8, "郑": 8, "谢": 8, "韩": 7, "唐": 7, "冯": 7, "于": 6, "董": 6, "萧": 5,
    "程": 5, "曹": 5, "袁": 5, "邓": 5, "许": 5, "傅": 4, "沈": 4, "曾": 4, "彭": 4, "吕": 4,
    "苏": 4, "卢": 4, "蒋": 4, "蔡": 4, "贾": 3, "丁": 3, "魏": 3, "薛": 3, "叶": 3, "阎": 3,
    "余": 3, "潘": 3, "杜": 3, "戴": 3, "夏": 3, "钟": 3, "汪": 3, "田": 3, "任": 3, "姜": 3,
    "范": 3, "方": 3, "石": 3, "姚": 3, "谭": 3, "廖": 2, "邹": 2, "熊": 2, "金": 2, "陆": 2,
    "郝": 2, "孔": 2, "白": 2, "崔": 2, "康": 2, "毛": 2, "邱": 2, "秦": 2, "江": 2, "史": 2,
    "顾": 2, "侯": 2, "邵": 2, "孟": 2, "龙": 2, "万": 2, "段": 2, "雷": 2, "钱": 2, "汤": 2,
    "尹": 2, "黎": 2, "易": 1, "常": 1, "武": 1, "乔": 1, "贺": 1, "赖": 1, "龚": 1, "普": 1,
    "起": 1, "鲁": 1, "欧阳": 1,
}  # fmt: skip

# (born before this year, sex) → characters for the first and for the second place of a given name
_GIVEN = (
    (1950, "1", "国正文德家永光富仁兴万成世福", "才明清华林昌贵荣祥发有财义安"),
    (1950, "2", "桂秀玉淑兰凤素金翠美月琼惠", "兰英珍芳芝华仙香莲琴梅珠"),
    (1970, "1", "建国志文卫红永新学春跃忠明荣", "国军华明平强民生林勇东伟才"),
    (1970, "2", "秀丽桂玉美红春晓艳琼冬建淑", "英华芬兰珍萍琴梅霞芳云莲"),
    (1990, "1", "志海晓俊建永文立伟振国宏云", "强伟峰勇军斌波涛辉杰鹏刚飞"),
    (1990, "2", "丽晓海艳红雪春燕小玉慧文", "丽娟敏静燕霞萍艳芳琳梅玲"),
    (2005, "1", "浩文宇俊家子志天明嘉思凯", "然轩杰宇鑫豪涛辰明博航"),
    (2005, "2", "雨思佳婷雅欣梦晓文诗玉嘉", "婷怡欣琪颖雪洁瑶涵琳萱"),
    (9999, "1", "子浩宇梓俊一沐奕辰铭嘉泽", "轩泽辰宸睿然阳宇航霖熙"),
    (9999, "2", "梓子欣一雨诗若语思可沐悦", "涵萱妍彤琪瑶桐诺汐悦宁"),
)


class Weighted:
    """Draws items in proportion to whole-number weights; built once, drawn from often."""

    def __init__(self, weights: dict[str, int]) -> None:
        self._items: Sequence[str] = list(weights)
        self._limits = list(accumulate(weights.values()))

    def draw(self, random: Random) -> str:
        return self._items[bisect_right(self._limits, random.random() * self._limits[-1])]


_surnames = Weighted(_SURNAMES)


def draw_surname(random: Random) -> str:
    return _surnames.draw(random)


def draw_given_name(random: Random, *, sex: str, born: date) -> str:
    """One or two characters of the fashion of the decade of birth; `sex` by GB/T 2261.1."""
    first, second = next(row[2:] for row in _GIVEN if born.year < row[0] and row[1] == sex)
    style = random.random()
    if style < 0.14:
        return random.choice(second)
    if style < 0.17:
        return random.choice(second) * 2
    return random.choice(first) + random.choice(second)
