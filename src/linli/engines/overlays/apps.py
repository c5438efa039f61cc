from django.apps import AppConfig


class OverlaysConfig(AppConfig):
    name = "linli.engines.overlays"
    label = "overlays"
    verbose_name = "Overlays"
