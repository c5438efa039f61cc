"""How much an application asked of people although a register had it: counted as it comes in, for S4-46 (数据一次采集).
Words of questions are kept, no answer."""

from collections.abc import Iterable, Mapping

from linli.engines.cases.models import Case
from linli.engines.forms.collecting import count_collected
from linli.engines.forms.definitions import FormDefinition
from linli.engines.forms.references import References
from linli.engines.forms.values import to_text
from linli.kernel.clock import local_day
from linli.rooms.matters.definitions import Matter
from linli.rooms.matters.models import CasePaper, Collection


def keep_collection(
    case: Case,
    matter: Matter,
    definition: FormDefinition,
    answers: Mapping[str, object],
    *,
    offered: Mapping[str, object],
    register: References,
    papers: Iterable[str],
) -> None:
    """One row for a case. A paper counts as a field; it is asked again where she gave one of this kind with an earlier
    case."""
    held = {to_text(value).strip() for value in offered.values()} | register.known()
    fields = count_collected(definition, answers, offered=offered, held=held)
    titles = {paper.code: paper.title for paper in matter.papers}
    given = [code for code in papers if code in titles]
    before = _given_before(case, given)
    again = [*fields.again, *(titles[code] for code in given if code in before)]
    Collection.objects.create(
        case=case, community=case.community, day=local_day(case.opened_at), matter=case.title[:64],
        prefilled=fields.prefilled, collected=fields.collected + len(given), again=again,
    )  # fmt: skip


def _given_before(case: Case, codes: Iterable[str]) -> set[str]:
    papers = CasePaper.objects.filter(
        case__applicant=case.applicant_id, code__in=list(codes), document__isnull=False
    )
    return set(papers.exclude(case=case).values_list("code", flat=True))
