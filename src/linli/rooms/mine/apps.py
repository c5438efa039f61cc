from django.apps import AppConfig


class MineConfig(AppConfig):
    name = "linli.rooms.mine"
    label = "mine"
    verbose_name = "My file"

    def ready(self) -> None:
        from linli.rooms.mine import fragments  # noqa: PLC0415  models exist only now

        fragments.register_all()
