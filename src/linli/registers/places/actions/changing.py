"""Changing the tree from a day on: versions are closed and opened, never edited.

Rows of other tables keep the place id they were written with, so history stays where it happened.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _
from psycopg import sql

from linli.kernel.actors import Actor
from linli.kernel.audit.actions import record
from linli.kernel.errors import Conflict, DomainError
from linli.registers.places.divisions import spell
from linli.registers.places.models import Place, PlaceSuccession, PlaceVersion
from linli.registers.places.policies import check_may_change
from linli.registers.places.queries import forget, get_version, position_of
from linli.registers.places.rules import SCOPED_LEVELS, join_name, level_of_code, parent_code

TREE_LOCK = 7_160_002

_CLOSE = """
UPDATE place_version SET valid = daterange(lower(valid), %(day)s)
WHERE {level} = %(place)s AND upper_inf(valid) AND (lower_inf(valid) OR lower(valid) < %(day)s) RETURNING id
"""
_REOPEN = """
INSERT INTO place_version (place_id, code, name, full_name, initials, level, parent_id,
    province, city, county, town, community, grid, urban_class, urban_class_source, valid)
SELECT place_id, code, name, full_name, initials, level, parent_id,
    province, city, county, town, community, grid, urban_class, urban_class_source, daterange(%(day)s, NULL)
FROM place_version WHERE id = ANY(%(closed)s)
"""
_CHANGE = """
UPDATE place_version SET
    code = %(code)s || substr(code, %(code_length)s + 1),
    full_name = %(full_name)s || substr(full_name, %(full_name_length)s + 1),
    name = CASE WHEN place_id = %(place)s THEN %(name)s ELSE name END,
    initials = CASE WHEN place_id = %(place)s THEN %(initials)s ELSE initials END,
    parent_id = CASE WHEN place_id = %(place)s THEN %(parent)s ELSE parent_id END{above}
WHERE {level} = %(place)s AND upper_inf(valid)
"""


class BadCode(DomainError):
    """A code that does not belong below that of the parent, or has the wrong number of digits."""

    code = "place_bad_code"


def add_place(
    *, code: str, name: str, parent_id: int, day: date, actor: Actor, now: datetime
) -> PlaceVersion:
    """Found a place under another from `day` on. Raises `BadCode`, `Conflict` if the code is borne,
    `NotFound`.
    """
    with transaction.atomic():
        _lock()
        parent = get_version(parent_id, day)
        position = position_of(parent)
        check_may_change(actor, position)
        _check_code(code, parent)
        if PlaceVersion.objects.filter(code=code, valid__upper_inf=True).exists():
            raise Conflict(_("Another place bears the code %(code)s already.") % {"code": code}, field="code")
        place = Place.objects.create()
        level = level_of_code(code)
        columns = {above: getattr(position, above) for above in SCOPED_LEVELS} | {level: place.id}
        version = PlaceVersion.objects.create(
            place=place,
            code=code,
            name=name,
            full_name=join_name(parent.full_name, level, name, parent.name),
            initials=spell(name),
            level=level,
            parent_id=parent.place_id,
            valid=(day, None),
            **columns,
        )
        _trace("place.add", [place.id], actor, now)
    return version


def rename(*, place_id: int, name: str, day: date, actor: Actor, now: datetime) -> PlaceVersion:
    """Give a place another name from `day` on; everything inside gets its new full name on the same day.

    Raises `NotFound`, and `Conflict` if a later change is recorded already.
    """
    with transaction.atomic():
        _lock()
        here = get_version(place_id, day)
        check_may_change(actor, position_of(here))
        above = get_version(here.parent_id, day) if here.parent_id else None
        _reissue(here, day=day, name=name, code=here.code, parent=above)
        _trace("place.rename", [place_id], actor, now)
    return get_version(place_id, day)


def move(*, place_id: int, parent_id: int, code: str, day: date, actor: Actor, now: datetime) -> PlaceVersion:
    """Put a place under another, or renumber it where it is: codes of everything inside change with it.

    Raises `BadCode`, `NotFound`, and `Conflict` as `rename`, or if another place bears the code.
    """
    with transaction.atomic():
        _lock()
        here, parent = get_version(place_id, day), get_version(parent_id, day)
        check_may_change(actor, position_of(here))
        check_may_change(actor, position_of(parent))
        _check_code(code, parent)
        if level_of_code(code) != here.level:
            raise BadCode(_("The code does not have the digits of this level."), field="code")
        others = PlaceVersion.objects.filter(code=code, valid__upper_inf=True).exclude(place_id=place_id)
        if others.exists():
            raise Conflict(_("Another place bears the code %(code)s already.") % {"code": code}, field="code")
        _reissue(here, day=day, name=here.name, code=code, parent=parent)
        _trace("place.move", [place_id], actor, now)
    return get_version(place_id, day)


def succeed(
    *, place_ids: Sequence[int], successor_ids: Sequence[int], day: date, actor: Actor, now: datetime
) -> None:
    """End places on `day`; the successors took over: one from many is a merger, many from one a split.

    The successors exist on that day (`add_place` them first). Raises `NotFound`, and `Conflict` if a place
    still has places inside, or a change on or after that day is recorded already.
    """
    with transaction.atomic():
        _lock()
        ending = [get_version(place_id, day) for place_id in place_ids]
        following = [get_version(place_id, day) for place_id in successor_ids]
        for version in (*ending, *following):
            check_may_change(actor, position_of(version))
        if len({version.level for version in (*ending, *following)}) != 1 or set(place_ids) & set(
            successor_ids
        ):
            raise Conflict(_("Only other places of the same level can take over."))
        for version in ending:
            _end(version, day)
        PlaceSuccession.objects.bulk_create(
            PlaceSuccession(place_id=old.place_id, successor_id=new.place_id, day=day)
            for old in ending
            for new in following
        )
        _trace("place.succeed", [*place_ids, *successor_ids], actor, now)


def _end(version: PlaceVersion, day: date) -> None:
    if PlaceVersion.objects.filter(parent_id=version.place_id, valid__upper_inf=True).exists():
        raise Conflict(
            _("%(name)s still has places inside: move or end them first.") % {"name": version.name}
        )
    _check_unchanged_since(version, day)
    if version.valid.lower == day:
        raise Conflict(_("%(name)s begins on that very day.") % {"name": version.name}, field="day")
    PlaceVersion.objects.filter(id=version.id).update(valid=(version.valid.lower, day))


def _reissue(here: PlaceVersion, *, day: date, name: str, code: str, parent: PlaceVersion | None) -> None:
    """Close the versions of a place and of all inside it on `day`, open them anew, and change what is open.

    Versions that begin on that very day are changed as they are: several changes may fall on one day.
    """
    _check_unchanged_since(here, day)
    full_name = join_name(parent.full_name, here.level, name, parent.name) if parent else name
    above = SCOPED_LEVELS[: SCOPED_LEVELS.index(here.level)]
    values: dict[str, Any] = {
        "place": here.place_id,
        "day": day,
        "code": code,
        "code_length": len(here.code),
        "name": name,
        "initials": spell(name),
        "full_name": full_name,
        "full_name_length": len(here.full_name),
        "parent": parent.place_id if parent else None,
    }
    moved = [
        sql.SQL(", {} = {}").format(sql.Identifier(at), sql.Literal(getattr(parent, at))) for at in above
    ]
    level = sql.Identifier(here.level)
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(_CLOSE).format(level=level).as_string(), values)
        values["closed"] = [row[0] for row in cursor.fetchall()]
        cursor.execute(_REOPEN, values)
        change = sql.SQL(_CHANGE).format(level=level, above=sql.Composed(moved))
        cursor.execute(change.as_string(), values)


def _check_unchanged_since(version: PlaceVersion, day: date) -> None:
    inside = PlaceVersion.objects.filter(**{version.level: version.place_id}, valid__upper_inf=True)
    if version.valid.upper is not None or inside.filter(valid__startswith__gt=day).exists():
        raise Conflict(
            _("%(name)s, or a place inside it, has changed after that day already: choose a later day.")
            % {"name": version.name},
            field="day",
        )


def _check_code(code: str, parent: PlaceVersion) -> None:
    try:
        level_of_code(code)
    except ValueError:
        raise BadCode(_("A code has 2, 4, 6, 9, 12 or 15 digits."), field="code") from None
    if parent_code(code) != parent.code:
        message = _("The code must be that of the parent, %(code)s, and the digits of one level more.")
        raise BadCode(message % {"code": parent.code}, field="code")


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TREE_LOCK])


def _trace(act: str, place_ids: Sequence[int], actor: Actor, now: datetime) -> None:
    for place_id in place_ids:
        record(actor=actor, now=now, kind="change", act=act, object_ref=f"place:{place_id}")
    forget()
    transaction.on_commit(forget)
