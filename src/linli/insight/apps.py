from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "linli.insight"
    label = "insight"
    verbose_name = "Insight"

    def ready(self) -> None:
        from linli.insight import reactions, registry, sections  # noqa: PLC0415 - models exist only now

        registry.collect()
        reactions.subscribe_all()
        sections.register_all()
