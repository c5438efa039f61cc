from django.db import models
from django.db.models.functions import Now

ENDED = ("sent", "failed", "expired")


class Dispatch(models.Model):
    """One message to one person by one channel. `key` makes repeats harmless; text and address are sealed.

    Without a person it is for whoever holds the post that `recipient_id` (kept for the one who queued it) stands
    for. Between `quiet_from` and `quiet_until` (Shanghai) it is not sent, after `expires_at` not any more; an urgent
    one minds neither quiet hours nor the bound on messages a day.
    """

    class State(models.TextChoices):
        QUEUED = "queued"
        SENDING = "sending"
        SENT = "sent"
        FAILED = "failed"
        EXPIRED = "expired"

    key = models.CharField(max_length=128, unique=True)
    person_id = models.BigIntegerField(null=True)
    recipient_id = models.BigIntegerField(null=True, db_index=True)
    channel = models.CharField(max_length=16)
    subject = models.CharField(max_length=64)
    template = models.CharField(max_length=64)
    text_sealed = models.BinaryField()
    to_sealed = models.BinaryField(null=True)
    link = models.CharField(max_length=200, default="", blank=True)
    urgent = models.BooleanField(default=False)
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    attempts = models.SmallIntegerField(default=0)
    next_at = models.DateTimeField(db_default=Now())
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    receipt = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        db_table = "dispatch"
        indexes = [
            models.Index(
                fields=["next_at"], condition=~models.Q(state__in=list(ENDED)), name="dispatch_open"
            ),
            models.Index(
                fields=["recipient_id"],
                condition=models.Q(state__in=["failed", "expired"]),
                name="dispatch_parked",
            ),
            models.Index(fields=["person_id", "-id"], name="dispatch_person"),
            models.Index(fields=["subject", "id"], name="dispatch_subject"),
        ]
