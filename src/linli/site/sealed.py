"""Everything that is sealed, in one table: what `linli keys rotate` seals anew. A test of the house compares it with
the models and with every place that seals."""

from typing import Final

from linli.engines.cases.queries import NOTE_CONTEXT, QUERY_CODE_CONTEXT
from linli.engines.forms.actions import ANSWERS_CONTEXT, DRAFT_CONTEXT
from linli.engines.notices.queries import CONTEXT_MAIL, CONTEXT_NOTE
from linli.kernel.accounts.phones import CONTEXT as CONTEXT_ACCOUNT_PHONE
from linli.kernel.dispatch.actions import CONTEXT as CONTEXT_MESSAGE
from linli.kernel.dispatch.actions import CONTEXT_TO
from linli.kernel.held import CONTEXT as CONTEXT_HELD
from linli.kernel.resealing.tables import Sealed, SealedTable, SealedTexts
from linli.registers.documents.actions import CONTEXT as CONTEXT_DOCUMENT_CONTENT
from linli.registers.mandates.actions import CONTEXT_CLAIM
from linli.registers.mandates.blocks import CONTEXT_PAIR
from linli.registers.people import sealing as people
from linli.rooms.feedback.actions import COMMENT_CONTEXT
from linli.rooms.sharing.actions.exporting import CONTEXT as CONTEXT_EXPORT
from linli.site.accounts.adapters import CONTEXT_FACTOR

FEW: Final = 8
"""Rows of a batch where one value may be megabytes."""

TABLES: Final[tuple[Sealed, ...]] = (
    SealedTable(
        "person", {"id_number_sealed": people.CONTEXT_ID_NUMBER, "phone_sealed": people.CONTEXT_PHONE}
    ),
    SealedTable("identity_document", {"number_sealed": people.CONTEXT_DOCUMENT}),
    SealedTable("person_label", {"code_sealed": people.CONTEXT_LABEL}),
    SealedTable(
        "restricted_label",
        {
            "holder_sealed": people.CONTEXT_RESTRICTED_HOLDER,
            "code_sealed": people.CONTEXT_RESTRICTED_CODE,
        },
    ),
    SealedTable(
        "file_change",
        {
            "details_sealed": people.CONTEXT_DETAILS,
            "undo_sealed": people.CONTEXT_UNDO,
            "before_sealed": people.CONTEXT_BEFORE,
        },
        batch=100,
    ),
    SealedTable("former_phone", {"sealed": people.CONTEXT_PHONE}),
    SealedTable("person_import_part", {"sealed": people.CONTEXT_IMPORT_PART}, batch=FEW),
    SealedTable(
        "person_import_row",
        {"sealed": people.CONTEXT_IMPORT_ROW, "undo": people.CONTEXT_IMPORT_UNDO},
        batch=100,
    ),
    SealedTable("mandate_request", {"claim_sealed": CONTEXT_CLAIM}),
    SealedTable("mandate_block", {"pair_sealed": CONTEXT_PAIR}),
    SealedTable("account_phone", {"sealed": CONTEXT_ACCOUNT_PHONE}),
    SealedTexts("mfa_authenticator", "data", CONTEXT_FACTOR, paths=("secret", "seed", "migrated_codes")),
    SealedTable("document_content", {"sealed": CONTEXT_DOCUMENT_CONTENT}, key="document_id", batch=FEW),
    SealedTable("share_export_file", {"sealed": CONTEXT_EXPORT}, key="export_id", batch=FEW),
    SealedTable("form_answer", {"answers_sealed": ANSWERS_CONTEXT}, bound_to="subject"),
    SealedTable("form_draft", {"values_sealed": DRAFT_CONTEXT}, batch=100),
    SealedTable("case", {"query_code_sealed": QUERY_CODE_CONTEXT}),
    SealedTable("case_step", {"note_sealed": NOTE_CONTEXT}),
    SealedTable("telling_recipient", {"told_note_sealed": CONTEXT_NOTE}),
    SealedTable("telling_wish", {"mail_sealed": CONTEXT_MAIL}),
    SealedTable("dispatch", {"text_sealed": CONTEXT_MESSAGE, "to_sealed": CONTEXT_TO}),
    SealedTable("rating", {"comment_sealed": COMMENT_CONTEXT}),
    SealedTable("held_form", {"sealed": CONTEXT_HELD}, batch=FEW),
)
