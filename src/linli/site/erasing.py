"""What becomes of every row that leads to a person when her file ends: one list. A test of the house compares it with
the tables, so that what is added later is not forgotten.

Closed cases stay for the archive without what somebody wrote or handed in: number, matter, states, steps and decision.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from linli.engines.forms.actions import save_answers
from linli.engines.packs.models import PackItem
from linli.kernel.actors import SYSTEM
from linli.kernel.crypto import unseal_text
from linli.registers.mandates.blocks import CONTEXT_PAIR
from linli.registers.mandates.models import MandateBlock
from linli.registers.retention.plan import Find, Obstacle, Plan, Trace

_HERS: Final = '"case_id" = ANY(%(cases)s)'
_SUBJECT: Final = '"subject" = ANY(%(subjects)s)'
_ACCOUNT: Final = '"user_id" = ANY(%(users)s)'

FINDS: Final = (
    Find("cases", 'SELECT id FROM "case" WHERE applicant_id = ANY(%(persons)s)'),
    Find("subjects", "SELECT 'case:' || id FROM unnest(%(cases)s::bigint[]) AS id"),
    Find(
        "forms",
        "SELECT DISTINCT ON (subject, form_code) ARRAY[subject, form_item_id::text] FROM form_answer"
        " WHERE subject = ANY(%(subjects)s::text[]) ORDER BY subject, form_code, id DESC",
    ),
    Find("changes", "SELECT change_id FROM file_change_person WHERE person_id = ANY(%(persons)s)"),
    Find("labels", "SELECT id FROM restricted_label WHERE holder_digest = ANY(%(holders)s::bytea[])"),
    Find("households", "SELECT household_id FROM household_membership WHERE person_id = ANY(%(persons)s)"),
    Find("imports", "SELECT DISTINCT batch_id FROM person_import_row WHERE person_id = ANY(%(persons)s)"),
    Find(
        "documents",
        "SELECT document_id FROM case_paper WHERE case_id = ANY(%(cases)s) AND document_id IS NOT NULL"
        " UNION SELECT evidence_id FROM person_label WHERE person_id = ANY(%(persons)s) AND evidence_id IS NOT NULL"
        " UNION SELECT evidence_id FROM person_consent WHERE person_id = ANY(%(persons)s) AND evidence_id IS NOT NULL"
        " UNION SELECT unnest(evidence) FROM case_step WHERE case_id = ANY(%(cases)s)",
    ),
    # Whoever also holds a post keeps the account: it is that of the office.
    Find(
        "users",
        "SELECT user_id FROM person_account WHERE person_id = ANY(%(persons)s)"
        " AND NOT EXISTS (SELECT FROM appointment WHERE appointment.user_id = person_account.user_id)",
    ),
)

OBSTACLES: Final = (
    Obstacle(
        _("A case is still open."),
        "SELECT EXISTS (SELECT FROM \"case\" WHERE phase <> 'closed'"
        " AND (applicant_id = ANY(%(persons)s) OR agent_id = ANY(%(persons)s)))",
    ),
    Obstacle(
        _("A change of the file waits to be applied."),
        "SELECT EXISTS (SELECT FROM file_change JOIN file_change_person ON change_id = file_change.id"
        " WHERE person_id = ANY(%(persons)s) AND state IN ('draft', 'checked'))",
    ),
    Obstacle(
        _("The file is the guardian's of a child."),
        "SELECT EXISTS (SELECT FROM person_relationship WHERE person_id = ANY(%(persons)s) AND kind = 'ward'"
        " AND upper_inf(valid))",
    ),
)

CASES: Final = (
    Trace("form_answer", (), where=_SUBJECT),
    Trace("form_draft", (), where=f'{_SUBJECT} OR "owner_id" = ANY(%(users)s)'),
    Trace("case_step", (), "clear", f'{_HERS} AND "note_sealed" IS NOT NULL', "note_sealed = NULL"),
    Trace("rating", (), "clear", f'{_HERS} AND "comment_sealed" IS NOT NULL', "comment_sealed = NULL"),
    Trace("case_paper", (), where=_HERS),
    # Neither the slip nor who has found it opens the case any more.
    Trace(
        "case",
        (),
        "clear",
        '"id" = ANY(%(cases)s)',
        "query_code_sealed = '', query_code_digest = uuid_send(gen_random_uuid())",
    ),
    Trace(
        "case",
        ("applicant_id", "agent_id"),
        "keep",
        why="leads to what is left of the file: no name, no number",
    ),
    Trace("case_participant", ("person_id",), "keep", why="as the case"),
    Trace("dispatch", ("person_id",), where=f'"person_id" = ANY(%(persons)s) OR {_SUBJECT}'),
    Trace("telling_recipient", ("person_id",)),
    Trace(
        "telling_recipient",
        (),
        "clear",
        f'{_SUBJECT} AND "told_note_sealed" IS NOT NULL',
        "told_note_sealed = NULL",
    ),
    Trace("telling_wish", ("person_id",)),
)

FILES: Final = (
    Trace("person_key", ("person_id",)),
    Trace("person_provision", ("person_id",)),
    Trace("person_label", ("person_id",)),
    Trace("person_relationship", ("person_id", "other_id")),
    Trace("identity_document", ("person_id",)),
    Trace("duplicate_pair", ("first_id", "second_id")),
    Trace("need_to_know", (), where='"label_id" = ANY(%(labels)s)', secret=True),
    Trace("restricted_label", (), where='"id" = ANY(%(labels)s)', secret=True),
    # Details of a change name everybody whom it touched: they go for all of them; the audit log tells that it was.
    Trace("file_change_step", (), where='"change_id" = ANY(%(changes)s)'),
    Trace("file_change_person", ("person_id",), where='"change_id" = ANY(%(changes)s)'),
    Trace("file_change", (), "clear", '"undoes_id" = ANY(%(changes)s)', "undoes_id = NULL"),
    Trace("file_change", (), where='"id" = ANY(%(changes)s)'),
    Trace("household_membership", ("person_id",)),
    Trace(
        "household",
        (),
        where='"id" = ANY(%(households)s)'
        " AND NOT EXISTS (SELECT FROM household_membership WHERE household_id = household.id)",
    ),
    Trace("residence", ("person_id",)),
    Trace("person_consent", ("person_id",)),
    Trace(
        "person_consent",
        ("by_person_id",),
        "keep",
        why="the word of another person, said for her by this one",
    ),
    Trace("person_import_part", (), where='"batch_id" = ANY(%(imports)s)'),
    Trace("person_import_row", ("person_id",)),
    Trace("mandate", ("principal_id", "agent_id")),
    Trace("mandate_request", ("principal_id", "agent_id")),
    Trace("guardian_consent", ("guardian_id", "child_id")),
    Trace("binding_slip", ("person_id",)),
    Trace("person_account", ("person_id",)),
    Trace("retention_due", ("person_id",)),
    Trace("retention_hold", ("person_id",)),
    Trace("share_use", ("persons",), "keep", why="as the audit log: numbers of files that a department read"),
    Trace(
        "audit_entry",
        ("persons",),
        "keep",
        why="who did what to the file of this number; says nothing about her",
    ),
)

ACCOUNTS: Final = (
    Trace("account_phone", (), where=_ACCOUNT),
    Trace("mfa_authenticator", (), where=_ACCOUNT),
    Trace("usersessions_usersession", (), where=_ACCOUNT),
    Trace("held_form", (), where=_ACCOUNT),
    Trace("login_wait", (), where=_ACCOUNT),
    Trace("api_key", (), where=_ACCOUNT),
    Trace(
        "user",
        (),
        "clear",
        '"id" = ANY(%(users)s)',
        "name = '', username = 'erased-' || id, password = '!', is_active = false, note = ''",
    ),
)

LAST: Final = (
    Trace("document_content", (), where='"document_id" = ANY(%(documents)s)'),
    Trace(
        "document",
        (),
        "clear",
        '"id" = ANY(%(documents)s)',
        "title = '', digest = '', token = md5(random()::text)",
    ),
    Trace(
        "person",
        ("merged_into_id",),
        "clear",
        '"id" = ANY(%(persons)s)',
        "name = '已删除', former_names = '{}', sex = '0', birth_date = NULL, ethnicity = '', marital = '',"
        " nationality = 'CHN', id_number_kind = '', id_number_sealed = NULL, id_number_digest = NULL,"
        " phone_sealed = NULL, phone_digest = NULL, deceased_on = NULL, merged_into_id = NULL,"
        " revision = revision + 1",
    ),
    Trace("former_phone", ("person_id",)),  # written by a trigger when the phone was cleared just now
)


def finish(known: Mapping[str, Sequence[Any]]) -> None:
    """Cases are shown with empty answers to the forms that were asked; protective marks of hers go, untold."""
    for subject, item in known["forms"]:
        form = PackItem.objects.get(pk=item)
        save_answers(form_item=form, subject=subject, answers={}, actor=SYSTEM, now=datetime.now(UTC))
    for mark in MandateBlock.objects.all():
        pair = unseal_text(mark.pair_sealed, context=CONTEXT_PAIR).split(":")
        if {int(person) for person in pair} & set(known["persons"]):
            mark.delete()


PAPERS_USED: Final = (
    "SELECT document_id FROM case_paper WHERE document_id = ANY(%(documents)s)"
    " UNION SELECT evidence_id FROM person_label WHERE evidence_id = ANY(%(documents)s)"
    " UNION SELECT evidence_id FROM person_consent WHERE evidence_id = ANY(%(documents)s)"
    " UNION SELECT unnest(evidence) FROM case_step WHERE evidence && %(documents)s"
)

PLAN: Final = Plan(FINDS, OBSTACLES, (*CASES, *FILES, *ACCOUNTS, *LAST), finish, PAPERS_USED)
