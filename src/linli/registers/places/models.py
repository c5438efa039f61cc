from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models

LEVELS = ("province", "city", "county", "town", "community", "grid")


class Place(models.Model):
    """A place as itself: rows refer to it by this id, which no renumbering changes."""

    id: int

    class Meta:
        db_table = "place"


class PlaceVersion(models.Model):
    """What a place was called and where it stood during `valid`: code, name, level, position in the tree.

    The columns `province` … `grid` hold the ids of its ancestors and itself, so that «everything in this
    town» is an equality. `urban_class` (城乡分类, 111–220) is data with a source, never inferred from name or
    code.
    """

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="versions")
    code = models.CharField(max_length=15)
    name = models.CharField(max_length=64)
    full_name = models.CharField(max_length=200)
    initials = models.CharField(max_length=64, default="", blank=True)
    level = models.CharField(max_length=9, choices=[(level, level) for level in LEVELS])
    parent_id = models.BigIntegerField(null=True)
    province = models.BigIntegerField(null=True)
    city = models.BigIntegerField(null=True)
    county = models.BigIntegerField(null=True)
    town = models.BigIntegerField(null=True)
    community = models.BigIntegerField(null=True)
    grid = models.BigIntegerField(null=True)
    urban_class = models.CharField(max_length=3, default="", blank=True)
    urban_class_source = models.CharField(max_length=64, default="", blank=True)
    valid = DateRangeField()

    class Meta:
        db_table = "place_version"
        indexes = [
            models.Index(fields=["code"], name="place_version_code"),
            models.Index(fields=["parent_id"], name="place_version_parent"),
            models.Index(fields=["province", "level"], name="place_version_province"),
            models.Index(fields=["city", "level"], name="place_version_city"),
            models.Index(fields=["county", "level"], name="place_version_county"),
            models.Index(fields=["town", "level"], name="place_version_town"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=models.Q(valid__upper_inf=True),
                name="place_version_code_borne_once",
            ),
            ExclusionConstraint(
                name="place_version_one_at_a_time",
                expressions=[("place", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
            ),
        ]


class PlaceSuccession(models.Model):
    """`successor` took over from `place` on `day`: split, merged or renumbered."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="predecessions")
    day = models.DateField()

    class Meta:
        db_table = "place_succession"
        constraints = [models.UniqueConstraint(fields=["place", "successor"], name="place_succession_once")]


class Placed(models.Model):
    """Mixin of rows that are listed by place: one plain column per level from county down.

    Give each concrete table the composite indexes that its lists need. Fill with `Position.columns()`.
    """

    county = models.BigIntegerField()
    town = models.BigIntegerField(null=True)
    community = models.BigIntegerField(null=True)
    grid = models.BigIntegerField(null=True)

    class Meta:
        abstract = True


class PlaceShape(models.Model):
    """The outline of a place as a GeoJSON geometry (WGS 84), with who drew it; `synthetic` ones are made
    up.
    """

    place = models.OneToOneField(Place, on_delete=models.PROTECT, related_name="shape")
    geometry = models.JSONField()
    source = models.CharField(max_length=128)
    synthetic = models.BooleanField(default=False)

    class Meta:
        db_table = "place_shape"


class Building(Placed):
    """A building. `lon` and `lat` are integers of 1e-7 degrees (WGS 84)."""

    name = models.CharField(max_length=64)
    address = models.CharField(max_length=200, default="", blank=True)
    lon = models.IntegerField(null=True)
    lat = models.IntegerField(null=True)
    floors = models.SmallIntegerField(null=True)
    synthetic = models.BooleanField(default=False)

    class Meta:
        db_table = "building"
        indexes = [
            models.Index(fields=["community", "name"], name="building_community"),
            models.Index(fields=["grid"], name="building_grid"),
        ]
