from datetime import timedelta

from django.db import models
from django.db.models.functions import Now


class Installation(models.Model):
    """One row. `demo` marks synthetic data: demo accounts exist only where it is set, and it is never unset."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    demo = models.BooleanField(default=False)
    clock_offset = models.DurationField(default=timedelta(0))
    home_place_code = models.CharField(max_length=15, default="", blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "installation"
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="installation_single"),
            models.CheckConstraint(
                condition=models.Q(demo=True) | models.Q(clock_offset=timedelta(0)),
                name="installation_clock_only_in_demo",
            ),
        ]


class IdempotencyKey(models.Model):
    """A form or call that was carried out: the same key again gets the first result, not a second one."""

    owner = models.CharField(max_length=64)
    key = models.CharField(max_length=64)
    result = models.CharField(max_length=200, default="")
    created_at = models.DateTimeField(db_default=Now(), db_index=True)

    class Meta:
        db_table = "idempotency_key"
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="idempotency_key_once")]


class HeldForm(models.Model):
    """A form that arrived after its session had ended, sealed until the same person has logged in again."""

    token_digest = models.BinaryField(max_length=16, unique=True)
    user_id = models.BigIntegerField()
    path = models.CharField(max_length=300)
    sealed = models.BinaryField()
    created_at = models.DateTimeField(db_default=Now(), db_index=True)

    class Meta:
        db_table = "held_form"


class Throttle(models.Model):
    """How often something was tried in a stretch of time; `key` is a keyed digest of what and from where,
    `window` the end of the stretch in seconds since 1970."""

    key = models.BinaryField(max_length=16)
    window = models.BigIntegerField()
    count = models.IntegerField()

    class Meta:
        db_table = "throttle"
        constraints = [models.UniqueConstraint(fields=["key", "window"], name="throttle_once")]


class SealingKey(models.Model):
    """A data key that this database has met: never the key itself, but by what it is known again. No number is given
    twice, also where an older key file was restored."""

    id = models.SmallIntegerField(primary_key=True)
    fingerprint = models.BinaryField(max_length=8)
    met_at = models.DateTimeField(db_default=Now())
    retired_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "sealing_key"
