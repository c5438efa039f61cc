from django.apps import AppConfig


class PlannerConfig(AppConfig):
    name = "linli.desks.planner"
    label = "planner"
    verbose_name = "Planner"
