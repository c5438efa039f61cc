"""Labels that run out are read in the order of their ends, so many at a time."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0014_answer_doubts_of_imports"),
    ]

    operations = [
        migrations.AddIndex(
            "label",
            models.Index(
                models.F("valid__endswith"),
                models.F("id"),
                condition=models.Q(("valid__upper_inf", False)),
                name="person_label_ending",
            ),
        ),
    ]
