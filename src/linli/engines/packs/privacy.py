"""Privacy notices as a section of packs. The register below cannot know packs, so that it stands here."""

from collections.abc import Iterator
from typing import Any, Final

from django.utils.translation import gettext as _

from linli.engines.packs.blocks import Block, Facts, Table, Text
from linli.engines.packs.faults import Fault, PackRefused
from linli.engines.packs.findings import not_among
from linli.engines.packs.models import InstalledPack, PackItem
from linli.engines.packs.sections import Finding, Library, Section
from linli.kernel.actors import SYSTEM
from linli.kernel.ui.format import join_words
from linli.registers.consents.actions import bring_notice, retire_notice
from linli.registers.consents.refusals import VersionTaken
from linli.registers.consents.schemas import PrivacyNotice, Purpose
from linli.registers.people.words import FIELDS, field_word

NAME: Final = "privacy"
_PURPOSES: Final = "purposes"


def check_notice(notice: PrivacyNotice, library: Library) -> Iterator[Finding]:
    """What the law asks of each purpose, and codes that are used once, in all notices."""
    seen: set[str] = set()
    for index, purpose in enumerate(notice.purposes):
        path = (_PURPOSES, index)
        if purpose.code in seen:
            yield Finding((*path, "code"), _("This code is used twice here."), _("Give each its own code."))
        seen.add(purpose.code)
        yield from _check_basis(path, purpose)
        for place, field in enumerate(purpose.fields):
            if field.isascii():  # a code of the files; anything else is said in words
                yield from not_among((*path, "fields", place), field, FIELDS, _("field of the files"))
        yield from _check_elsewhere(path, purpose, notice.code, library)


def _check_basis(path: tuple[str | int, ...], purpose: Purpose) -> Iterator[Finding]:
    if purpose.basis == "duty" and not purpose.law:
        yield Finding(
            (*path, "basis"),
            _("A duty rests on a statute, and none is named."),
            _("Name it as «law», or rest the purpose on consent (basis: consent)."),
        )
    if purpose.basis == "consent" and not purpose.effect:
        yield Finding(
            (*path, "basis"),
            _("Who is asked has to know what ends without consent."),
            _("Say it as «effect»."),
        )
    if purpose.sensitive and not purpose.necessity:
        yield Finding(
            (*path, "sensitive"),
            _("For sensitive data it has to be said why they are needed and what that means for the person."),
            _("Say it as «necessity»."),
        )


def _check_elsewhere(
    path: tuple[str | int, ...], purpose: Purpose, own: str, library: Library
) -> Iterator[Finding]:
    """Others ask for consent by the code of the purpose alone."""
    for code in sorted(library.codes(NAME) - {own}):
        other = library.get(NAME, code)
        if other is not None and any(one.code == purpose.code for one in other.purposes):
            message = _("The notice «%(notice)s» has a purpose with this code.") % {"notice": code}
            yield Finding((*path, "code"), message, _("Give it a code of its own."))


def describe_notice(notice: Any, library: Library) -> Iterator[Block]:
    """The text with its purposes, as people are shown it."""
    if not notice.verified:
        yield Text(
            _("A template: to be gone through by the lawyers of the town before it is used."), mark=True
        )
    yield Facts(((_("Version"), notice.version), (_("Who processes the data"), notice.handler)))
    yield Text(notice.text)
    head = (_("Purpose"), _("Rests on"), _("Data"), _("Given to"), _("Kept"))
    yield Table(_("Purposes"), head, tuple(_row(one) for one in notice.purposes))
    for words in (notice.children, notice.rights):
        if words:
            yield Text(words)


def _row(purpose: Purpose) -> tuple[str, ...]:
    basis = purpose.law if purpose.basis == "duty" else _("consent, which can be withdrawn")
    if purpose.sensitive:
        basis = _("%(basis)s; sensitive, asked separately") % {"basis": basis}
    fields = join_words(field_word(field) for field in purpose.fields)
    return (purpose.title, basis, fields, join_words(purpose.recipients), purpose.retention)


def project(item: PackItem) -> None:
    """The notice comes into force. Raises `PackRefused` where its version is not raised with its text."""
    notice = PrivacyNotice.model_validate(item.content)
    source = f"pack:{item.pack.pack_id}/{item.code}"[:64]
    try:
        bring_notice(notice=notice, source=source, actor=SYSTEM, now=item.pack.installed_at)
    except VersionTaken as refusal:
        mend = _("Raise «version» of the notice.")
        fault = Fault(f"{NAME}/{item.code}.yaml", 0, 0, notice.version, str(refusal.message), mend)
        raise PackRefused([fault]) from None


def retire(code: str) -> None:
    """Nothing is asked by it any more."""
    item = PackItem.objects.filter(section=NAME, code=code).select_related("pack").latest("id")
    now = InstalledPack.objects.filter(pack_id=item.pack.pack_id).latest("id").installed_at
    retire_notice(code=code, actor=SYSTEM, now=now)


PRIVACY: Final = Section(
    name=NAME,
    folder=NAME,
    model=PrivacyNotice,
    check=check_notice,
    install=project,
    retire=retire,
    describe=describe_notice,
)
