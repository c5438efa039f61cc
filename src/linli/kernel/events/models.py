from django.db import models
from django.db.models.functions import Now


class EventLog(models.Model):
    """What happened to which subject, where, by whom; payloads hold ids and codes, never personal text."""

    name = models.CharField(max_length=64)
    subject = models.CharField(max_length=64)
    place_id = models.BigIntegerField(null=True)
    payload = models.JSONField()
    actor_user_id = models.BigIntegerField(null=True)
    occurred_at = models.DateTimeField()

    class Meta:
        db_table = "event_log"
        indexes = [models.Index(fields=["subject", "id"], name="event_log_subject")]


class Delivery(models.Model):
    """One event for one subscriber. `parked` ones wait for a person; those of a subject keep their order."""

    class State(models.TextChoices):
        PENDING = "pending"
        DONE = "done"
        PARKED = "parked"

    event = models.ForeignKey(EventLog, on_delete=models.PROTECT, related_name="deliveries")
    subscriber = models.CharField(max_length=96)
    subject = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PENDING)
    attempts = models.SmallIntegerField(default=0)
    next_at = models.DateTimeField(db_default=Now())
    done_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        db_table = "delivery"
        indexes = [
            models.Index(fields=["next_at", "id"], condition=models.Q(state="pending"), name="delivery_due"),
            models.Index(
                fields=["subscriber", "subject", "id"],
                condition=~models.Q(state="done"),
                name="delivery_order",
            ),
        ]
        constraints = [models.UniqueConstraint(fields=["event", "subscriber"], name="delivery_once")]
