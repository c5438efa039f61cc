-- Cases of one community as the platform would have written them: three in five wait for her clerk, one in five
-- is inspected (clock paused), one in five is closed; received one to three days ago, so that nothing falls due for
-- the worker. All constraints and foreign keys are checked as ever.
-- Parameters: first and last running number, the places, the pinned versions, people to apply, and «now».

-- name: cases
INSERT INTO "case" (county, town, community, number, query_code_sealed, query_code_digest, room, title,
    matter_item_id, procedure_item_id, place_id, state, phase, applicant_id, queue_role, queue_scope, opened_at,
    accepted_at, due_at, closed_at, outcome, revision, synthetic)
SELECT %(county)s, %(town)s, %(community)s, %(unit_code)s || '-F' || lpad(n::text, 7, '0'),
    decode(md5(n::text) || md5('s' || n), 'hex'), decode(md5('d' || n), 'hex'), 'matters', %(title)s,
    %(matter)s, %(procedure)s, %(community)s,
    (ARRAY['received', 'received', 'received', 'inspection', 'closed'])[1 + n %% 5],
    (ARRAY['intake', 'intake', 'intake', 'running', 'closed'])[1 + n %% 5],
    (%(people)s::bigint[])[1 + n %% cardinality(%(people)s::bigint[])],
    CASE WHEN n %% 5 = 4 THEN '' ELSE 'clerk' END,
    CASE WHEN n %% 5 = 4 THEN '' ELSE 'community:' || %(community)s END,
    received, CASE WHEN n %% 5 >= 3 THEN received + interval '1 hour' END,
    CASE WHEN n %% 5 = 3 THEN NULL ELSE date_trunc('day', received, 'Asia/Shanghai') + interval '8 days' - interval '1 second' END,
    CASE WHEN n %% 5 = 4 THEN received + interval '6 hours' END,
    CASE WHEN n %% 5 = 4 THEN 'granted' ELSE '' END,
    CASE n %% 5 WHEN 3 THEN 3 WHEN 4 THEN 6 ELSE 1 END, true
FROM generate_series(%(first)s::int, %(last)s::int) AS n,
    LATERAL (SELECT %(now)s::timestamptz - (1440 + n * 7919 %% 2880) * interval '1 minute' AS received) AS at

-- name: steps
INSERT INTO case_step (case_id, seq, action, from_state, to_state, office, at, data, evidence)
SELECT id, seq, action, from_state, to_state, CASE seq WHEN 1 THEN '' ELSE '服务站 · 综合窗口' END,
    opened_at + (seq - 1) * interval '1 hour', '{}', '{}'
FROM "case" JOIN (VALUES
    (1, 'open', '', 'received'), (2, 'accept', 'received', 'accepted'),
    (3, 'start_inspection', 'accepted', 'inspection'), (4, 'finish_inspection', 'inspection', 'street_review'),
    (5, 'approve', 'street_review', 'county_decision'), (6, 'grant', 'county_decision', 'closed')
) AS step (seq, action, from_state, to_state) ON seq <= revision
WHERE "case".id > %(above)s

-- name: clock
INSERT INTO case_clock (case_id, seq, op, at, reason, unit, number, step)
SELECT id, entry.seq, op, opened_at + (step - 1) * interval '1 hour', reason, '', 0, step
FROM "case" JOIN (VALUES (1, 'run', '', 2), (2, 'pause', 'inspection', 3), (3, 'run', '', 4), (4, 'stop', '', 6)
) AS entry (seq, op, reason, step) ON step <= revision
WHERE "case".id > %(above)s

-- name: participants
INSERT INTO case_participant (case_id, kind, person_id, role, scope)
SELECT id, kind, CASE kind WHEN 'applicant' THEN applicant_id END, role,
    CASE level WHEN 'community' THEN 'community:' || community WHEN 'town' THEN 'town:' || town
        WHEN 'county' THEN 'county:' || county ELSE '' END
FROM "case" JOIN (VALUES ('applicant', '', '', 1), ('handling', 'clerk', 'community', 1),
    ('handling', 'inspector', 'community', 3), ('handling', 'reviewer', 'town', 4), ('deciding', 'decider', 'county', 5)
) AS named (kind, role, level, since) ON since <= revision
WHERE "case".id > %(above)s
