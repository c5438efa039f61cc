from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "linli.rooms.planning"
    label = "planning"
    verbose_name = "Planning"
