from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    name = "linli.registers.statistics"
    label = "statistics"
    verbose_name = "Statistics"
