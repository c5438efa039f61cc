from django.apps import AppConfig


class BindingsConfig(AppConfig):
    name = "linli.rooms.bindings"
    label = "bindings"
    verbose_name = "Accounts of residents"

    def ready(self) -> None:
        from linli.engines.notices.occasions import declare  # noqa: PLC0415  models exist only now
        from linli.rooms.bindings import fragments, reactions, rules  # noqa: PLC0415

        for occasion in rules.OCCASIONS:
            declare(occasion)
        fragments.register_all()
        reactions.subscribe_all()
