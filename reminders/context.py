"""What every page shows of reminders. Read only when a template asks."""

from django.utils.functional import SimpleLazyObject, cached_property

from reminders import clock, queries


class Spine:
    """`due`: how many reminders are due, for the navigation. `checked_at`: when the engine last looked;
    `is_checked_late`: that was more than 15 minutes ago, or never. One query each, when asked."""

    def __init__(self, user):
        self.user = user

    @cached_property
    def due(self):
        return queries.count_due(self.user, clock.now())

    @cached_property
    def checked_at(self):
        return queries.last_checked()

    @property
    def is_checked_late(self):
        return self.checked_at is None or clock.now() - self.checked_at > queries.PAUSED


def spine(request):
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"spine": None}
    return {"spine": SimpleLazyObject(lambda: Spine(user))}
