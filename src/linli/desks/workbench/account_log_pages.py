"""What was done with accounts, posts and keys: who gave whom which post, when and why; for the auditor."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from linli.desks.workbench.acts import ACTS
from linli.kernel import clock, held
from linli.kernel.accounts.models import User
from linli.kernel.actors import Actor
from linli.kernel.audit.actions import record
from linli.kernel.audit.models import AuditEntry
from linli.kernel.audit.queries import list_acts
from linli.kernel.roles import ROLES
from linli.kernel.scopes import SCOPES
from linli.kernel.ui import components as ui
from linli.kernel.ui.format import format_moment, join_words
from linli.registers.organisations.within import accounts_ever_within
from linli.registers.places.queries import get_names
from linli.registers.places.rules import parse_scope

PAGE: Final = 50
POSTS: Final = ("post.appoint", "post.end", "post.ask", "post.refuse")
ACCOUNTS: Final = (
    "account.create", "account.disable", "account.enable", "account.password", "account.reset_factors",
    "account.unlock", "account.sign_out",
)  # fmt: skip
KEYS: Final = ("key.create", "key.revoke")
GROUPS: Final[dict[str, tuple[Promise, tuple[str, ...]]]] = {
    "": (gettext_lazy("Everything"), (*POSTS, *ACCOUNTS, *KEYS)),
    "posts": (gettext_lazy("Posts"), POSTS),
    "accounts": (gettext_lazy("User accounts"), ACCOUNTS),
    "keys": (gettext_lazy("Keys of programs"), KEYS),
    **{code: (ACTS[code], (code,)) for code in (*POSTS, *ACCOUNTS, *KEYS)},
}


@dataclass(frozen=True, slots=True)
class Row:
    when: str
    who: str
    office: str
    words: str
    login: str
    name: str
    about: str
    reason: str
    sealed: bool


@require_http_methods(["GET", "HEAD", "POST"])
def account_log(request: HttpRequest) -> HttpResponse:
    """By account and by act; asked by POST: names do not belong into addresses."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    restored = held.restore(request) if request.method != "POST" else None
    query, after = request.POST.get("q", "").strip()[:64], request.POST.get("after", "")
    act = request.POST.get("act", "")
    act = act if act in GROUPS else ""
    accounts = accounts_ever_within(actor.scopes("auditor"))
    asked = accounts.filter(username__iexact=query) if query else accounts
    rows = list_acts(
        GROUPS[act][1], about=_refs(asked), limit=PAGE,
        after=int(after) if after.isascii() and after.isdecimal() and len(after) < 19 else None,
    )  # fmt: skip
    one = asked.first() if query else None
    record(
        actor=actor, now=clock.now(), kind="look", act="audit.accounts", object_ref=f"user:{one.pk}" if one else "",
    )  # fmt: skip
    context = {
        "fields": _fields(restored[0].get("q", "") if restored else query, act),
        "query": query,
        "act": act,
        "rows": _rows(rows, today=clock.today()),
        "after": rows[-1].pk if len(rows) == PAGE else None,
        "unknown": bool(query) and one is None,
    }
    return render(request, "workbench/account_log.html", context)


def _refs(accounts: QuerySet[User]) -> "QuerySet[User, str]":
    named = accounts.annotate(ref=Concat(Value("user:"), Cast("pk", CharField())))
    return named.values_list("ref", flat=True)


def _fields(query: str, act: str) -> list[ui.Field]:
    choices = [ui.Choice(code, str(title), checked=code == act) for code, (title, _acts) in GROUPS.items()]
    return [
        ui.Field("q", _("Log-in name"), kind="search", value=query, required=False, autocomplete="off"),
        ui.Field("act", _("What was done"), kind="select", choices=choices),
    ]


def _rows(entries: Collection[AuditEntry], *, today: date) -> list[Row]:
    owners = {entry.pk: int(entry.object_ref.partition(":")[2]) for entry in entries}
    wanted = {*owners.values(), *(entry.actor_user_id for entry in entries)}
    users = User.objects.in_bulk([pk for pk in wanted if pk is not None])
    names = get_names(_place(field) for entry in entries for field in entry.fields)
    return [_row(entry, users, owners[entry.pk], names, today) for entry in entries]


def _row(
    entry: AuditEntry, users: Mapping[int, User], owner: int, names: Mapping[int, str], today: date
) -> Row:
    by, user = users.get(entry.actor_user_id or 0), users.get(owner)
    return Row(
        when=format_moment(entry.at, today=today),
        who=by.name if by else _("command line of the server"),
        office=entry.office,
        words=str(ACTS[entry.act]),
        login=user.username if user else "",
        name=user.name if user else "",
        about=_about(entry, names),
        reason=entry.purpose,
        sealed=entry.seal_id is not None,
    )


def _about(entry: AuditEntry, names: Mapping[int, str]) -> str:
    """The post: role, place, first and last day; or what a key opens."""
    if entry.act in KEYS:
        return join_words(_(SCOPES[field]) for field in entry.fields if field in SCOPES)
    if len(entry.fields) != 5:  # rows from before posts stood there
        return ""
    _post, role, scope, first, last = entry.fields
    place = names.get(_place(scope), "")
    return " · ".join(part for part in (ROLES.get(role, role), place, _days(first, last)) if part)


def _days(first: str, last: str) -> str:
    if not last:
        return _("since %(since)s") % {"since": first}
    return _("%(since)s to %(last)s") % {"since": first, "last": last}


def _place(field: str) -> int:
    try:
        return parse_scope(field)[1]
    except ValueError:
        return 0
