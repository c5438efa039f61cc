"""Accounts bound to files, the slips by which residents bind one themselves, and phones that a file had before."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from linli.kernel.accounts.models import User
from linli.registers.people.models.persons import Person


class PersonAccount(models.Model):
    """The account by which a person sees her own file: at most one open on either side, the others are history.

    `checked` are codes of what was looked at (`words.CHECKED`), `bound_by` the office, `undo_digest` that of the code
    which was told with the binding and takes it back until `undo_until`.
    """

    class How(models.TextChoices):
        COUNTER = "counter"
        SLIP = "slip"
        CITY = "city"
        DEMO = "demo"

    class RevokedBy(models.TextChoices):
        RESIDENT = "resident"
        CLERK = "clerk"
        MESSAGE = "message"

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="bindings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="accounts")
    how = models.CharField(max_length=8, choices=How.choices, db_default=How.COUNTER)
    checked = ArrayField(models.CharField(max_length=16), db_default=[], blank=True)
    purpose = models.CharField(max_length=200, db_default="", blank=True)
    bound_at = models.DateTimeField(db_default=Now())
    bound_by = models.CharField(max_length=128)
    bound_by_user_id = models.BigIntegerField(null=True)
    undo_digest = models.BinaryField(max_length=16, null=True, unique=True)
    undo_until = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=8, choices=RevokedBy.choices, db_default="", blank=True)
    revoked_by_user_id = models.BigIntegerField(null=True)
    revoked_office = models.CharField(max_length=128, db_default="", blank=True)
    reason = models.CharField(max_length=200, db_default="", blank=True)

    class Meta:
        db_table = "person_account"
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(revoked_at__isnull=True), name="person_account_one_file"
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(revoked_at__isnull=True), name="person_account_one_account"
            ),
        ]


class BindingSlip(models.Model):
    """A code on paper by which a person binds an account of her own to her file: once, within `expires_at`."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    code_digest = models.BinaryField(max_length=16, unique=True)
    checked = ArrayField(models.CharField(max_length=16))
    purpose = models.CharField(max_length=200)
    office = models.CharField(max_length=128)
    issued_by_user_id = models.BigIntegerField()
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.SmallIntegerField(db_default=0)
    used_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "binding_slip"
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(used_at__isnull=True, cancelled_at__isnull=True),
                name="binding_slip_one_open",
            )
        ]


class FormerPhone(models.Model):
    """A phone that a file had until `until`: who binds an account soon after is told there too. Written by a trigger,
    however the phone was changed."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    until = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "former_phone"
