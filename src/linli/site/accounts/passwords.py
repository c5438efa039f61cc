"""Passwords that are guessed early although no list holds them: a known word, and digits around it."""

import re
from functools import cache
from typing import Final

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

SHORTEST: Final = 4
"""With fewer letters in the middle nearly everything is digits."""
_WORDS: Final = """
    woaini woaiwojia woaizhongguo woshinidie zhongguo beijing shanghai guangzhou shenzhen chengdu kunming yunnan
    chuxiong minzheng shequ jiedao xiangzhen linli wangge gongzuo denglu mima anquan guanli guanliyuan shiwu fuwu
    zhengwu bangong xiaoming laopo laogong baobei shengri xinnian kuaile facai pingan jiankang caonima nihao
    wang zhang liu chen yang zhao huang zhou zhu gao lin guo luo zheng liang xie song tang deng feng zeng peng xiao tian
    dong yuan cheng shen jiang wei"""
WORDS: Final = frozenset(_WORDS.split())
"""Pinyin of what people write, beside Django's list of 20,000 known passwords."""
_AROUND: Final = re.compile(r"^[\W\d_]+|[\W\d_]+$")


class WordWithDigitsValidator:
    """Refuses `wang123456`, `2008beijing`, `Admin@2024`: works offline, like all the others."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        core = _AROUND.sub("", password.lower())
        if len(core) < SHORTEST or core in _known():
            raise ValidationError(self.get_help_text(), code="password_word_with_digits")

    def get_help_text(self) -> str:
        return _("A known word with digits around it is guessed early. Put three or four words together.")


@cache
def _known() -> frozenset[str]:
    return WORDS | frozenset(CommonPasswordValidator().passwords)
