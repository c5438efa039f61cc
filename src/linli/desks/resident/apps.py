from django.apps import AppConfig


class ResidentConfig(AppConfig):
    name = "linli.desks.resident"
    label = "resident"
    verbose_name = "Resident"
