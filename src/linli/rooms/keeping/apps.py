from django.apps import AppConfig


class KeepingConfig(AppConfig):
    name = "linli.rooms.keeping"
    label = "keeping"
    verbose_name = "Keeping and deleting"

    def ready(self) -> None:
        from linli.rooms.keeping import fragments  # noqa: PLC0415  models exist only now

        fragments.register_all()
