"""The pack section of matters: its checks across references, and its projection into the catalogue."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.engines.cases.wording import term_words
from linli.engines.overlays import adjustable
from linli.engines.overlays.adjustable import Adjustable, Adjustables, Locked, Rows
from linli.engines.packs.blocks import Block, Bullets, Facts, Table, Text
from linli.engines.packs.findings import duplicates, in_expression, not_among, refers
from linli.engines.packs.models import PackItem
from linli.engines.packs.sections import Finding, Library, Section, register
from linli.kernel.search import as_vector, index_tokens
from linli.rooms.matters.definitions import Matter, Paper
from linli.rooms.matters.display import condition_words
from linli.rooms.matters.models import CatalogueEntry
from linli.rooms.matters.rules import ELIGIBILITY_NAMES, NEED_TAGS

_PROJECTED = ("item", "title", "summary", "need_tags", "online", "words")


def check_matter(matter: Matter, library: Library) -> Iterator[Finding]:
    """What the model alone cannot see: references, promise against law, the expression."""
    for section, code in (("procedure", matter.procedure), ("form", matter.form)):
        if code is not None:
            yield from refers((section,), section, code, library)
    if matter.online and not (matter.procedure and matter.form):
        yield Finding(
            ("online",),
            _("A matter that is applied for online needs a procedure and a form."),
            _("Add them, or write online: false."),
        )
    if matter.procedure and matter.limits:
        yield Finding(
            ("limits",), _("The limits stand in the procedure already."), _("Leave them out here."), key=True
        )
    if matter.limits and matter.limits.promised > matter.limits.legal:
        yield Finding(
            ("limits", "promised"),
            _("The promise (%(promised)d working days) is longer than the legal limit (%(legal)d).")
            % {"promised": matter.limits.promised, "legal": matter.limits.legal},
            _("Promise at most the legal limit."),
        )
    yield from duplicates(
        {("papers", index, "code"): paper.code for index, paper in enumerate(matter.papers)}
    )
    needs = library.get("code-list", NEED_TAGS)
    if needs is not None:
        known = [entry.code for entry in needs.entries]
        for index, tag in enumerate(matter.need_tags):
            yield from not_among(("need_tags", index), tag, known, _("need tag"))
    if matter.eligibility:
        path = ("eligibility", "expression")
        yield from in_expression(path, matter.eligibility.expression, ELIGIBILITY_NAMES)


def install_matter(item: PackItem) -> None:
    """The newest installed version is what residents find; running cases keep the version they pinned."""
    matter = Matter.model_validate(item.content)
    words = index_tokens([matter.title, *matter.aliases, *matter.need_tags, matter.summary, matter.audience])
    entry = CatalogueEntry(
        code=matter.code,
        item=item,
        title=matter.title,
        summary=matter.summary,
        need_tags=list(matter.need_tags),
        online=matter.online,
        words=as_vector(words),
    )
    CatalogueEntry.objects.bulk_create(
        [entry], update_conflicts=True, unique_fields=["code"], update_fields=_PROJECTED
    )


def retire_matter(code: str) -> None:
    """Residents no longer find it; running cases keep the version they pinned."""
    CatalogueEntry.objects.filter(code=code).delete()


def describe_matter(matter: Any, library: Library) -> Iterator[Block]:
    """The matter for the handbook: what the guide tells residents, and what it rests on."""
    form, procedure = library.get("form", matter.form or ""), library.get("procedure", matter.procedure or "")
    yield Text(matter.summary)
    yield Facts(
        (
            (_("For"), matter.audience),
            (_("Who qualifies"), condition_words(matter.eligibility) if matter.eligibility else ""),
            (_("Result"), matter.result),
            (_("Fee"), matter.fee),
            (_("Promised"), term_words(procedure.limits.promised) if procedure else ""),
            (_("Limit by law"), term_words(procedure.limits.legal) if procedure else ""),
            (_("Where"), matter.where),
            (_("Online"), _("yes") if matter.online else _("no")),
            (_("Procedure"), procedure.title if procedure else ""),
            (_("Form"), form.title if form else ""),
            (_("Also called"), "、".join(matter.aliases)),
        )
    )
    if matter.conditions:
        yield Bullets(_("Conditions"), matter.conditions)
    if matter.papers:
        yield Table(
            _("Papers"), (_("Paper"), _("Needed"), _("How"), _("Hint")), tuple(map(_paper, matter.papers))
        )
    if matter.legal_basis:
        rows = tuple((one.title, one.clause) for one in matter.legal_basis)
        yield Table(_("Legal basis"), (_("Document"), _("Clause")), rows)
        if not all(one.verified for one in matter.legal_basis):
            yield Text(_("Not compared with the text of its source."), mark=True)


def _paper(paper: Paper) -> tuple[str, ...]:
    how = (
        _("checked in the register, nothing to bring")
        if paper.how == "verify"
        else _("photo or at the counter")
    )
    return paper.title, _("yes") if paper.required else _("if there is one"), how, paper.hint


MATTERS = Section(
    name="matter",
    folder="matters",
    model=Matter,
    check=check_matter,
    install=install_matter,
    retire=retire_matter,
    describe=describe_matter,
)


_IN_THE_PACK = gettext_lazy(
    "It decides how applications are handled: it changes in the pack, where examples are run."
)

ADJUSTABLE = Adjustables(
    "matter",
    gettext_lazy("Service matters"),
    (
        Adjustable("title", gettext_lazy("Title")),
        Adjustable("aliases", gettext_lazy("Other names people search for")),
        Adjustable("summary", gettext_lazy("In one sentence"), long=True),
        Adjustable("audience", gettext_lazy("Who it is for"), long=True),
        Adjustable("conditions", gettext_lazy("Conditions")),
        Adjustable("eligibility.words", gettext_lazy("The condition in words"), long=True),
        Adjustable("limits.legal", gettext_lazy("Limit by law, in working days")),
        Adjustable("limits.promised", gettext_lazy("Limit as promised, in working days")),
        Adjustable("result", gettext_lazy("What one gets"), long=True),
        Adjustable("fee", gettext_lazy("Fee")),
        Adjustable("where", gettext_lazy("Where"), long=True),
        Adjustable("papers.*.title", gettext_lazy("Name")),
        Adjustable("papers.*.hint", gettext_lazy("Hint"), long=True),
        Adjustable("papers.*.required", gettext_lazy("Has to be brought")),
        Adjustable("papers.*.source", gettext_lazy("Who gives it")),
        Adjustable("legal_basis.*.title", gettext_lazy("Name")),
        Adjustable("legal_basis.*.clause", gettext_lazy("Clause")),
    ),
    rows=(Rows("papers", gettext_lazy("Paper")), Rows("legal_basis", gettext_lazy("Legal basis"))),
    locked=(
        Locked("code", gettext_lazy("Code"), gettext_lazy("Addresses and cases name it: it never changes.")),
        Locked("procedure", gettext_lazy("Procedure"), _IN_THE_PACK),
        Locked("form", gettext_lazy("Form"), _IN_THE_PACK),
        Locked("online", gettext_lazy("Can be applied for online"), _IN_THE_PACK),
        Locked("eligibility.expression", gettext_lazy("The condition as an expression"), _IN_THE_PACK),
        Locked("need_tags", gettext_lazy("Needs"), gettext_lazy("They are codes of the list of needs.")),
    ),
)


def register_all() -> None:
    register(MATTERS)
    adjustable.register(ADJUSTABLE)
