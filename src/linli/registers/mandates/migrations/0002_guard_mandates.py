"""Mandates are seen by their two sides and with the represented person's file; requests by who keeps that; marks by the
accounts that they name."""

from django.db import migrations

from linli.kernel.guard import protect

ME = "(SELECT guard_person())"
FILE = "guard_file({person}, (SELECT guard_places()), (SELECT guard_day()))"


class Migration(migrations.Migration):
    dependencies = [
        ("mandates", "0001_create_tables"),
        ("people", "0011_guard_bindings"),
        ("installation", "0003_add_second_lock"),
    ]
    operations = [
        *protect(
            "mandate", f"principal_id = {ME} OR agent_id = {ME} OR {FILE.format(person='principal_id')}"
        ),
        *protect("mandate_request", f"principal_id = {ME} OR {FILE.format(person='principal_id')}"),
        *protect(
            "guardian_consent", f"guardian_id = {ME} OR child_id = {ME} OR {FILE.format(person='child_id')}"
        ),
        *protect("mandate_block", "(SELECT guard_user()) = ANY (known_to)"),
    ]
