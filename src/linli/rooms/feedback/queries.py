"""Reading ratings."""

from linli.engines.cases.models import Case
from linli.rooms.feedback.models import Rating


def get_rating(case: Case) -> Rating | None:
    """The rating of a case that the caller may see, or None."""
    return Rating.objects.filter(case=case).first()
