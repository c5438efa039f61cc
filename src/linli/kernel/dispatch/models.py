from django.db import models
from django.db.models.functions import Now


class Dispatch(models.Model):
    """One message to one person by one channel. `key` makes repeats harmless; the text is sealed."""

    class State(models.TextChoices):
        QUEUED = "queued"
        SENDING = "sending"
        SENT = "sent"
        FAILED = "failed"

    key = models.CharField(max_length=128, unique=True)
    person_id = models.BigIntegerField()
    channel = models.CharField(max_length=16)
    subject = models.CharField(max_length=64)
    template = models.CharField(max_length=64)
    text_sealed = models.BinaryField()
    link = models.CharField(max_length=200, default="", blank=True)
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
                fields=["next_at"], condition=~models.Q(state__in=["sent", "failed"]), name="dispatch_due"
            ),
            models.Index(fields=["person_id", "-id"], name="dispatch_person"),
            models.Index(fields=["subject", "id"], name="dispatch_subject"),
        ]
