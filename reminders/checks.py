"""Refuses to start with times or names under which a mail could be sent twice or a button do nothing."""

from django.conf import settings
from django.core.checks import Error, register
from django.utils.module_loading import import_string

from reminders import timing


@register
def lease_outlasts_a_message(app_configs, **kwargs):
    """A lease that ends while a server is still answering gives the same mail to two processes."""
    if timing.lease() >= 2 * timing.MESSAGE:
        return []
    return [
        Error(
            f"A lease of {timing.lease()} s is shorter than two messages of {timing.MESSAGE} s.",
            hint=f"Set REMINDER_LEASE_SECONDS to {2 * timing.MESSAGE} or more.",
            id="reminders.E001",
        )
    ]


@register
def upward_paths_exist(app_configs, **kwargs):
    """REMINDER_SOURCES and REMINDER_ACTIONS are the only calls upwards; each must lead somewhere."""
    paths = [*settings.REMINDER_SOURCES, *settings.REMINDER_ACTIONS.values()]
    problems = []
    for path in paths:
        try:
            import_string(path)
        except ImportError as error:
            problems.append(Error(f"{path} is listed in the settings but: {error}", id="reminders.E002"))
    return problems
