from django.apps import AppConfig


class MattersConfig(AppConfig):
    name = "linli.rooms.matters"
    label = "matters"
    verbose_name = "Service matters"

    def ready(self) -> None:
        from linli.rooms.matters import reactions, sections  # noqa: PLC0415  models exist only now

        reactions.subscribe_all()
        sections.register_all()
