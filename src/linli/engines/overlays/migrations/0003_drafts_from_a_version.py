from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("overlays", "0002_guard_history")]

    operations = [
        migrations.AlterField(
            model_name="proposal",
            name="origin",
            field=models.CharField(
                choices=[
                    ("browser", "Browser"),
                    ("workbook", "Workbook"),
                    ("files", "Files"),
                    ("version", "Version"),
                ],
                default="browser",
                max_length=10,
            ),
        ),
    ]
