from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "linli.registers.people"
    label = "people"
    verbose_name = "People"
