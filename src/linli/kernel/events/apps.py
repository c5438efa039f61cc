from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "linli.kernel.events"
    label = "events"
    verbose_name = "Events"
