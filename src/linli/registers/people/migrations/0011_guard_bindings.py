"""Bindings are seen with the account, the person and the file; a file's phone leaves a trace where it is replaced."""

from django.db import migrations

from linli.kernel.guard import admit, protect

FILE = "guard_file(person_id, (SELECT guard_places()), (SELECT guard_day()))"
MINE = "person_id = (SELECT guard_person())"
# Whoever writes the person need not see the table; the trigger writes in the owner's name, whichever way the phone went.
KEEP = """
CREATE FUNCTION keep_former_phone() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    INSERT INTO public.former_phone (person_id, sealed, until) VALUES (OLD.id, OLD.phone_sealed, now());
    RETURN NULL;
END $$;
CREATE TRIGGER keep_former_phone AFTER UPDATE OF phone_digest ON person FOR EACH ROW
    WHEN (OLD.phone_sealed IS NOT NULL AND OLD.phone_digest IS DISTINCT FROM NEW.phone_digest)
    EXECUTE FUNCTION keep_former_phone();
"""
NO_KEEP = "DROP TRIGGER keep_former_phone ON person; DROP FUNCTION keep_former_phone();"


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0010_bind_by_slip"),
        ("installation", "0003_add_second_lock"),
    ]
    operations = [
        admit("person_account", "file", FILE, verb="SELECT"),
        *protect("binding_slip", f"{MINE} OR {FILE}"),
        *protect("former_phone", MINE),
        migrations.RunSQL(KEEP, NO_KEEP),
    ]
