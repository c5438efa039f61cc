"""How a name sounds in pinyin, with the readings that surnames have of their own. Pure.

Readings of surnames after the list of the Ministry of Education's 通用规范汉字字典 (entries marked 姓); where both are
heard, both find.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import islice, product
from typing import Final

from pypinyin import Style, pinyin
from pypinyin.constants import PINYIN_DICT
from pypinyin.contrib.tone_convert import to_normal

_READINGS_AT_MOST: Final = 4
_LONGEST: Final = 6
"""Letters of the longest syllable: zhuang."""
_SYLLABLES_AT_MOST: Final = 4
_VOWELS: Final = frozenset("aeiouv")
_AFTER_JQXY: Final = re.compile(r"([jqxy])v")
_MEANT_V: Final = re.compile(r"([ln])u(?![oan])")

_COMPOUND: Final = """
欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶
太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 令狐 百里 呼延 东郭 南门 拓跋 轩辕 西门 单于
淳于 完颜 纳兰 第五 耶律 贺兰 哥舒 达奚 斛律 段干 巫马 公西 漆雕 乐正 壤驷 公良 夹谷 宰父 谷梁 左丘
东门 子车 颛孙 梁丘 叱干 微生
"""
COMPOUND: Final = frozenset(_COMPOUND.split())
"""Surnames of two characters."""

_SURNAMES: Final = {
    "单": "shan", "曾": "zeng", "仇": "qiu", "解": "xie", "查": "zha", "盖": "ge gai", "区": "ou", "任": "ren",
    "朴": "piao", "翟": "zhai di", "乐": "yue le", "缪": "miao", "覃": "qin tan", "隗": "kui wei", "召": "shao",
    "种": "chong", "冼": "xian", "洗": "xian", "繁": "po", "秘": "bi", "牟": "mu mou", "逄": "pang", "晁": "chao",
    "折": "she", "黑": "he hei", "员": "yun", "宓": "mi fu", "佴": "nai", "都": "du", "钭": "tou", "燕": "yan",
    "宁": "ning", "纪": "ji", "华": "hua", "郗": "xi chi", "祭": "zhai", "车": "che", "么": "yao", "訾": "zi",
    "过": "guo", "哈": "ha", "句": "gou", "阚": "kan", "郇": "xun huan", "教": "jiao", "莘": "shen xin",
    "尹": "yin", "应": "ying", "於": "yu", "占": "zhan", "钻": "zuan", "葛": "ge", "令": "ling", "曲": "qu",
    "石": "shi", "长": "chang zhang", "行": "xing hang", "幸": "xing", "臧": "zang", "殷": "yin", "叶": "ye",
    "尉": "wei", "俞": "yu", "喻": "yu", "贾": "jia", "柏": "bai bo", "薄": "bo", "鲍": "bao", "卜": "bu",
    "重": "chong", "粘": "nian", "沈": "shen", "盛": "sheng", "适": "kuo shi", "谌": "chen shen", "撒": "sa",
    "郝": "hao", "藏": "zang", "尉迟": "yu chi", "万俟": "mo qi", "长孙": "zhang sun", "单于": "chan yu",
    "澹台": "tan tai", "令狐": "ling hu", "乐正": "yue zheng",
}  # fmt: skip

_GIVEN: Final = {
    "乐": "le yue", "行": "xing hang", "重": "chong zhong", "朝": "chao zhao", "长": "chang zhang", "茜": "qian xi",
    "晟": "sheng cheng", "传": "chuan zhuan", "还": "huan hai", "好": "hao", "会": "hui", "降": "jiang xiang",
    "奇": "qi", "曾": "zeng", "单": "dan shan", "大": "da", "都": "du dou", "调": "tiao diao", "和": "he", "少": "shao",
    "省": "sheng xing", "盛": "sheng", "校": "xiao", "兴": "xing", "朴": "pu piao", "强": "qiang", "铅": "qian",
    "娜": "na nuo", "莎": "sha", "婷": "ting", "盖": "gai", "卡": "ka", "柏": "bai bo", "薄": "bo", "车": "che",
    "沈": "shen", "佳": "jia", "家": "jia", "石": "shi", "颉": "jie xie", "翟": "zhai di", "圳": "zhen", "濛": "meng",
    "珲": "hun hui", "俊": "jun", "率": "shuai lv", "藏": "cang zang", "相": "xiang", "为": "wei", "中": "zhong",
    "正": "zheng", "什": "shi shen", "干": "gan", "贾": "jia", "解": "jie xie", "仇": "qiu chou", "华": "hua",
}  # fmt: skip


def split_name(name: str) -> tuple[str, str]:
    """Surname and given name of a name in Han characters: 欧阳 | 国立, 张 | 国立."""
    size = 2 if len(name) > 2 and name[:2] in COMPOUND else 1
    return name[:size], name[size:]


def readings_of(surname: str, given: str) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Syllables of surname and given name, the likeliest first; none where a character has no reading."""
    choices = [*_surname_choices(surname), *map(_given_choices, given)]
    if not all(choices):
        return []
    found = islice(product(*choices), _READINGS_AT_MOST)
    return [(one[: len(surname)], one[len(surname) :]) for one in found]


@lru_cache(maxsize=40_000)
def _default(character: str) -> str:
    """The usual reading without tone, ü as v; empty for what is no Han character."""
    read: list[list[str]] = pinyin(character, style=Style.NORMAL, errors="ignore")
    return read[0][0].replace("ü", "v") if read else ""


def _surname_choices(surname: str) -> Iterator[list[str]]:
    if surname in _SURNAMES and len(surname) > 1:
        yield from ([syllable] for syllable in _SURNAMES[surname].split())
        return
    for character in surname:
        yield _choices(_SURNAMES, character)


def _given_choices(character: str) -> list[str]:
    return _choices(_GIVEN, character)


def _choices(table: dict[str, str], character: str) -> list[str]:
    if character in table:
        return table[character].split()
    usual = _default(character)
    return [usual] if usual else []


def sounds_of(name: str) -> list[str]:
    """How a folded name in Han characters may be read, as one word each."""
    return ["".join(hers + rest) for hers, rest in readings_of(*split_name(name))]


def starts_of(syllables: Sequence[str]) -> Iterator[str]:
    """Where somebody may stop typing: zhang guo li → zhangg, zhangguo, zhangguol. What she types between them is
    compared with the name itself."""
    for at in range(1, len(syllables)):
        whole = "".join(syllables[:at])
        yield whole + syllables[at][0]
        if at > 1:
            yield whole


def anchors_of(text: str) -> Iterator[str]:
    """The keys of `starts_of` by which a name that begins so may be found: zhanggu → zhangg."""
    for syllables, rest in _cuts(text):
        if syllables and rest:
            yield "".join(syllables) + rest[0]
        elif len(syllables) > 1:
            yield "".join(syllables)


def surnames_before(text: str) -> Iterator[tuple[str, str]]:
    """A syllable and the letters after it: zhanggl → zhang | gl."""
    for end in range(1, min(len(text), _LONGEST) + 1):
        if text[:end] in _syllables():
            yield text[:end], text[end:]


def _cuts(text: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Syllables one after the other from the beginning, and what is left that only begins one, or nothing."""
    stack: list[tuple[tuple[str, ...], str]] = [((), text)]
    while stack:
        found, rest = stack.pop()
        if not rest or (found and any(one != rest and one.startswith(rest) for one in _syllables())):
            yield found, rest
        if rest and len(found) < _SYLLABLES_AT_MOST:
            stack += [((*found, one), more) for one, more in surnames_before(rest)]


@cache
def _syllables() -> frozenset[str]:
    """Every syllable that a Han character is read with, without tones, ü as v."""
    toned = {one for readings in PINYIN_DICT.values() for one in readings.split(",")}
    return frozenset(filter(None, map(_toneless, toned)))


def _toneless(reading: str) -> str:
    plain = to_normal(reading).replace("ü", "v")
    known = plain.isascii() and plain.isalpha() and len(plain) <= _LONGEST and not _VOWELS.isdisjoint(plain)
    return plain if known else ""


def spellings_of(text: str) -> list[str]:
    """Pinyin as it is looked for: the many ways to write ü are v (ü, u:, lyu, nyu, lu where lü is meant), but u after
    j, q, x and y. `chenyuqi` stays as it is too."""
    plain = _AFTER_JQXY.sub(r"\1u", text.replace("u:", "v").replace("ü", "v"))
    return list(
        dict.fromkeys((plain, plain.replace("lyu", "lv").replace("nyu", "nv"), _MEANT_V.sub(r"\1v", plain)))
    )
