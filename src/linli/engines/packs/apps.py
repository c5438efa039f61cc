from django.apps import AppConfig


class PacksConfig(AppConfig):
    name = "linli.engines.packs"
    label = "packs"
    verbose_name = "Packs"
