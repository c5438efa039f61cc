from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models

from linli.kernel.accounts.models import User
from linli.registers.places.models import Place


class Organisation(models.Model):
    """A unit that holds posts: a service station, a town's office, a county bureau."""

    name = models.CharField(max_length=128)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="organisations")
    credit_code = models.CharField(max_length=18, default="", blank=True, help_text="GB 32100-2015")
    phone = models.CharField(max_length=32, default="", blank=True)
    synthetic = models.BooleanField(default=False)

    class Meta:
        db_table = "organisation"
        constraints = [models.UniqueConstraint(fields=["place", "name"], name="organisation_name_in_place")]

    @property
    def scope(self) -> str:
        """The scope of posts that hold within the unit itself (`kernel.roles.UNIT_ROLES`)."""
        return f"organisation:{self.pk}"


class Post(models.Model):
    """A post (岗位) at an organisation: its `role` holds within `scope`, the place it is responsible for, or the
    organisation itself."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=32)
    title = models.CharField(max_length=64)
    scope = models.CharField(max_length=32)

    class Meta:
        db_table = "post"
        indexes = [models.Index(fields=["role", "scope"], name="post_role_scope")]


class Appointment(models.Model):
    """Who holds a post, from when to when."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="appointments")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="appointments")
    valid = DateRangeField()
    branch = models.CharField(max_length=16, default="", editable=False, help_text="filled by the database")

    class Meta:
        db_table = "appointment"
        constraints = [
            ExclusionConstraint(
                name="appointment_one_branch",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("branch", RangeOperators.NOT_EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                violation_error_code="one_branch",
            )
        ]


class PostRequest(models.Model):
    """A weighty post that one security administrator asked for; another one gives it or not."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="requests")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="post_requests")
    valid = DateRangeField()
    reason = models.CharField(max_length=200)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    granted = models.BooleanField(null=True)

    class Meta:
        db_table = "post_request"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("asked_by")),
                name="post_request_two_people",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True, decided_at__isnull=True, granted__isnull=True)
                | models.Q(decided_by__isnull=False, decided_at__isnull=False, granted__isnull=False),
                name="post_request_decided_whole",
            ),
            models.UniqueConstraint(
                fields=["user", "post"],
                condition=models.Q(decided_at__isnull=True),
                name="post_request_open_once",
            ),
        ]
