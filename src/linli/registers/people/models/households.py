"""Households, dwellings, who belongs together and who lives where."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models

from linli.registers.people.models.persons import Person
from linli.registers.places.models import Building, Placed


class Dwelling(Placed):
    """Where people can live: a flat, a house, a dormitory; one address in a community is one dwelling."""

    class Kind(models.TextChoices):
        OWNED = "owned"
        RENTED = "rented"
        PUBLIC = "public"
        COLLECTIVE = "collective"
        OTHER = "other"

    address = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind.choices, db_default="", blank=True)
    building = models.ForeignKey(Building, on_delete=models.PROTECT, null=True, related_name="dwellings")
    synthetic = models.BooleanField(db_default=False)

    class Meta:
        db_table = "dwelling"
        constraints = [models.UniqueConstraint(fields=["community", "address"], name="dwelling_address_once")]


class Household(models.Model):
    """People who keep house together (户); `number` is the register's own.

    A `registered` household is that of the household register (户籍户), a `dwelling` one keeps house where it lives
    (居住户); a person may be in one of each at a time. Places are those of the household, not of its members.
    """

    class Kind(models.TextChoices):
        REGISTERED = "registered"
        DWELLING = "dwelling"

    class Form(models.TextChoices):
        FAMILY = "family"
        COLLECTIVE = "collective"

    number = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, db_default=Kind.REGISTERED)
    form = models.CharField(max_length=10, choices=Form.choices, db_default=Form.FAMILY)
    address = models.CharField(max_length=200, db_default="", blank=True)
    dwelling = models.ForeignKey(Dwelling, on_delete=models.PROTECT, null=True, related_name="households")
    county = models.BigIntegerField(null=True)
    town = models.BigIntegerField(null=True)
    community = models.BigIntegerField(null=True)
    grid = models.BigIntegerField(null=True)
    dissolved_on = models.DateField(null=True)
    revision = models.IntegerField(db_default=0)
    synthetic = models.BooleanField(default=False)

    class Meta:
        db_table = "household"
        indexes = [models.Index(fields=["community", "number"], name="household_community")]


class Membership(models.Model):
    """A person in a household during `valid`, with the relation to its head (GB/T 4761).

    `kind` repeats that of the household, so that the table itself refuses a second household of one kind.
    """

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    kind = models.CharField(
        max_length=10, choices=Household.Kind.choices, db_default=Household.Kind.REGISTERED
    )
    relation = models.CharField(max_length=2)
    valid = DateRangeField()

    class Meta:
        db_table = "household_membership"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=models.Q(valid__upper_inf=True),
                name="household_membership_one_of_a_kind",
            )
        ]


class Residence(Placed):
    """Where a person is registered (户籍) or actually lives (居住) during `valid`."""

    class Kind(models.TextChoices):
        REGISTERED = "registered"
        DWELLING = "dwelling"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="residences")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    address = models.CharField(max_length=200)
    dwelling = models.ForeignKey(Dwelling, on_delete=models.PROTECT, null=True, related_name="residences")
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


class Relationship(models.Model):
    """What `other` is to `person` during `valid`, whether they live together or not. A marriage is two rows."""

    class Kind(models.TextChoices):
        SPOUSE = "spouse"
        PARENT = "parent"
        CHILD = "child"
        GUARDIAN = "guardian"
        WARD = "ward"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="relationships")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    valid = DateRangeField()

    class Meta:
        db_table = "person_relationship"
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(kind="spouse", valid__upper_inf=True),
                name="person_relationship_one_spouse",
            ),
            models.UniqueConstraint(
                fields=["person", "other", "kind"],
                condition=models.Q(valid__upper_inf=True),
                name="person_relationship_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(person=models.F("other")), name="person_relationship_not_to_self"
            ),
        ]
