"""Who is what to a case. Entitlement to single steps is the procedure's; see `procedure.interpret`."""

from collections.abc import Collection

from linli.engines.cases.course import Post
from linli.engines.cases.definitions import LEVELS, Action, Holder, Procedure
from linli.engines.cases.procedure import Facts
from linli.engines.cases.rules import Places, queue_of
from linli.kernel.actors import SYSTEM, Actor


def facts_for(actor: Actor, *, places: Places, persons: Collection[int]) -> Facts:
    """What the actor is to a case at `places` whose applicant and agent are `persons`.

    Who applied, or applied for another, does not handle that case from the other side of the counter (回避).
    """
    if actor == SYSTEM:
        return Facts(system=True)
    if actor.person_id in persons:
        return Facts(applicant=True)
    levels = {f"{level}:{places.get(level)}": level for level in LEVELS if places.get(level) is not None}
    return Facts(
        holds=frozenset(
            Holder(role=grant.role, at=levels[grant.scope]) for grant in actor.grants if grant.scope in levels
        ),
        posts=frozenset((grant.role, grant.scope) for grant in actor.grants),
    )


def may_open(actor: Actor, procedure: Procedure, *, places: Places, applicant_id: int) -> bool:
    """The applicant may, and who acts in her name; so may whoever will have the case first, at the counter."""
    if actor.person_id == applicant_id:
        return True
    role, scope = queue_of(procedure.state(procedure.starts), places, applicant_id=0)
    return any((grant.role, grant.scope) == (role, scope) for grant in actor.grants)


def office_for(actor: Actor, action: Action, *, places: Places, handed: Collection[Post] = ()) -> str:
    """«Unit · post» of the grant that entitles to this step, be it because the case was handed to it; empty for the
    applicant, the standing of who acts for her."""
    wanted = {(by.role, f"{by.at}:{places.get(by.at)}") for by in action.by if isinstance(by, Holder)}
    return office_of(actor, wanted | set(handed))


def office_of(actor: Actor, posts: Collection[Post]) -> str:
    """«Unit · post» of the first of the actor's grants that is one of `posts`; empty for who acts as applicant."""
    wanted = set(posts)
    entitling = (grant.office for grant in actor.grants if (grant.role, grant.scope) in wanted)
    return next(entitling, actor.office if actor == SYSTEM else actor.standing)
