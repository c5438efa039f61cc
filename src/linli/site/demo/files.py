"""What else a file says, made up from what was drawn: ethnicity, marital status, kin, labels. Writes nothing."""

from collections.abc import Iterator, Sequence
from datetime import date
from zlib import crc32

from linli.site.demo.households import FEMALE, HEAD, MALE, OLD_AGE, Member, member_age

_HAN, _YI, _BAI, _HUI = "01", "07", "14", "03"
_SHARES = {"53": ((_HAN, 66), (_YI, 26), (_BAI, 5), (_HUI, 3)), "": ((_HAN, 97), (_HUI, 3))}
"""Ethnicities in per cent, by province; made up, as everything here."""

SINGLE, MARRIED, WIDOWED, DIVORCED = "10", "20", "30", "40"
_SPOUSES = ("11", "12")
_SENIOR = 60


def ethnicity_of(household: str, region: str) -> str:
    """One for a household, always the same for its number."""
    drawn = crc32(household.encode()) % 100
    for code, share in _SHARES.get(region[:2], _SHARES[""]):
        if drawn < share:
            return code
        drawn -= share
    return _HAN


def marital_of(member: Member, household: Sequence[Member], today: date) -> str:
    """Married if a spouse is in the household; else by age."""
    couple = any(other.relation in _SPOUSES for other in household)
    if couple and (member.relation == HEAD or member.relation in _SPOUSES):
        return MARRIED
    age = member_age(member, today)
    if age >= _SENIOR:
        return WIDOWED
    if member.relation == HEAD and any(other.relation[0] in "23" for other in household):
        return DIVORCED
    return SINGLE if age < 35 else MARRIED


def kin_of(household: Sequence[Member]) -> Iterator[tuple[int, int, str]]:
    """(who, whose, what the second is to the first) by place in the household; every pair both ways."""
    heads = [place for place, member in enumerate(household) if member.relation in (HEAD, *_SPOUSES)]
    children = [place for place, member in enumerate(household) if member.relation[0] in "23"]
    if len(heads) == 2:
        yield heads[0], heads[1], "spouse"
        yield heads[1], heads[0], "spouse"
    for parent in heads:
        for child in children:
            yield child, parent, "parent"
            yield parent, child, "child"


def labels_of(member: Member, household: Sequence[Member], *, number: str, today: date) -> list[str]:
    """Clear labels: what age and household say, and a few by lot, which the identity number draws."""
    age, lot = member_age(member, today), crc32(number.encode()) % 1_000
    alone = len(household) == 1
    facts = {
        "living-alone": age >= _SENIOR and alone,
        "empty-nest": age >= _SENIOR and len(household) == 2 and household[1].relation in _SPOUSES,
        "old-age": age >= OLD_AGE,
        "low-income": lot < 25 or (alone and age >= 70 and lot < 150),
        "disabled": 200 <= lot < 225,
        "party-member": age >= 25 and 300 <= lot < 370,
        "veteran": member.sex == MALE and age >= 25 and 400 <= lot < 430,
        "volunteer": 18 <= age <= 75 and 500 <= lot < 580,
    }
    return [code for code, holds in facts.items() if holds]


def sealed_labels_of(member: Member, *, number: str, today: date) -> list[str]:
    """Labels of the sealed tier: rare, as each is encrypted."""
    age, lot = member_age(member, today), crc32(f"sealed {number}".encode()) % 1_000
    if age >= _SENIOR and lot < 60:
        return ["chronic-illness"]
    return ["pregnancy"] if member.sex == FEMALE and 20 <= age <= 40 and lot < 8 else []
