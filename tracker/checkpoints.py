"""What a rotation asks of its trainee, and when: from its dates and working days alone (product.md §3).

Counted in working days, so that "half-way" means half of the days on the ward. Each checkpoint has a day of
its own; a short rotation keeps the ones that matter most:

    working days   checkpoints
    1-2            expectations, thanks
    3-4            expectations, feedback, thanks           too short to ask for a letter (domain.md §2)
    5-9            expectations, feedback, ask, thanks
    10-12          the same and the quarter                 three quarters would fall on the days to ask
    13 and more    all six
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from accounts import spoken
from tracker.weeks import MONDAY_TO_FRIDAY

FEWEST_DAYS = {"expectations": 1, "quarter": 10, "feedback": 3, "hope": 13, "ask": 5, "thanks": 1}
THANKS_AFTER = timedelta(days=2)
THANKS_UNTIL = timedelta(days=9)
REMEMBERED = timedelta(days=14)  # a day further back than this is not asked for: nobody remembers it well


@dataclass(frozen=True)
class Checkpoint:
    """One thing to do on a rotation: due `on`, pointless after `until`; `key` is one of FEWEST_DAYS."""

    key: str
    on: date
    until: date
    title: str
    reason: str


@dataclass(frozen=True)
class Nudge:
    """Something the log lacks. `days` are the days meant, empty when it is about the whole rotation."""

    key: str
    title: str
    reason: str
    days: tuple[date, ...] = ()


def working_days(
    start: date,
    end: date,
    weekdays: Collection[int] = MONDAY_TO_FRIDAY,
    off: Collection[date] = (),
) -> tuple[date, ...]:
    """The days worked from `start` to `end`, both included, less the days `off` (holidays, vacation).

    Every day counts when none of them is a working day: a weekend course is worked at the weekend.
    Raises ValueError when it ends before it starts.
    """
    if end < start:
        raise ValueError(f"ends on {end}, before it starts on {start}")
    days = tuple(start + timedelta(days=i) for i in range((end - start).days + 1))
    return tuple(d for d in days if d.weekday() in weekdays and d not in off) or days


def plan(
    start: date,
    end: date,
    today: date,
    *,
    weekdays: Collection[int] = MONDAY_TO_FRIDAY,
    off: Collection[date] = (),
    attending: str = "your attending",
) -> tuple[Checkpoint, ...]:
    """The checkpoints of a rotation in the order they come, past ones included; no two on one day.

    `attending` is the name as the screen says it ("Dr. Ruth Feldman"); `today` decides only whether the
    sentences need a year.
    """
    days = working_days(start, end, weekdays, off)
    due = _due(days)
    ends = [*(on - timedelta(days=1) for on in list(due.values())[1:]), days[-1] + THANKS_UNTIL]
    if "ask" in due:
        ends[-2] = days[-1]
    return tuple(
        Checkpoint(key, on, until, *_words(key, on, days, today, attending))
        for (key, on), until in zip(due.items(), ends, strict=True)
    )


def missing_days(
    start: date,
    end: date,
    weekdays: Collection[int],
    logged: Collection[date],
    today: date,
    off: Collection[date] = (),
) -> tuple[date, ...]:
    """The working days that are over and have no entry, oldest first.

    A day off is an entry; today is not over.
    """
    over = min(end, today - timedelta(days=1))
    if over < start:
        return ()
    return tuple(d for d in _scheduled(start, over, weekdays, off) if d not in logged)


def log_gap(missing: Collection[date], today: date) -> Nudge | None:
    """One nudge for the days of the last two weeks that have no entry; None when there are none.

    The key names the newest day, so that answering it makes room for the next and repeating it does not.
    """
    recent = tuple(sorted(d for d in missing if today - REMEMBERED <= d < today))
    if not recent:
        return None
    key = f"log.gap:{recent[-1].isoformat()}"
    said = [spoken.plain_day(d, today) for d in recent]
    if len(recent) == 1:
        reason = "Write one line while you remember it, or mark it as a day off."
        return Nudge(key, f"{said[0]} has no entry", reason, recent)
    reason = f"{spoken.listed(said)}. One line each, or mark them as days off."
    return Nudge(key, f"{len(recent)} days have no entry", reason, recent)


def behind(
    start: date,
    end: date,
    weekdays: Collection[int],
    done: int,
    today: date,
    *,
    target: int | None = None,
    off: Collection[date] = (),
) -> Nudge | None:
    """From half-way to the end: said when under half of the target is logged (domain.md §9, Elentra's rule).

    `target` is what the trainee set for the whole rotation, in entries, and `done` what they have. Without
    one, the target is an entry for each working day that is over.
    """
    days = working_days(start, end, weekdays, off)
    half = days[len(days) // 2]
    if not half <= today <= end:
        return None
    over = sum(d < today for d in days)
    if 2 * done >= (over if target is None else target):
        return None
    wanted = f"{done} of {spoken.plural(over, 'day')} so far" if target is None else f"{done} of {target}"
    reason = f"Half-way {'was' if half < today else 'is'} {spoken.plain_day(half, today)}."
    return Nudge("log.behind", f"You have logged {wanted}", f"{reason} Add the days you still remember.")


def _scheduled(start: date, end: date, weekdays: Collection[int], off: Collection[date]) -> tuple[date, ...]:
    days = (start + timedelta(days=i) for i in range((end - start).days + 1))
    return tuple(d for d in days if d.weekday() in weekdays and d not in off)


def _due(days: tuple[date, ...]) -> dict[str, date]:
    """The day of each checkpoint that a rotation of so many working days keeps, in order."""
    n = len(days)
    half = n // 2
    places = {
        "expectations": 0,
        "quarter": n // 4,
        "feedback": half,
        "hope": 3 * n // 4,
        "ask": max(n - 3, half + 1),  # in a week of five days the third-last is half-way
    }
    due = {key: days[place] for key, place in places.items() if n >= FEWEST_DAYS[key]}
    return due | {"thanks": days[-1] + THANKS_AFTER}


def _words(key: str, on: date, days: tuple[date, ...], today: date, who: str) -> tuple[str, str]:
    """Title and reason of a checkpoint."""
    said, last = spoken.plain_day(on, today), spoken.plain_day(days[-1], today)
    match key:
        case "expectations":
            return (
                f"Ask {who} what is expected of you",
                f"First day: {said}. Ten minutes on hours, your role, notes, and how you will get feedback.",
            )
        case "quarter":
            return (
                "Check where you stand",
                f"A quarter is over on {said}. What goes well, what is missing, what do you change?",
            )
        case "feedback":
            return (
                f"Ask {who} for feedback",
                f"Half-way is {said}. Ask while there is time to change something.",
            )
        case "hope":
            return (
                f"Tell {who} you hope for a letter",
                f"Three quarters are over on {said}. Said now, the question at the end is no surprise.",
            )
        case "ask":
            return (
                f"Ask {who} for a letter, or say when you will",
                f"The last days are {said} to {last}. In person is easier than by email later.",
            )
        case _:
            return (
                f"Thank {who}",
                f"Your last day was {last}. Two days later, a few lines are still remembered.",
            )
