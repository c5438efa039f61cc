from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "linli.registers.organisations"
    label = "organisations"
    verbose_name = "Organisations"
