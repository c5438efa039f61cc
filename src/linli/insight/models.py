from django.db import models


class MeasureSql(models.Model):
    """A measure compiled to PostgreSQL: its value by community, and the rows behind it.

    `digest` is of the sources it was compiled from; a row with another digest is stale.
    """

    code = models.CharField(max_length=48, primary_key=True)
    digest = models.CharField(max_length=64)
    value_sql = models.TextField()
    rows_sql = models.TextField()
    compiled_at = models.DateTimeField()

    class Meta:
        db_table = "measure_sql"


class CountedDay(models.Model):
    """`county` was counted as a whole for `day`; what has no value then has no rows."""

    county = models.BigIntegerField()
    day = models.DateField()
    computed_at = models.DateTimeField()

    class Meta:
        db_table = "counted_day"
        constraints = [models.UniqueConstraint(fields=["county", "day"], name="counted_day_once")]


class MeasureValue(models.Model):
    """The mart that pages read: one measure of one community on one reference day, from how many rows."""

    measure = models.CharField(max_length=48)
    day = models.DateField()
    county = models.BigIntegerField()
    town = models.BigIntegerField(null=True)
    community = models.BigIntegerField()
    value = models.BigIntegerField()
    rows = models.IntegerField()
    computed_at = models.DateTimeField()

    class Meta:
        db_table = "measure_value"
        constraints = [
            models.UniqueConstraint(fields=["community", "day", "measure"], name="measure_value_once"),
        ]
        indexes = [models.Index(fields=["county", "day", "measure"], name="measure_value_county")]


class MartDifference(models.Model):
    """The nightly comparison found another number than the mart held; null: no row there."""

    measure = models.CharField(max_length=48)
    day = models.DateField()
    county = models.BigIntegerField()
    community = models.BigIntegerField()
    stored = models.BigIntegerField(null=True)
    counted = models.BigIntegerField(null=True)
    found_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "mart_difference"
