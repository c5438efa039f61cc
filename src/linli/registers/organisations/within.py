"""Posts and accounts by place: who looks after accounts, and who audits that, does so within the places of a post."""

from collections.abc import Iterable
from datetime import date

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from linli.kernel.accounts.models import User
from linli.registers.organisations.models import Appointment
from linli.registers.places.models import PlaceVersion
from linli.registers.places.queries import EVERYWHERE
from linli.registers.places.rules import parse_scope


def posts_within(scopes: Iterable[str], prefix: str = "") -> Q:
    """Posts that hold in these places, or in units that stand there; `prefix` leads to them, such as `post__`."""
    wanted = set(scopes)
    if EVERYWHERE in wanted:
        return Q()
    places = Q(pk__in=[])
    for scope in wanted:
        level, place_id = parse_scope(scope)
        places |= Q(**{level: place_id})
    inside = PlaceVersion.objects.filter(places)
    named = inside.annotate(scope=Concat(F("level"), Value(":"), Cast("place_id", CharField())))
    units = Q(**{f"{prefix}scope__startswith": "organisation:"}) & Q(
        **{f"{prefix}organisation__place_id__in": inside.values("place_id")}
    )
    return Q(**{f"{prefix}scope__in": named.values("scope")}) | units


def accounts_within(scopes: Iterable[str], *, day: date) -> QuerySet[User]:
    """Accounts that hold no post anywhere else on `day` or later: those with posts in these places, and those without
    any. No scopes give none."""
    wanted = set(scopes)
    if not wanted:
        return User.objects.none()
    later = Appointment.objects.filter(
        Q(valid__endswith__gt=day) | Q(valid__upper_inf=True), user=OuterRef("pk")
    )
    return User.objects.exclude(Exists(later.exclude(posts_within(wanted, "post__"))))


def accounts_ever_within(scopes: Iterable[str]) -> QuerySet[User]:
    """Accounts that ever held a post in these places, and those that never held one anywhere. No scopes give none."""
    wanted = set(scopes)
    if not wanted:
        return User.objects.none()
    ever = Appointment.objects.filter(user=OuterRef("pk"))
    return User.objects.filter(Exists(ever.filter(posts_within(wanted, "post__"))) | ~Exists(ever))
