from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models.functions import Now

from linli.kernel.accounts.models import User
from linli.registers.places.models import Placed


class Person(models.Model):
    """A person's file. Numbers are sealed and found by keyed digest; `synthetic` people exist only in demos."""

    name = models.CharField(max_length=64)
    sex = models.CharField(max_length=1, help_text="GB/T 2261.1")
    birth_date = models.DateField(null=True)
    id_number_sealed = models.BinaryField(null=True)
    id_number_digest = models.BinaryField(max_length=16, null=True, unique=True)
    phone_sealed = models.BinaryField(null=True)
    phone_digest = models.BinaryField(max_length=16, null=True, db_index=True)
    synthetic = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "person"


class Household(models.Model):
    """People who keep house together (户); `number` is the register's own."""

    number = models.CharField(max_length=32, unique=True)
    synthetic = models.BooleanField(default=False)

    class Meta:
        db_table = "household"


class Membership(models.Model):
    """A person in a household during `valid`, with the relation to its head (GB/T 4761)."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    relation = models.CharField(max_length=2)
    valid = DateRangeField()

    class Meta:
        db_table = "household_membership"


class Residence(Placed):
    """Where a person is registered (户籍) or actually lives (居住) during `valid`."""

    class Kind(models.TextChoices):
        REGISTERED = "registered"
        DWELLING = "dwelling"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="residences")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    address = models.CharField(max_length=200)
    valid = DateRangeField()

    class Meta:
        db_table = "residence"
        indexes = [
            models.Index(fields=["community", "person"], name="residence_community"),
            models.Index(fields=["town", "person"], name="residence_town"),
            models.Index(fields=["county", "person"], name="residence_county"),
        ]
        constraints = [
            ExclusionConstraint(
                name="residence_one_of_a_kind",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            )
        ]


class PersonAccount(models.Model):
    """The account by which a person sees her own file. Bound at the counter (or by the demo), revocable."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="binding")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="accounts")
    bound_at = models.DateTimeField(db_default=Now())
    bound_by = models.CharField(max_length=128)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "person_account"
