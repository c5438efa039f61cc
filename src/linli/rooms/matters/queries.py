"""Questions about the catalogue and about cases of service matters, narrowed to what the actor may see."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _

from linli.engines.cases import queries as cases
from linli.engines.cases.models import Case
from linli.engines.expressions import compile_expression
from linli.engines.forms import queries as forms
from linli.engines.forms.definitions import FormDefinition
from linli.engines.forms.merging import merge
from linli.engines.forms.questions import Entry
from linli.engines.packs import queries as packs
from linli.engines.packs.models import PackItem
from linli.kernel.actors import SYSTEM, Actor
from linli.kernel.errors import NotFound
from linli.kernel.guard import acting_as
from linli.kernel.search import query_tokens
from linli.registers.documents.models import Document
from linli.registers.people.queries import FileView
from linli.rooms.matters.definitions import Bundle, Matter, Paper
from linli.rooms.matters.models import BundleEntry, CasePaper, CatalogueEntry, OfficialNotice
from linli.rooms.matters.rules import ELIGIBILITY_NAMES, NEED_TAGS

ROOM = "matters"
PUBLICITY_PAGE = 50


def search_catalogue(*, query: str = "", need: str = "", limit: int = 60) -> list[CatalogueEntry]:
    """Matters that hold every word of `query` and the need tag, online ones first."""
    found: QuerySet[CatalogueEntry] = CatalogueEntry.objects.order_by("-online", "code")
    if need:
        found = found.filter(need_tags__contains=[need])
    words = query_tokens(query)
    if words:
        found = found.filter(words__holds=words)
    elif query.strip():
        return []
    return list(found.only("code", "title", "summary", "need_tags", "online")[:limit])


def list_needs() -> list[Entry]:
    """What residents may need, as the installed code list tells it; empty without one."""
    item = packs.list_items("code-list").filter(code=NEED_TAGS).first()
    return list(packs.load(item).entries) if item is not None else []


def get_matter(code: str) -> tuple[CatalogueEntry, Matter]:
    """The matter as currently offered; raises `NotFound`."""
    entry = CatalogueEntry.objects.select_related("item").defer("item__content").filter(code=code).first()
    if entry is None:
        raise NotFound(_("There is no such matter."))
    return entry, load_matter(entry)


def is_sample(item: PackItem) -> bool:
    """Whether a matter stands in a sample pack, also where the city has changed its words."""
    if item.sample or packs.find_changed("matter", item.code) is None:
        return item.sample
    return packs.base_items().filter(section="matter", code=item.code, sample=True).exists()


def get_form(code: str) -> FormDefinition:
    """The form of a matter that can be applied for online; raises `NotFound`."""
    _entry, matter = get_matter(code)
    if not matter.online or matter.form is None:
        raise NotFound(_("There is no form for this matter: it is handled at the counter."))
    _item, definition = forms.get_form(matter.form)
    return definition


@dataclass(frozen=True, slots=True)
class Offer:
    """A bundle as it can be applied for now: its matters with the items that cases pin, and one form for all."""

    item: PackItem
    bundle: Bundle
    matters: tuple[tuple[PackItem, Matter], ...]
    forms: tuple[tuple[PackItem, FormDefinition], ...]
    form: FormDefinition

    @property
    def papers(self) -> tuple[Paper, ...]:
        """What several of them ask for is given once."""
        return tuple({paper.code: paper for _item, one in self.matters for paper in one.papers}.values())


def get_bundle(code: str) -> Offer:
    """The bundle as currently offered; raises `NotFound`, also where one of its matters is not online any more."""
    entry = BundleEntry.objects.select_related("item").filter(code=code).first()
    if entry is None:
        raise NotFound(_("There is no such matter."))
    bundle = packs.load(entry.item)
    if not isinstance(bundle, Bundle):
        raise TypeError("the item is not a bundle")
    found = [get_matter(one) for one in bundle.matters]
    asked = [forms.get_form(matter.form) for _entry, matter in found if matter.online and matter.form]
    if len(asked) < len(found):
        raise NotFound(_("There is no form for this matter: it is handled at the counter."))
    form = merge([definition for _item, definition in asked], code=bundle.code, title=bundle.title)
    matters = tuple((one.item, matter) for one, matter in found)
    return Offer(entry.item, bundle, matters, tuple(asked), form)


def search_bundles(*, query: str = "", need: str = "", limit: int = 60) -> list[BundleEntry]:
    """Bundles that hold every word of `query` and the need tag."""
    found, words = BundleEntry.objects.order_by("code"), query_tokens(query)
    if need:
        found = found.filter(need_tags__contains=[need])
    if words:
        found = found.filter(words__holds=words)
    return _offered(found[:limit]) if words or not query.strip() else []


def list_bundles_of(code: str) -> list[BundleEntry]:
    """Bundles that a matter is part of; one statement where there is none, else two."""
    return _offered(BundleEntry.objects.filter(matters__contains=[code]).order_by("code"))


def _offered(found: Iterable[BundleEntry]) -> list[BundleEntry]:
    """Without those of which a matter is not online any more: another pack may have retired it."""
    bundles = list(found)
    wanted = {code for bundle in bundles for code in bundle.matters}
    there = (
        CatalogueEntry.objects.filter(online=True, code__in=wanted)
        if wanted
        else CatalogueEntry.objects.none()
    )
    online = set(there.values_list("code", flat=True))
    return [bundle for bundle in bundles if online.issuperset(bundle.matters)]


def load_matter(entry: CatalogueEntry) -> Matter:
    return _as_matter(packs.load(entry.item))


def pinned_matter(case: Case) -> Matter:
    """The version of the matter that this case started with."""
    return _as_matter(packs.load_by_id(case.matter_item_id))


def _as_matter(loaded: object) -> Matter:
    if not isinstance(loaded, Matter):
        raise TypeError("the item is not a matter")
    return loaded


def is_eligible(matter: Matter, file: FileView, *, county: int | None, day: date) -> bool | None:
    """Whether the file speaks for the applicant in `county`; None if the matter states no expression, or the
    file no birth date."""
    if matter.eligibility is None or file.birth_date is None:
        return None
    expression = compile_expression(matter.eligibility.expression, ELIGIBILITY_NAMES)
    return bool(
        expression.evaluate(
            {
                "birth_date": file.birth_date,
                "sex": file.sex,
                "registered_in_county": county is not None and file.registered_county == county,
                "lives_in_county": county is not None and file.county == county,
                "today": day,
            }
        )
    )


def get_own_case(actor: Actor, number: str) -> Case:
    """The case if it is the actor's own as a resident, whatever posts they hold besides; raises `NotFound`."""
    return cases.get_case(replace(actor, grants=()), number)


def get_open_number(person_id: int, code: str) -> str:
    """The number of this person's open case of a matter, in whichever version it started; empty if there is none."""
    hers = Q(applicant=person_id) | Q(applicant__merged_into=person_id)
    running = Case.objects.filter(hers, matter_item__code=code, closed_at__isnull=True)
    return running.values_list("number", flat=True).first() or ""


def draft_subject(code: str, actor: Actor) -> str:
    """Under which a draft of a matter's form is kept: apart for each person in whose name it is filled in."""
    return f"matter:{code}{_for_another(actor)}"


def bundle_draft_subject(code: str, actor: Actor) -> str:
    """Under which a draft of a bundle's form is kept, as of a matter's."""
    return f"bundle:{code}{_for_another(actor)}"


def _for_another(actor: Actor) -> str:
    return "" if actor.agent_id is None else f":for:{actor.person_id}"


def list_own(actor: Actor, *, after: int | None = None, limit: int = 50) -> list[Case]:
    """The actor's own cases as a resident, newest first, each with its ledger; `after` is the id of the last one
    shown."""
    found = cases.list_involved(replace(actor, grants=()), after=after, limit=limit)
    prefetch_related_objects(found, "intervals")
    return found


@dataclass(frozen=True, slots=True)
class ChecklistRow:
    """One paper and how it stands: `state` is verified, given, sighted, insufficient or missing."""

    paper: Paper
    state: str
    document: Document | None

    @property
    def in_order(self) -> bool:
        return self.state in ("verified", "given", "sighted") or not self.paper.required


def list_checklist(case: Case, matter: Matter) -> list[ChecklistRow]:
    """Every paper of the pinned matter with its state; one query, none where no paper is asked for."""
    asked = any(paper.how != "verify" for paper in matter.papers)
    rows_of = CasePaper.objects.filter(case=case).select_related("document") if asked else ()
    given = {row.code: row for row in rows_of}
    rows = []
    for paper in matter.papers:
        row = given.get(paper.code)
        if paper.how == "verify":
            rows.append(ChecklistRow(paper, "verified", None))
        else:
            rows.append(ChecklistRow(paper, row.state if row else "missing", row.document if row else None))
    return rows


def get_document(case: Case, paper_code: str) -> Document:
    """The photo of a paper of a case that the caller may see; raises `NotFound`."""
    found = CasePaper.objects.filter(case=case, code=paper_code, document__isnull=False)
    row = found.select_related("document__content").first()
    if row is None or row.document is None:
        raise NotFound(_("This paper was not given as a photo."))
    return row.document


def list_notices(case: Case) -> list[OfficialNotice]:
    return list(OfficialNotice.objects.filter(case=case).order_by("issued_at", "id"))


def list_publicity(*, after: int | None = None, limit: int = PUBLICITY_PAGE) -> list[OfficialNotice]:
    """Public notices (公示) that run now, newest first, paged by id."""
    found = OfficialNotice.objects.filter(kind=OfficialNotice.Kind.PUBLICITY, withdrawn_at__isnull=True)
    if after is not None:
        found = found.filter(id__lt=after)
    with acting_as(SYSTEM):
        return list(found.select_related("case", "case__applicant").order_by("-id")[:limit])
