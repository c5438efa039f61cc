from django.apps import AppConfig


class FacilitiesConfig(AppConfig):
    name = "linli.registers.facilities"
    label = "facilities"
    verbose_name = "Facilities"
