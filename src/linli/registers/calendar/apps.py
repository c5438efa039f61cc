from django.apps import AppConfig


class CalendarConfig(AppConfig):
    name = "linli.registers.calendar"
    label = "calendar"
    verbose_name = "Calendar"
