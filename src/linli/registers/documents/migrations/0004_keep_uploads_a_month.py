from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0003_guard_documents")]
    operations = [
        migrations.AlterField(
            model_name="document",
            name="claimed",
            field=models.BooleanField(
                default=False, help_text="something refers to it; others are dropped after a month"
            ),
        ),
    ]
