from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from linli.kernel.ui.navigation import Desk, NavItem, register

HANDLERS = frozenset({"clerk", "inspector", "reviewer", "decider"})
AUDITORS = frozenset({"auditor"})
FILE_KEEPERS = frozenset({"clerk", "inspector"})


class WorkbenchConfig(AppConfig):
    name = "linli.desks.workbench"
    label = "workbench"
    verbose_name = "Workbench"

    def ready(self) -> None:
        from linli.desks.workbench import fragments  # noqa: PLC0415  models exist only now

        fragments.register_all()
        register(
            Desk(
                code="workbench",
                title=_("Workbench"),
                roles=HANDLERS,
                search_url_name="workbench:find",
                search_hint=_("Name, number, address, case …"),
                items=(
                    NavItem(
                        "today",
                        _("Today"),
                        "workbench:today",
                        "inbox",
                        roles=HANDLERS,
                        lights=("workbench:to_tell", "workbench:tell", "workbench:told_posts"),
                    ),
                    NavItem(
                        "involved",
                        _("All my cases"),
                        "workbench:involved",
                        "doc",
                        roles=HANDLERS,
                        lights=("matters:case", "workbench:told"),
                    ),
                    NavItem(
                        "people",
                        _("Files of people"),
                        "files:people",
                        "people",
                        roles=FILE_KEEPERS,
                        lights=("files:", "mine:counter"),
                    ),
                    NavItem(
                        "keeping",
                        _("Keeping and deleting"),
                        "keeping:deletions",
                        "doc",
                        roles=frozenset({"clerk"}),
                        lights=("keeping:",),
                    ),
                    NavItem("publicity", _("Public notices"), "matters:publicity", "flag", roles=HANDLERS),
                    NavItem(
                        "forms",
                        _("Forms"),
                        "matters:forms",
                        "print",
                        roles=HANDLERS,
                        lights=("matters:preview", "matters:talk"),
                    ),
                    NavItem(
                        "sharing",
                        _("Data sharing"),
                        "sharing:agreements",
                        "swap",
                        roles=HANDLERS,
                        lights=("sharing:",),
                    ),
                ),
            )
        )
        register(
            Desk(
                code="department",
                title=_("Data sharing"),
                roles=frozenset({"recipient"}),
                items=(
                    NavItem("agreements", _("Agreements"), "sharing:agreements", "doc", lights=("sharing:",)),
                    NavItem("exports", _("Exports"), "sharing:exports", "print", lights=("sharing:export",)),
                    NavItem("told", _("Told to you"), "workbench:told_posts", "inbox"),
                ),
            )
        )
        register(
            Desk(
                code="audit",
                title=_("Audit"),
                roles=AUDITORS,
                items=(
                    NavItem("looks", _("Who looked"), "workbench:looks", "eye", roles=AUDITORS),
                    NavItem("withheld", _("Withheld"), "workbench:withheld", "shield", roles=AUDITORS),
                    NavItem(
                        "accounts", _("Accounts and posts"), "workbench:account_log", "people", roles=AUDITORS
                    ),
                    NavItem(
                        "deleted", _("Deleted files and records"), "keeping:history", "doc", roles=AUDITORS
                    ),
                    NavItem("review", _("Quarterly review"), "security:review", "check", roles=AUDITORS),
                    NavItem(
                        "sharing",
                        _("Data sharing"),
                        "sharing:agreements",
                        "swap",
                        roles=frozenset({"auditor"}),
                        lights=("sharing:",),
                    ),
                    NavItem("told", _("Told to you"), "workbench:told_posts", "inbox", roles=AUDITORS),
                ),
            )
        )
