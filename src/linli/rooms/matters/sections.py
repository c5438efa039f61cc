"""The pack section of matters: its checks across references, and its projection into the catalogue."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.engines.cases.wording import term_words
from linli.engines.forms.merging import list_clashes
from linli.engines.overlays import adjustable
from linli.engines.overlays.adjustable import Adjustable, Adjustables, Locked, Rows
from linli.engines.packs.blocks import Block, Bullets, Facts, Table, Text
from linli.engines.packs.findings import duplicates, in_expression, not_among, refers
from linli.engines.packs.models import PackItem
from linli.engines.packs.sections import Finding, Library, Section, register
from linli.kernel.search import as_vector, index_tokens
from linli.rooms.matters.definitions import Bundle, Matter, Paper
from linli.rooms.matters.display import condition_words
from linli.rooms.matters.models import BundleEntry, CatalogueEntry
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
    yield from _check_needs(matter.need_tags, library)
    if matter.eligibility:
        path = ("eligibility", "expression")
        yield from in_expression(path, matter.eligibility.expression, ELIGIBILITY_NAMES)


def _check_needs(tags: Iterable[str], library: Library) -> Iterator[Finding]:
    needs = library.get("code-list", NEED_TAGS)
    if needs is not None:
        known = [entry.code for entry in needs.entries]
        for index, tag in enumerate(tags):
            yield from not_among(("need_tags", index), tag, known, _("need tag"))


def check_bundle(bundle: Bundle, library: Library) -> Iterator[Finding]:
    """Known matters that are online, and forms and papers that mean the same where they have the same code."""
    yield from duplicates({("matters", index): code for index, code in enumerate(bundle.matters)})
    yield from _check_needs(bundle.need_tags, library)
    found: list[tuple[int, Matter]] = []
    for index, code in enumerate(bundle.matters):
        yield from refers(("matters", index), "matter", code, library)
        matter = library.get("matter", code)
        if matter is not None:
            found.append((index, matter))
            if not matter.online:
                yield Finding(
                    ("matters", index),
                    _("This matter is handled at the counter, so nothing can be sent for it."),
                    _("Name matters that are online."),
                )
    yield from _check_papers(found)
    forms = [(index, form) for index, matter in found if (form := library.get("form", matter.form or ""))]
    for number, code in list_clashes([form for _index, form in forms]):
        index, form = forms[number]
        yield Finding(
            ("matters", index),
            _("«%(code)s» in its form «%(form)s» is another question than in a form before.")
            % {"code": code, "form": form.title},
            _(
                "Ask it alike in both forms (label, type, choices, prefill), or give one of them another code."
            ),
        )


def _check_papers(found: Iterable[tuple[int, Matter]]) -> Iterator[Finding]:
    titles: dict[str, tuple[str, str]] = {}
    for index, matter in found:
        for paper in matter.papers:
            if titles.setdefault(paper.code, (paper.title, paper.how)) != (paper.title, paper.how):
                yield Finding(
                    ("matters", index),
                    _("The paper «%(code)s» is another one than in a matter before.") % {"code": paper.code},
                    _("Give it the same title and way in both matters, or another code."),
                )


def install_bundle(item: PackItem) -> None:
    """The newest installed version is what residents find."""
    bundle = Bundle.model_validate(item.content)
    words = index_tokens([bundle.title, *bundle.aliases, *bundle.need_tags, bundle.summary, bundle.audience])
    entry = BundleEntry(
        code=bundle.code,
        item=item,
        title=bundle.title,
        summary=bundle.summary,
        need_tags=list(bundle.need_tags),
        matters=list(bundle.matters),
        words=as_vector(words),
    )
    BundleEntry.objects.bulk_create(
        [entry],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["item", "title", "summary", "need_tags", "matters", "words"],
    )


def retire_bundle(code: str) -> None:
    """Residents no longer find it; its cases go on."""
    BundleEntry.objects.filter(code=code).delete()


def describe_bundle(bundle: Any, library: Library) -> Iterator[Block]:
    """The bundle for the handbook: which matters, and what their forms ask once."""
    yield Text(bundle.summary)
    yield Facts(((_("For"), bundle.audience), (_("Also called"), "、".join(bundle.aliases))))
    matters = [library.get("matter", code) for code in bundle.matters]
    yield Bullets(_("Applied for together"), tuple(matter.title for matter in matters if matter))
    forms = [library.get("form", matter.form or "") for matter in matters if matter]
    askings = Counter(field.code for form in forms if form for field in form.plain_fields())
    labels = {field.code: field.label for form in forms if form for field in form.plain_fields()}
    shared = tuple(labels[code] for code, times in askings.items() if times > 1)
    if shared:
        yield Bullets(_("Asked once for all"), shared)


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
            (_("Called"), f"{matter.verb}、{matter.who}"),
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


BUNDLES = Section(
    name="bundle",
    folder="bundles",
    model=Bundle,
    check=check_bundle,
    install=install_bundle,
    retire=retire_bundle,
    describe=describe_bundle,
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
        Adjustable("verb", gettext_lazy("What one does, as on the button")),
        Adjustable("person", gettext_lazy("What one is called who does it")),
        Adjustable("outcomes.granted", gettext_lazy("What it is called when it was granted")),
        Adjustable("outcomes.refused", gettext_lazy("What it is called when it was not granted")),
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
    register(BUNDLES)
    adjustable.register(ADJUSTABLE)
