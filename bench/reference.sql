-- The fewest statements by which each use case of the API walk can be written by hand: one that reads what the
-- rules need (who asks, may they, where the case stands), and one that writes every row that the platform writes.
-- Between the two the rules would run; that is why they are two. Each use case is one transaction.
-- Parameters are named; a row that a statement returns becomes parameters of the next.
-- `python -m bench` checks that both ways write the same number of rows into the same tables.

-- name: submit
SELECT key.user_id, person.id AS person_id, person.id_number_sealed, person.phone_sealed,
       residence.address, residence.county, residence.town, residence.community, version.code AS unit_code
FROM api_key AS key
JOIN person_account AS binding ON binding.user_id = key.user_id AND binding.revoked_at IS NULL
JOIN person ON person.id = binding.person_id
JOIN residence ON residence.person_id = person.id AND residence.kind = 'registered'
    AND residence.valid @> %(today)s::date
JOIN place_version AS version ON version.place_id = residence.community AND version.valid @> %(today)s::date
WHERE key.digest = %(key)s AND key.revoked_at IS NULL;

WITH counted AS (
    INSERT INTO case_counter (place_id, day, last) VALUES (%(community)s, %(today)s, 1)
    ON CONFLICT (place_id, day) DO UPDATE SET last = case_counter.last + 1 RETURNING last
), opened AS (
    INSERT INTO "case" (county, town, community, number, query_code_sealed, query_code_digest, room, title,
        matter_item_id, procedure_item_id, place_id, state, phase, applicant_id, operator_user_id, queue_role,
        queue_scope, opened_at, due_at, outcome, revision, synthetic)
    SELECT %(county)s::bigint, %(town)s::bigint, %(community)s::bigint,
        %(unit_code)s || to_char(%(today)s::date, '-YYYYMMDD-') || lpad(last::text, 4, '0') || '-R',
        %(sealed)s, %(digest)s, 'reference', %(title)s, %(matter)s::bigint, %(procedure)s::bigint,
        %(community)s::bigint, 'received', 'intake', %(person_id)s::bigint, %(user_id)s::bigint, 'clerk',
        'community:' || %(community)s::text, %(now)s::timestamptz, %(due)s::timestamptz, '', 1, true
    FROM counted RETURNING id, number, queue_scope
), step AS (
    INSERT INTO case_step (case_id, seq, action, from_state, to_state, actor_user_id, office, at, data, evidence)
    SELECT id, 1, 'open', '', 'received', %(user_id)s::bigint, '', %(now)s::timestamptz, '{}', '{}' FROM opened
), named AS (
    INSERT INTO case_participant (case_id, kind, person_id, role, scope)
    SELECT id, 'applicant', %(person_id)s::bigint, '', '' FROM opened
    UNION ALL SELECT id, 'handling', NULL, 'clerk', queue_scope FROM opened
), answered AS (
    INSERT INTO form_answer (subject, form_item_id, form_code, answers_sealed, saved_at, saved_by, office)
    SELECT 'case:' || id, %(form)s::bigint, 'old-age-allowance', %(answers)s, %(now)s::timestamptz,
        %(user_id)s::bigint, '' FROM opened
), once AS (
    INSERT INTO idempotency_key (owner, key, result) SELECT 'user:' || %(user_id)s::text, %(once)s, number FROM opened
), entry AS (
    INSERT INTO event_log (name, subject, place_id, payload, actor_user_id, occurred_at)
    SELECT 'case.opened', 'case:' || id, %(community)s::bigint, %(payload)s::jsonb || jsonb_build_object('case_id', id),
        %(user_id)s::bigint, %(now)s::timestamptz FROM opened RETURNING id, subject
), delivered AS (
    INSERT INTO delivery (event_id, subscriber, subject, state, attempts, fault)
    SELECT id, subscriber, subject, 'pending', 0, '' FROM entry, unnest(%(opened_subscribers)s::text[]) AS subscriber
), audited AS (
    INSERT INTO audit_entry (at, kind, actor_user_id, office, act, object_ref, persons, fields, purpose, digest)
    SELECT %(now)s::timestamptz, 'change', %(user_id)s::bigint, '', 'case.open', 'case:' || id,
        ARRAY[%(person_id)s::bigint], '{}', '', %(digest32)s FROM opened
)
SELECT id AS case_id, number FROM opened;

-- name: act
SELECT key.user_id, found.id AS case_id, found.state, found.revision, found.applicant_id AS person_id,
       post.role, post.scope, post.title, organisation.name, steps.taken, clock.kept, papers.given
FROM api_key AS key
JOIN appointment ON appointment.user_id = key.user_id AND appointment.valid @> %(today)s::date
JOIN post ON post.id = appointment.post_id
JOIN organisation ON organisation.id = post.organisation_id
JOIN "case" AS found ON found.number = %(number)s
JOIN case_participant AS named ON named.case_id = found.id AND named.role = post.role AND named.scope = post.scope
CROSS JOIN LATERAL (SELECT array_agg(ROW(action, to_state, at) ORDER BY seq) AS taken FROM case_step
    WHERE case_id = found.id) AS steps
CROSS JOIN LATERAL (SELECT array_agg(ROW(op, at, reason, unit, number) ORDER BY seq) AS kept FROM case_clock
    WHERE case_id = found.id) AS clock
CROSS JOIN LATERAL (SELECT array_agg(ROW(code, state)) AS given FROM case_paper WHERE case_id = found.id) AS papers
WHERE key.digest = %(key)s AND key.revoked_at IS NULL
FOR UPDATE OF found;

WITH moved AS (
    UPDATE "case" SET state = %(to)s::text, phase = %(phase)s, queue_role = %(queue_role)s, queue_scope = %(queue_scope)s,
        accepted_at = %(now)s, due_at = %(due)s, closed_at = %(closed)s, outcome = %(outcome)s, revision = revision + 1
    WHERE id = %(case_id)s RETURNING id, revision, community
), step AS (
    INSERT INTO case_step (case_id, seq, action, from_state, to_state, actor_user_id, office, at, note_sealed, data,
        evidence)
    SELECT id, revision, %(action)s::text, %(state)s, %(to)s::text, %(user_id)s::bigint, %(name)s::text, %(now)s::timestamptz,
        %(note)s, '{}', '{}' FROM moved
), ticked AS (
    INSERT INTO case_clock (case_id, seq, op, at, reason, unit, number, step)
    SELECT id, %(clock_seq)s::smallint, %(clock_op)s::text, %(now)s::timestamptz, %(clock_reason)s, '', 0, revision
    FROM moved WHERE %(clock_op)s::text <> ''
), joined AS (
    INSERT INTO case_participant (case_id, kind, role, scope)
    SELECT id, kind, role, scope FROM moved, unnest(%(kinds)s::text[], %(roles)s::text[], %(scopes)s::text[])
        AS post (kind, role, scope)
    ON CONFLICT DO NOTHING
), entry AS (
    INSERT INTO event_log (name, subject, place_id, payload, actor_user_id, occurred_at)
    SELECT 'case.moved', 'case:' || id, community, %(payload)s::jsonb || jsonb_build_object('case_id', id, 'seq', revision),
        %(user_id)s::bigint, %(now)s::timestamptz FROM moved RETURNING id, subject
), delivered AS (
    INSERT INTO delivery (event_id, subscriber, subject, state, attempts, fault)
    SELECT id, subscriber, subject, 'pending', 0, '' FROM entry, unnest(%(moved_subscribers)s::text[]) AS subscriber
), audited AS (
    INSERT INTO audit_entry (at, kind, actor_user_id, office, act, object_ref, persons, fields, purpose, digest)
    SELECT %(now)s::timestamptz, 'change', %(user_id)s::bigint, %(name)s::text, 'case.' || %(action)s::text, 'case:' || id,
        ARRAY[%(person_id)s::bigint], '{}', '', %(digest32)s FROM moved
)
SELECT revision FROM moved;

-- name: rate
SELECT key.user_id, found.id AS case_id, found.applicant_id AS person_id, found.county, found.town, found.community,
       found.closed_at
FROM api_key AS key
JOIN person_account AS binding ON binding.user_id = key.user_id AND binding.revoked_at IS NULL
JOIN "case" AS found ON found.number = %(number)s
JOIN case_participant AS named ON named.case_id = found.id AND named.person_id = binding.person_id
WHERE key.digest = %(key)s AND key.revoked_at IS NULL;

WITH rated AS (
    INSERT INTO rating (county, town, community, case_id, level, options, source, given_at, day, synthetic)
    VALUES (%(county)s, %(town)s, %(community)s, %(case_id)s, 5, '{}', 'active', %(now)s, %(today)s, true)
    RETURNING case_id
), entry AS (
    INSERT INTO event_log (name, subject, place_id, payload, actor_user_id, occurred_at)
    SELECT 'feedback.rating_given', 'case:' || case_id, %(community)s::bigint, %(payload)s::jsonb, %(user_id)s::bigint,
        %(now)s::timestamptz FROM rated RETURNING id, subject
), delivered AS (
    INSERT INTO delivery (event_id, subscriber, subject, state, attempts, fault)
    SELECT id, subscriber, subject, 'pending', 0, '' FROM entry, unnest(%(rated_subscribers)s::text[]) AS subscriber
), audited AS (
    INSERT INTO audit_entry (at, kind, actor_user_id, office, act, object_ref, persons, fields, purpose, digest)
    SELECT %(now)s::timestamptz, 'change', %(user_id)s::bigint, '', 'feedback.rate', 'case:' || case_id,
        ARRAY[%(person_id)s::bigint], '{}', '', %(digest32)s FROM rated
)
SELECT case_id FROM rated;
