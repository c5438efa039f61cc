from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "linli.rooms.feedback"
    label = "feedback"
    verbose_name = "Feedback"

    def ready(self) -> None:
        from linli.rooms.feedback import fragments  # noqa: PLC0415  models exist only now

        fragments.register_all()
