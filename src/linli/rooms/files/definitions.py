"""Columns of a spreadsheet of persons by the titles that towns give them, and what people write for codes. Pure."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from linli.engines.sheets.columns import Kind


class Column(NamedTuple):
    """`titles` are what people write over it; a title with one of `never` in it is about somebody else."""

    kind: Kind
    titles: tuple[str, ...]
    never: tuple[str, ...] = ()


def _column(kind: Kind, titles: str, never: str = "") -> Column:
    return Column(kind, tuple(titles.split()), tuple(never.split()))


def _words(text: str) -> dict[str, str]:
    """`男性=1 女性=2`."""
    pairs = (pair.partition("=") for pair in text.split())
    return {word: code for word, _sign, code in pairs}


_OTHERS: Final = "户主 父亲 母亲 父母 监护人 联系人 配偶 经办 填表 网格员 负责人 单位 代办 机构"
_IDENTITY: Final = """
身份证号 身份证号码 公民身份号码 公民身份证号码 身份证 居民身份证号码 证件号码 证件号 公民身份证 身份号码 本人身份证号
"""
_PHONE: Final = "联系电话 电话 手机 手机号 手机号码 联系方式 电话号码 本人电话 移动电话"
_HOUSEHOLD: Final = "户号 户编号 家庭编号 户籍号 户口簿号 户口号 家庭户号 户口本编号 居民户号"
_RELATION: Final = "与户主关系 与户主的关系 户主关系 家庭关系 关系 与本户关系 成员关系"
_REGISTERED: Final = """
户籍地址 户籍住址 户口地址 户籍地 户口所在地 户籍所在地 户籍详细地址 身份证地址 身份证住址
"""
_DWELLING: Final = """
现住址 住址 居住地址 家庭住址 现居住地址 现居住地 常住地址 地址 详细地址 现住地址 居住地 房屋地址 家庭地址
"""
_COMMUNITY: Final = "社区 村社区 所属社区 社区村 村居 所在社区 社区名称 村委会 居委会 村名 行政村"

COLUMNS: Final[Mapping[str, Column]] = {
    "name": _column("name", "姓名 名字 居民姓名 人员姓名 成员姓名 家庭成员姓名 家庭成员 本人姓名", _OTHERS),
    "id_number": _column("identity", _IDENTITY, _OTHERS),
    "document_kind": _column("code", "证件类型 证件种类 证件类别", _OTHERS),
    "sex": _column("code", "性别", _OTHERS),
    "birth_date": _column("date", "出生日期 出生年月日 出生年月 生日 出生时间", _OTHERS),
    "phone": _column("phone", _PHONE, _OTHERS),
    "ethnicity": _column("code", "民族", _OTHERS),
    "nationality": _column("code", "国籍 国籍地区", _OTHERS),
    "marital": _column("code", "婚姻状况 婚姻 婚姻状态 婚否", _OTHERS),
    "household": _column("text", _HOUSEHOLD),
    "household_kind": _column("code", "户类型 户别类型 户的类型 居住类型 户性质"),
    "relation": _column("code", _RELATION),
    "registered_address": _column("text", _REGISTERED),
    "dwelling_address": _column("text", _DWELLING, "单位 户籍 身份证 工作"),
    "community": _column("text", _COMMUNITY),
    "since": _column("date", "入户日期 迁入日期 迁入时间 入住日期 入住时间 居住起始日期", _OTHERS),
}
"""Field of `registers.people.importing.given` → column."""

ESSENTIAL: Final = (
    "name",
    "id_number",
    "birth_date",
    "sex",
    "household",
    "household_kind",
    "relation",
    "community",
)
"""What cannot be read there refuses the row; of others the value is left out, and the row is doubtful."""

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "sex": _words("男=1 女=2 男性=1 女性=2 m=1 f=2 男生=1 女生=2"),
    "marital": _words(
        "未=10 单身=10 否=10 有配偶=20 已=20 结婚=20 是=20 丧=30 丧夫=30 丧妻=30 离=40 离异=40"
    ),
    "relation": _words(
        "户主本人=02 本户=02 本人=02 妻子=12 爱人=10 夫妻=10 老婆=12 媳妇=12 丈夫=11 老公=11 之妻=12 "
        "之夫=11 儿子=20 之子=20 "
        "长男=22 大儿子=22 二子=23 二儿子=23 养子=27 继子=27 女儿=30 之女=30 大女儿=32 二女=33 二女儿=33 "
        "养女=37 继女=37 "
        "媳=38 儿媳妇=38 婿=28 孙=41 外孙=43 父=51 爸爸=51 之父=51 母=52 妈妈=52 之母=52 爷爷=61 奶奶=62 "
        "外公=63 外婆=64 "
        "哥哥=71 兄长=71 弟弟=73 姐=75 妹=77 嫂子=72 侄=93 其他亲属关系=97 其它=80 非亲属关系=99 保姆=99 租客=99"
    ),
    "household_kind": _words(
        "户籍=registered 户籍户=registered 户籍人口=registered 家庭户=registered 本地户籍=registered "
        "常住户=dwelling "
        "居住户=dwelling 居住=dwelling 流动人口=dwelling 租住=dwelling 租户=dwelling 暂住=dwelling"
    ),
    "document_kind": _words(
        "居民身份证= 身份证= 第二代居民身份证= 户口簿= 港澳台居民居住证= 港澳居民居住证= 台湾居民居住证= "
        "外国人永久居留身份证= "
        "护照=passport 外国护照=passport 中国护照=passport 港澳居民来往内地通行证=hm-permit 港澳通行证=hm-permit "
        "回乡证=hm-permit 台湾居民来往大陆通行证=tw-permit 台胞证=tw-permit 军官证=military 士兵证=military "
        "出生医学证明=birth-certificate 出生证=birth-certificate 其他=other"
    ),
    "nationality": _words("中国籍=CHN 中华人民共和国=CHN"),
}
"""Field → word → code, beside the words and codes of the standard."""
