"""What every page shows of reminders. Read only when a template asks."""

from django.utils.functional import cached_property

from accounts import spoken, zones
from reminders import clock, queries


class Spine:
    """`due`: how many reminders are due, for the navigation. `checked`: when the engine last looked, in
    words. `is_late`: that was more than 15 minutes ago, or never. One query for all, when asked."""

    def __init__(self, user, due=None):
        self.user = user
        if due is not None:
            self.due = due
        self.now = clock.now()

    @cached_property
    def due(self):
        due, self.checked_at = queries.due_and_checked(self.user, self.now)
        return due

    @cached_property
    def checked_at(self):
        if "due" in vars(self):
            return queries.last_checked()
        self.due, checked_at = queries.due_and_checked(self.user, self.now)
        return checked_at

    @property
    def is_late(self):
        return self.checked_at is None or self.now - self.checked_at > queries.PAUSED

    @property
    def checked(self):
        """ "just now", "4 minutes ago", "on Mon 14 Dec"; said of the line "Reminders last checked"."""
        if self.checked_at is None:
            return "at no time yet"
        minutes = int((self.now - self.checked_at).total_seconds()) // 60
        if minutes < 1:
            return "just now"
        if minutes < 120:
            return f"{spoken.plural(minutes, 'minute')} ago"
        zone = self.user.profile.time_zone
        return f"on {spoken.day(zones.day_in(zone, self.checked_at), zones.day_in(zone, self.now))}"


def spine(request):
    """`spine` for signed-in readers; None otherwise."""
    user = getattr(request, "user", None)
    return {"spine": Spine(user) if user and user.is_authenticated else None}
