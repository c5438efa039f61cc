from django.apps import AppConfig


class MattersConfig(AppConfig):
    name = "linli.rooms.matters"
    label = "matters"
    verbose_name = "Service matters"

    def ready(self) -> None:
        from linli.engines.notices.occasions import declare  # noqa: PLC0415  models exist only now
        from linli.rooms.matters import fragments, reactions, rules, sections  # noqa: PLC0415

        for occasion in rules.OCCASIONS:
            declare(occasion)
        fragments.register_all()
        reactions.subscribe_all()
        sections.register_all()
