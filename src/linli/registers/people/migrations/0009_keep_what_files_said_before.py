"""What the files said when a change was drafted, sealed with the change."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0008_add_search_keys")]
    operations = [
        migrations.AddField(
            model_name="filechange",
            name="before_sealed",
            field=models.BinaryField(null=True),
        ),
    ]
