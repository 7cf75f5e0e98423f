from django.apps import AppConfig

from reminders import checks  # noqa: F401 - registers the system checks


class RemindersConfig(AppConfig):
    name = "reminders"
    verbose_name = "Reminders"
