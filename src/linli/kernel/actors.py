"""Who acts: a user, the posts they hold as (role, scope) grants, and the person whose own file is theirs.

The kernel knows scopes only as opaque strings; `registers.organisations` maps posts at places to them.
"""

from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Grant:
    """A post gives a role within a scope. `office` («unit · post») is what traces show instead of a name."""

    role: str
    scope: str
    office: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who asks or acts; deny by default: no grants means nothing but public pages.

    Who acts in another's name (代办) has `agent_id`, her own file; `person_id` and `in_name_of` are the represented
    person's then, `standing` says by what right, as traces show it, and `services`, if not None, to which matters that
    right is limited.
    """

    user_id: int | None
    name: str = ""
    person_id: int | None = None
    grants: tuple[Grant, ...] = field(default=())
    agent_id: int | None = None
    in_name_of: str = ""
    standing: str = ""
    services: tuple[str, ...] | None = None

    @property
    def roles(self) -> frozenset[str]:
        """Roles held anywhere; `public` for everyone, `account` for who is logged in, `resident` for who is bound to a
        file, `agent` instead of it for who acts in another's name."""
        held = {grant.role for grant in self.grants} | {"public"}
        if self.user_id is not None:
            held.add("account")
        if self.person_id is not None:
            held.add("resident" if self.agent_id is None else "agent")
        return frozenset(held)

    @property
    def office(self) -> str:
        """«Unit · post» of the first grant, as shown in traces; by what right somebody acts for another."""
        return self.grants[0].office if self.grants else self.standing

    def for_another(
        self, person_id: int, *, name: str, standing: str, services: tuple[str, ...] | None = None
    ) -> "Actor":
        """The same account in another's name: her own file and posts stay behind."""
        return replace(
            self, person_id=person_id, agent_id=self.person_id, in_name_of=name, standing=standing, services=services,
            grants=(),
        )  # fmt: skip

    def covers(self, service: str) -> bool:
        """Whether the right to act reaches this matter."""
        return self.services is None or service in self.services

    def as_resident(self) -> "Actor":
        """The same person without any post: who asks for what is her own."""
        return replace(self, grants=())

    def as_staff(self) -> "Actor":
        """The posts alone: what is her own she asks for as a resident."""
        return replace(self, person_id=None)

    def scopes(self, *roles: str) -> tuple[str, ...]:
        """Scopes in which one of `roles` (any role if none given) is held."""
        return tuple(grant.scope for grant in self.grants if not roles or grant.role in roles)


ANONYMOUS = Actor(user_id=None)
SYSTEM = Actor(user_id=None, name="system", grants=(Grant(role="system", scope="*", office="系统"),))
