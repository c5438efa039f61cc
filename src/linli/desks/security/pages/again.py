"""Whoever gives or takes away rights shows once more who it is, if that was longer ago than ten minutes."""

from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest, HttpResponse


@reauthentication_required  # type: ignore[untyped-decorator]  # allauth has no types
def ask_again(request: HttpRequest) -> HttpResponse:
    """Raises allauth's `ReauthenticationRequired`: the form is kept, asked for the password or the second factor, and
    sent then. Called after the lookup, so that what is not there looks the same to everybody."""
    return HttpResponse()
