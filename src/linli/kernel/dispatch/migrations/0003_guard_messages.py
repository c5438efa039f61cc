"""A message is its person's; who else sees it follows from what it is about, so those apps admit more."""

from django.db import migrations

from linli.kernel.guard import protect


class Migration(migrations.Migration):
    dependencies = [
        ("dispatch", "0002_keep_addresses_quiet_hours_and_expiry"),
        ("installation", "0003_add_second_lock"),
    ]
    operations = [*protect("dispatch", "person_id = (SELECT guard_person())")]
