from django.apps import AppConfig


class MattersConfig(AppConfig):
    name = "linli.rooms.matters"
    label = "matters"
    verbose_name = "Service matters"
