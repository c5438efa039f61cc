"""Files of persons are seen by whom they are about, and by posts that keep the files of where she lives."""

from django.db import migrations

from linli.kernel.guard import protect

# Roles as in `FILE_ROLES` of the queries, places as in `within`. A person without a place is nobody's but her own.
FUNCTIONS = """
CREATE FUNCTION guard_places() RETURNS bigint[] LANGUAGE plpgsql STABLE AS $$
DECLARE
    scopes text[] := array(
        SELECT split_part(post, ' ', 2) FROM unnest(guard_posts()) AS post
        WHERE split_part(post, ' ', 1) IN ('clerk', 'inspector'));
    places bigint[] := array(SELECT split_part(scope, ':', 2)::bigint FROM unnest(scopes) AS scope);
BEGIN
    IF EXISTS (SELECT FROM unnest(scopes) AS scope WHERE split_part(scope, ':', 1) IN ('province', 'city')) THEN
        places := places || array(
            SELECT place_id FROM public.place_version
            WHERE level = 'county' AND (province = ANY (places) OR city = ANY (places)));
    END IF;
    RETURN places;
END $$;
CREATE FUNCTION guard_file(wanted bigint, places bigint[], day date) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER AS $$
BEGIN
    RETURN places <> '{}' AND EXISTS (
        SELECT FROM public.residence
        WHERE person_id = wanted AND (day IS NULL OR valid @> day)
            AND (community = ANY (places) OR town = ANY (places) OR county = ANY (places) OR grid = ANY (places)));
END $$;
CREATE FUNCTION guard_bound_person(account bigint) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER AS $$
BEGIN
    RETURN (SELECT person_id FROM public.person_account WHERE user_id = account AND revoked_at IS NULL);
END $$;
"""

NO_FUNCTIONS = """
DROP FUNCTION guard_bound_person(bigint);
DROP FUNCTION guard_file(bigint, bigint[], date);
DROP FUNCTION guard_places();
"""

FILE = "guard_file({person}, (SELECT guard_places()), (SELECT guard_day()))"
MINE = "{person} = (SELECT guard_person()) OR " + FILE
THERE = " OR ".join(
    f"{level} = ANY ((SELECT guard_places())::bigint[])" for level in ("community", "town", "county", "grid")
)
NOW = "(SELECT guard_day()) IS NULL OR valid @> (SELECT guard_day())"


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_create_tables"),
        ("places", "0004_index_provinces_and_cities"),
        ("installation", "0003_add_second_lock"),
    ]
    operations = [
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        *protect("person", MINE.format(person="id")),
        *protect("residence", f"({NOW}) AND ({THERE}) OR {MINE.format(person='person_id')}"),
        *protect("household_membership", MINE.format(person="person_id")),
        *protect("household", "EXISTS (SELECT FROM household_membership WHERE household_id = household.id)"),
        *protect("person_account", "user_id = (SELECT guard_user()) OR person_id = (SELECT guard_person())"),
    ]
