from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "linli.rooms.feedback"
    label = "feedback"
    verbose_name = "Feedback"
