"""What `linli pack` tells of comparisons, as text."""

from collections.abc import Iterable, Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.engines.packs.comparing import Comparison, ItemChange, ItemName
from linli.engines.packs.faults import format_faults
from linli.engines.packs.findings import name_of
from linli.engines.packs.names import names_of
from linli.engines.packs.preview import Overlaid, Preview
from linli.engines.packs.words import in_line, tell, tell_path, tell_value
from linli.site.cli.summing import effects, sum_up, verdict


def tell_comparison(found: Comparison) -> str:
    """The manifest, then new, changed and retired items, differences below their item; how much it is."""
    return "\n".join([*_comparison(found), "", sum_up(found)])


def tell_preview(found: Preview, pinned: Mapping[int, int]) -> str:
    """What an installation would change; `pinned` counts open cases by item of an older version."""
    lines = [*_head(found), *_builds_on(found)]
    if not found.same:
        lines += _comparison(found.comparison)
    lines += [*_overlaid(found.overlaid), *effects(found.comparison), *_pinned(found, pinned)]
    if found.faults:
        lines += ["", _("It cannot be installed:"), format_faults(found.faults, found.unchecked)]
    return "\n".join([*lines, "", verdict(found)])


def _head(found: Preview) -> Iterator[str]:
    manifest = found.manifest
    before = found.installed or _("not installed")
    yield f"{manifest.id}: {before} → {manifest.version}  {manifest.title}"
    if found.same:
        yield _("This version is installed; nothing would change.")


def _builds_on(found: Preview) -> Iterator[str]:
    for dependency, version in found.builds_on:
        there = version or _("not installed")
        yield _("Builds on %(pack)s %(wanted)s: %(found)s") % {
            "pack": dependency.id,
            "wanted": dependency.words,
            "found": there,
        }


def _comparison(found: Comparison) -> Iterator[str]:
    if found.manifest:
        yield from (f"  {line}" for line in _lines(found.manifest))
    yield from _items(_("New"), "+", found.added)
    if found.changed:
        yield _("Changed (%(count)d)") % {"count": len(found.changed)}
    for change in found.changed:
        yield f"  ~ {_name(change.item)}"
        yield from (f"      {line}" for line in _lines(change))
    yield from _items(_("Retired"), "−", found.retired)


def _lines(change: ItemChange) -> Iterator[str]:
    names, old, new = names_of(change.item.section), dict(change.old), dict(change.new)
    return (tell(difference, names, old, new).line for difference in change.differences)


def _items(heading: str, sign: str, items: Iterable[ItemName]) -> Iterator[str]:
    found = list(items)
    if found:
        yield f"{heading} ({len(found)})"
        yield from (f"  {sign} {_name(item)}" for item in found)


def _name(item: ItemName) -> str:
    return " ".join(part for part in (_(name_of(item.section)), item.code, item.title) if part)


def _overlaid(found: Iterable[Overlaid]) -> Iterator[str]:
    for one in found:
        if one.retired:
            yield _("The city has changed %(item)s, which would go: its own version stays in force.") % {
                "item": _name(one.item)
            }
            continue
        told = _("The city has changed %(item)s: its own version stays in force until it is brought up.")
        yield told % {"item": _name(one.item)}
        for conflict in one.conflicts:
            facts = {
                "place": tell_path(conflict.path, names_of(one.item.section), *map(dict, one.contents)),
                "theirs": in_line(tell_value(conflict.theirs)),
                "ours": in_line(tell_value(conflict.ours)),
            }
            yield "  ! " + _("%(place)s: the pack says %(theirs)s, the city %(ours)s") % facts


def _pinned(found: Preview, pinned: Mapping[int, int]) -> Iterator[str]:
    for item in found.older:
        if count := pinned.get(item.id):
            told = ngettext(
                "%(count)d open case stays with %(item)s of version %(version)s",
                "%(count)d open cases stay with %(item)s of version %(version)s",
                count,
            )
            facts = {
                "count": count,
                "item": f"{_(name_of(item.section))} {item.code}",
                "version": item.pack.version,
            }
            yield told % facts
