from django.apps import AppConfig


class MineConfig(AppConfig):
    name = "linli.rooms.mine"
    label = "mine"
    verbose_name = "My file"
