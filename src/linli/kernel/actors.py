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
    """The one who asks or acts; deny by default: no grants means nothing but public pages."""

    user_id: int | None
    name: str = ""
    person_id: int | None = None
    grants: tuple[Grant, ...] = field(default=())

    @property
    def roles(self) -> frozenset[str]:
        """Roles held anywhere; `public` for everyone, `account` for who is logged in, `resident` for who is bound to a
        file."""
        held = {grant.role for grant in self.grants} | {"public"}
        if self.user_id is not None:
            held.add("account")
        if self.person_id is not None:
            held.add("resident")
        return frozenset(held)

    @property
    def office(self) -> str:
        """«Unit · post» of the first grant, as shown in traces."""
        return self.grants[0].office if self.grants else ""

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
