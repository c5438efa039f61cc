"""What is dropped at night because nobody needs it any more. Ages are by the database's clock, not the demo's."""

from datetime import timedelta
from typing import Final

from django.contrib.sessions.models import Session
from django.db.models.functions import Now

from linli.kernel.installation.models import HeldForm, IdempotencyKey

HELD_FORMS_KEPT: Final = timedelta(days=1)
KEYS_KEPT: Final = timedelta(days=30)
"""A program that repeats a call does so within minutes; a form left open in a browser may be sent weeks later."""


def forget_held_forms() -> int:
    """Drop forms that nobody came back for; returns how many."""
    return HeldForm.objects.filter(created_at__lt=Now() - HELD_FORMS_KEPT).delete()[0]


def forget_keys() -> int:
    """Drop keys of what was carried out long ago; returns how many."""
    return IdempotencyKey.objects.filter(created_at__lt=Now() - KEYS_KEPT).delete()[0]


def forget_sessions() -> int:
    """Drop sessions that have run out; returns how many."""
    return Session.objects.filter(expire_date__lt=Now()).delete()[0]
