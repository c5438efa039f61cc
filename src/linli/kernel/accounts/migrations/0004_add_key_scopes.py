from django.apps.registry import Apps
from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

BEFORE_SCOPES = ["cases:read", "cases:write", "feedback:write"]
"""What a key could do on the day of this migration."""


def keep_what_keys_could_do(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("accounts", "ApiKey").objects.update(scopes=BEFORE_SCOPES)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_print_first_passwords")]

    operations = [
        migrations.AddField(
            "apikey",
            "scopes",
            ArrayField(
                models.CharField(max_length=64), default=list, help_text="none opens nothing", size=None
            ),
        ),
        migrations.AddField(
            "apikey",
            "expires_at",
            models.DateTimeField(null=True, help_text="no end for keys from before keys had one"),
        ),
        migrations.AddField("apikey", "last_used_on", models.DateField(null=True)),
        migrations.RunPython(keep_what_keys_could_do, migrations.RunPython.noop),
    ]
