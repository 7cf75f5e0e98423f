"""What a follow-up could add: the user's own recent facts, as sentences that could stand in a mail.

Examples hold words from the ward: they are offered on the page, never in a mail of ours (DESIGN.md §10).
"""

import datetime

from django.db.models import Count, Max, Q

from outreach.composer import News, could_add
from tracker.models import Example, Rotation

# Older facts are no news to anybody.
REACH = datetime.timedelta(days=200)


def of_rotations(owner, today) -> list[News]:
    """Rotations begun and finished, days logged: three sentences a rotation at most. One query."""
    since = today - REACH
    rotations = (
        Rotation.objects.for_owner(owner)
        .filter(stage=Rotation.Stage.CONFIRMED, ends_on__gte=since, starts_on__lte=today)
        .select_related("institution", "specialty")
        .annotate(
            days=Count("entries", filter=Q(entries__deleted_at=None, entries__is_day_off=False)),
            last_day=Max("entries__day", filter=Q(entries__deleted_at=None, entries__is_day_off=False)),
        )
    )
    return [news for rotation in rotations for news in _of_rotation(rotation, today)]


def _of_rotation(rotation, today):
    where = f"{_subject(rotation)} at {rotation.institution}"
    if rotation.ends_on < today:
        weeks = ((rotation.ends_on - rotation.starts_on).days + 1) // 7
        length = f"{weeks} weeks" if weeks > 1 else "a week"
        yield News(rotation.ends_on, f"I have finished {length} of {where}.")
    else:
        yield News(rotation.starts_on, f"I have started a rotation in {where}.")
    if rotation.days > 1:
        yield News(rotation.last_day, f"I have logged {rotation.days} days of {where}.")


def _subject(rotation):
    words = str(rotation.specialty or rotation.department or rotation.get_kind_display())
    return words[:1].lower() + words[1:]


def of_examples(owner, today) -> list[News]:
    """What attendings saw the user do, in the user's words. One query; for pages only."""
    examples = Example.objects.for_owner(owner).filter(on__gte=today - REACH)[:20]
    return [News(example.on, example.text) for example in examples]


def for_thread(thread, known: list[News], drafts) -> tuple[News, ...]:
    """Of `known` what happened since the last mail of `thread` and stands in none of `drafts` yet."""
    said = [text for draft in drafts for _, text in draft.lines() if text]
    return could_add(known, since=thread.sends()[-1].on, said=said)
