"""What every page shows of reminders. Read only when a template asks."""

from django.utils.functional import cached_property

from accounts import spoken, zones
from reminders import clock, queries
from reminders.bounces import COMPLAINT


class Spine:
    """`due`: how many reminders are due, for the navigation. `checked`: when the engine last looked, in
    words. `is_late`: that was more than 15 minutes ago, or never. One query for all, when asked."""

    def __init__(self, user):
        self.user = user
        self.now = clock.now()

    @cached_property
    def _standing(self):
        return queries.standing(self.user, self.now)

    @property
    def due(self):
        return self._standing.due

    @property
    def checked_at(self):
        return self._standing.checked_at

    @property
    def is_held(self):
        """No mail leaves until an operator says so."""
        return self._standing.is_held

    @property
    def came_back(self):
        """Why no mail leaves for this person's address: "dead", "complaint", or "" when it does."""
        code = self._standing.refused
        return "" if code is None else ("complaint" if code == COMPLAINT else "dead")

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
