"""The third meter of Today: how many letters are promised, and what the next ones wait for."""

from dataclasses import dataclass

from django.urls import reverse

from accounts import spoken, zones
from letters import states
from letters.due import VERDICT
from letters.models import Letter
from reminders.models import Reminder

TARGET = 4  # letters a program takes (domain.md §2); three are the least


@dataclass(frozen=True)
class Pip:
    """One of four: `look` is the class that draws it ("" is a letter nobody is asked for yet)."""

    words: str
    look: str = ""


@dataclass(frozen=True)
class LettersMeter:
    template = "letters/_meter.html"
    promised: int
    target: int
    pips: tuple[Pip, ...]
    path: str


def meter(owner, today) -> LettersMeter | None:
    """Two statements; the dates are those of the reminders, so that Today says what the mails say."""
    states_of = list(
        Letter.objects.for_owner(owner).exclude(state__in=states.OUT).values_list("state", flat=True)
    )
    rows = Reminder.objects.for_owner(owner).open().filter(kind=VERDICT).order_by("due_at", "pk")
    waiting = [pip for row in rows[:TARGET] if (pip := _waiting(row, owner, today))]
    kinds = [states.State(state) for state in states_of]
    there = [kind for kind in kinds if kind in states.IN_ERAS]
    promised = [kind for kind in kinds if kind in states.PROMISED and kind not in states.IN_ERAS]
    asked = [kind for kind in kinds if kind == states.State.ASKED]
    pips = [Pip("In ERAS", "is-in")] * len(there) + [Pip("Agreed", "is-yes")] * len(promised)
    pips += [Pip("Asked")] * len(asked) + waiting
    if not pips:
        return None
    open_ones = [Pip("Open")] * max(0, TARGET - len(pips))
    return LettersMeter(
        promised=len(there) + len(promised),
        target=TARGET,
        pips=(*pips, *open_ones)[:TARGET],
        path=reverse("letters:letter-list"),
    )


def _waiting(row, owner, today) -> Pip | None:
    kind = row.key.rpartition(":")[2]
    if kind not in ("ready", "ask_this_week", "nearly"):
        return None
    day = zones.day_in(owner.profile.time_zone, row.due_at)
    if day > today:
        return Pip(spoken.day(day, today).split(spoken.NBSP, 1)[1])
    return Pip("Nearly") if kind == "nearly" else Pip("Ask now", "is-now")
