"""The role that is bound by row-level security, and what its policies ask: who reads (see `kernel/guard.py`)."""

from django.db import migrations

# The role belongs to the whole server: another database, or a test beside this one, may have made it.
ROLE = """
DO $$
BEGIN
    IF to_regrole('linli_app') IS NULL THEN
        CREATE ROLE linli_app NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
    END IF;
EXCEPTION
    WHEN duplicate_object OR unique_violation THEN NULL;
    WHEN insufficient_privilege THEN
        RAISE EXCEPTION 'the role linli_app is missing, and % may not make it', session_user
            USING HINT = format('Let an administrator of the server run: CREATE ROLE linli_app NOLOGIN; GRANT linli_app TO %I;', session_user);
END $$;
DO $$
BEGIN
    IF NOT pg_has_role(session_user, 'linli_app', 'SET') THEN
        EXECUTE format('GRANT linli_app TO %I WITH SET TRUE, INHERIT FALSE', session_user);
    END IF;
EXCEPTION
    WHEN unique_violation THEN NULL;
    WHEN insufficient_privilege THEN
        RAISE EXCEPTION '% may not take on the role linli_app', session_user
            USING HINT = format('Let an administrator of the server run: GRANT linli_app TO %I;', session_user);
END $$;
GRANT USAGE ON SCHEMA public TO linli_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO linli_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO linli_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO linli_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO linli_app;
"""

# The role stays: it may serve other databases of the same server.
NO_ROLE = """
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON SEQUENCES FROM linli_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM linli_app;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM linli_app;
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM linli_app;
REVOKE USAGE ON SCHEMA public FROM linli_app;
"""

QUESTIONS = """
CREATE FUNCTION guard_user() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
    RETURN nullif(current_setting('linli.user', true), '')::bigint;
CREATE FUNCTION guard_person() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
    RETURN nullif(current_setting('linli.person', true), '')::bigint;
CREATE FUNCTION guard_posts() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE
    RETURN coalesce(nullif(current_setting('linli.posts', true), '')::text[], '{}');
CREATE FUNCTION guard_day() RETURNS date LANGUAGE sql STABLE PARALLEL SAFE
    RETURN nullif(current_setting('linli.day', true), '')::date;
"""

NO_QUESTIONS = """
DROP FUNCTION guard_day();
DROP FUNCTION guard_posts();
DROP FUNCTION guard_person();
DROP FUNCTION guard_user();
"""


class Migration(migrations.Migration):
    dependencies = [("installation", "0002_count_tries")]
    operations = [migrations.RunSQL(ROLE, NO_ROLE), migrations.RunSQL(QUESTIONS, NO_QUESTIONS)]
