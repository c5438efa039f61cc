"""Numbers that can belong to nobody: region 999999 is unassigned, and so is the mobile prefix 154. Pure."""

from collections.abc import Mapping
from datetime import date

from linli.kernel.codes import id_number_for
from linli.site.demo.households import MALE

REGION = "999999"
PHONE_PREFIX = "154"

_PER_DAY = 500
"""Sequence numbers for each sex and day of birth: three digits, odd for men."""

_STEP = 317
"""Without a common factor with 500, so that counting through it meets every number once."""


class IdNumbers:
    """Hands out identity numbers (GB 11643) of the region 999999, none twice.

    `used` tells how many were handed out before, by day of birth and sex. Raises ValueError when the 500
    of a day and sex are used up, which takes some ten million residents.
    """

    def __init__(self, used: Mapping[tuple[date, str], int]) -> None:
        self._used = dict(used)

    def take(self, *, born: date, sex: str) -> str:
        count = self._used.get((born, sex), 0)
        if count >= _PER_DAY:
            raise ValueError(f"no identity number is left for {born}: build a smaller demo")
        self._used[born, sex] = count + 1
        return id_number_for(REGION, born, 2 * (count * _STEP % _PER_DAY) + (sex == MALE))


class Phones:
    """Hands out mobile numbers of the prefix 154, which no operator was given; 100 million of them."""

    def __init__(self, used: int) -> None:
        self._used = used

    def take(self) -> str:
        self._used += 1
        return f"{PHONE_PREFIX}{self._used * 61_803_399 % 100_000_000:08d}"
