from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "linli.rooms.sharing"
    label = "sharing"
    verbose_name = "Sharing"
