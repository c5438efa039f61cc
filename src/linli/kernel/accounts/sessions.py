"""Ending sessions: at once, wherever they are."""

from allauth.usersessions.models import UserSession
from django.db.models import F

from linli.kernel.accounts.models import User


def end_sessions(user_id: int) -> None:
    """Every session of the account is over with its next request, those that no list knows too."""
    User.objects.filter(pk=user_id).update(session_round=F("session_round") + 1)
    UserSession.objects.filter(user_id=user_id).delete()


def count_sessions(user_id: int) -> int:
    """Browsers in which the account is logged in, as far as the list of devices knows."""
    return int(UserSession.objects.filter(user_id=user_id).count())
