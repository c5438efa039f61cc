"""What the audit log says was done, in words; what is done with cases is told by their own procedure."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.audit.models import AuditEntry
from linli.registers.people.words import CHANGES, STATES

ACTS: Final[dict[str, Promise]] = {
    "account.create": gettext_lazy("made an account"),
    "bindings.account": gettext_lazy("accounts of a file"),
    "calendar.replace_days": gettext_lazy("new working days"),
    "calendar.replace_hours": gettext_lazy("new office hours"),
    "case.answer": gettext_lazy("filled-in form"),
    "consents.counter": gettext_lazy("what the person agreed to, at the counter"),
    "consents.declined": gettext_lazy("did not agree"),
    "consents.gave": gettext_lazy("agreed"),
    "consents.notice": gettext_lazy("new privacy notice"),
    "consents.notice_retired": gettext_lazy("privacy notice out of force"),
    "consents.read": gettext_lazy("read the privacy notice"),
    "consents.withdrew": gettext_lazy("withdrew a consent"),
    "files.change": gettext_lazy("a change of a file"),
    "files.changes": gettext_lazy("list of changes of files"),
    "files.draft": gettext_lazy("file, to change it"),
    "files.duplicates": gettext_lazy("list of files that may be one person"),
    "files.dwelling": gettext_lazy("dwelling"),
    "files.household": gettext_lazy("household"),
    "files.households": gettext_lazy("list of households"),
    "files.import": gettext_lazy("an import of a spreadsheet"),
    "files.import_returned": gettext_lazy("rows of a spreadsheet not taken"),
    "files.pair": gettext_lazy("two files that may be one person"),
    "files.people": gettext_lazy("list of people"),
    "files.person": gettext_lazy("file of the person"),
    "files.reveal": gettext_lazy("full number in the file"),
    "form.search": gettext_lazy("search for a person, to fill in a form"),
    "key.create": gettext_lazy("made an API key"),
    "key.revoke": gettext_lazy("made an API key useless"),
    "mine.consents": gettext_lazy("own consents"),
    "mine.correct": gettext_lazy("own file, to have it corrected"),
    "mine.file": gettext_lazy("own file"),
    "mine.looks": gettext_lazy("list of who looked"),
    "mine.requests": gettext_lazy("what was asked about the file"),
    "notice.again": gettext_lazy("sent a message once more"),
    "notice.heard": gettext_lazy("took note of a message"),
    "notice.tasks": gettext_lazy("list of people to be told in person"),
    "notice.tell": gettext_lazy("how to reach the person"),
    "notice.told": gettext_lazy("told the person"),
    "notice.told_list": gettext_lazy("list of who was told"),
    "overlay.approve": gettext_lazy("approved a change of settings"),
    "overlay.change": gettext_lazy("drafted a change of settings"),
    "overlay.drop": gettext_lazy("took something out of a draft of settings"),
    "overlay.open": gettext_lazy("began a draft of settings"),
    "overlay.renew": gettext_lazy("compared a draft of settings again"),
    "overlay.reopen": gettext_lazy("took a proposal up again"),
    "overlay.restore": gettext_lazy("proposed to go back to older settings"),
    "overlay.return": gettext_lazy("returned a proposal"),
    "overlay.submit": gettext_lazy("submitted a proposal"),
    "overlay.upgrade": gettext_lazy("took over an update of a pack"),
    "overlay.withdraw": gettext_lazy("withdrew a proposal"),
    "overlay.workbook": gettext_lazy("settings as a workbook"),
    "share.api": gettext_lazy("read under a share agreement, by a program"),
    "share.approved": gettext_lazy("approved a share agreement"),
    "share.asked": gettext_lazy("asked for a share agreement"),
    "share.export_approved": gettext_lazy("approved an export"),
    "share.export_asked": gettext_lazy("asked for an export"),
    "share.export_fetched": gettext_lazy("fetched an exported file"),
    "share.export_made": gettext_lazy("list of persons as a file"),
    "share.export_refused": gettext_lazy("turned down an export"),
    "share.page": gettext_lazy("read under a share agreement"),
    "share.refused": gettext_lazy("turned down a share agreement"),
    "share.resumed": gettext_lazy("resumed a share agreement"),
    "share.revoked": gettext_lazy("revoked a share agreement"),
    "share.suspended": gettext_lazy("suspended a share agreement"),
    "share.withdrawn": gettext_lazy("withdrew a request for a share agreement"),
    "pack.install": gettext_lazy("installed a pack"),
    "people.bind": gettext_lazy("bound an account to a file"),
    "people.duplicate_dismissed": gettext_lazy("found two files to be two persons"),
    "people.find": gettext_lazy("search for a file"),
    "people.import": gettext_lazy("imported people from a spreadsheet"),
    "people.import_accepted": gettext_lazy("accepted an import of people"),
    "people.import_dropped": gettext_lazy("dropped an import of people"),
    "people.import_received": gettext_lazy("handed in a spreadsheet of people"),
    "people.import_undoing": gettext_lazy("asked to undo an import of people"),
    "people.import_undone": gettext_lazy("undid an import of people"),
    "people.label_kinds": gettext_lazy("new kinds of labels"),
    "people.number_held": gettext_lazy("asked whether a number is held"),
    "people.protected_end": gettext_lazy("ended a protected label"),
    "people.protected_give": gettext_lazy("gave a protected label"),
    "people.protected_grant": gettext_lazy("let somebody see a protected label"),
    "people.protected_look": gettext_lazy("protected label"),
    "people.protected_revoke": gettext_lazy("no longer lets somebody see a protected label"),
    "people.slip": gettext_lazy("printed a slip for binding an account"),
    "people.unbind": gettext_lazy("took the binding of an account back"),
    "place.add": gettext_lazy("new place"),
    "place.move": gettext_lazy("moved a place"),
    "place.rename": gettext_lazy("renamed a place"),
    "place.succeed": gettext_lazy("places became others"),
    "post.appoint": gettext_lazy("gave a post"),
    "post.end": gettext_lazy("ended a post"),
}


def words_of(entry: AuditEntry, told: str) -> str:
    """What was done; `told` is what its case says of it. A code that nobody knows any more stands as it is."""
    if entry.act in ACTS:
        return str(ACTS[entry.act])
    part, _dot, code = entry.act.partition(".")
    found = {**CHANGES, **STATES}.get(code, "") if part == "people" else ""
    return _("file: %(change)s") % {"change": _(found)} if found else told
