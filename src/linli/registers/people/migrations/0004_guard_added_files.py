"""What was added to files is seen with the file; restricted labels by whom they name, and by nobody else."""

from django.db import migrations

from linli.kernel.guard import admit, protect

# Households knew no place: that of where its members are registered, else live, which is the same in the data there was.
PLACES = """
UPDATE household SET county = home.county, town = home.town, community = home.community, grid = home.grid,
    address = home.address
FROM (SELECT DISTINCT ON (household_id) household_id, residence.*
      FROM household_membership JOIN residence USING (person_id)
      ORDER BY household_id, residence.kind DESC, household_membership.id) AS home
WHERE household.id = home.household_id
"""
FILE = "guard_file({person}, (SELECT guard_places()), (SELECT guard_day()))"
MINE = "person_id = (SELECT guard_person()) OR " + FILE.format(person="person_id")
THERE = " OR ".join(
    f"{level} = ANY ((SELECT guard_places())::bigint[])" for level in ("community", "town", "county", "grid")
)
TOLD = (
    "((SELECT guard_day()) IS NULL OR valid @> (SELECT guard_day())) AND (user_id = (SELECT guard_user())"
    " OR role || ' ' || scope = ANY ((SELECT guard_posts())::text[]))"
)
KNOWN = "EXISTS (SELECT FROM need_to_know WHERE label_id = restricted_label.id)"
NAMED = "EXISTS (SELECT FROM file_change_person WHERE change_id = file_change.id)"
CHANGE = "EXISTS (SELECT FROM file_change WHERE file_change.id = change_id)"
EITHER = f"{FILE.format(person='first_id')} OR {FILE.format(person='second_id')}"
LIVES = "EXISTS (SELECT FROM residence WHERE dwelling_id = dwelling.id)"


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_add_files_of_people"),
        ("installation", "0003_add_second_lock"),
    ]
    operations = [
        migrations.RunSQL(PLACES, migrations.RunSQL.noop),
        admit("household", "there", THERE),
        *protect("dwelling", f"{THERE} OR {LIVES}"),
        *protect("identity_document", MINE),
        *protect("person_provision", MINE),
        *protect("person_relationship", MINE),
        *protect("person_label", MINE),
        *protect("need_to_know", TOLD),
        *protect("restricted_label", KNOWN),
        *protect("file_change_person", MINE),
        *protect("file_change", f"{THERE} OR {NAMED}"),
        *protect("file_change_step", CHANGE),
        *protect("duplicate_pair", EITHER),
    ]
