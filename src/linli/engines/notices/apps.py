from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "linli.engines.notices"
    label = "notices"
    verbose_name = "Notices"

    def ready(self) -> None:
        from linli.engines.notices import channels, sections  # noqa: PLC0415  models exist only now
        from linli.engines.packs.sections import register  # noqa: PLC0415

        register(sections.NOTICE)
        channels.register_all()
