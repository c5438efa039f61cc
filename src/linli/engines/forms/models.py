from django.db import models
from django.db.models.functions import Now

from linli.engines.packs.models import PackItem


class FormAnswer(models.Model):
    """Answers given for a subject («case:17»), sealed, bound to the very form they were given to.

    Never changed: a correction is a new row, the newest counts, the others are history.
    """

    subject = models.CharField(max_length=64)
    form_item = models.ForeignKey(PackItem, on_delete=models.PROTECT, related_name="+", db_index=False)
    form_code = models.CharField(max_length=64)
    answers_sealed = models.BinaryField()
    saved_at = models.DateTimeField(db_default=Now())
    saved_by = models.BigIntegerField(null=True)
    office = models.CharField(max_length=128, default="", blank=True)

    class Meta:
        db_table = "form_answer"
        indexes = [models.Index(fields=["subject", "form_code", "-id"], name="form_answer_subject")]


class FormDraft(models.Model):
    """What someone typed and has not handed in, sealed; one for each owner, form and subject."""

    owner_id = models.BigIntegerField()
    form_item = models.ForeignKey(PackItem, on_delete=models.PROTECT, related_name="+", db_index=False)
    subject = models.CharField(max_length=64, default="", blank=True)
    values_sealed = models.BinaryField()
    updated_at = models.DateTimeField(db_default=Now(), db_index=True)

    class Meta:
        db_table = "form_draft"
        constraints = [
            models.UniqueConstraint(fields=["owner_id", "form_item", "subject"], name="form_draft_one_each")
        ]
