"""The Timeline page: a person's plan as finished numbers, in a fixed number of statements."""

import datetime
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from tracker import exposure, exposure_facts, outlooks, plan_queries, queries, seasons, timeline, weeks
from tracker.models import Rotation

LONG = datetime.timedelta(days=30 * 31)  # a plan over more than 30 months opens on the last 12
BACK_MONTHS = 12
EARLIER_MONTHS = 12  # one page of what was before; a longer one is neither read nor drawn quickly
EXAM_LABEL_ROOM = 75
EXAM_INSET = 19  # pixels from the line above down to the mark
ZONE_LABEL = 18  # pixels under the chart
MINI_ROOM = 84  # pixels of the overview that bars share
# types that count zero months are drawn plain grey
LOOKS = {
    "hands_on": "hands",
    "observership": "obs",
    "research": "research",
    "volunteer": "vol",
    "study": "study",
    "remote": "away",
    "lab": "away",
    "home": "away",
}
SHOWN_DATES = ("opens_on", "submit_on", "letters_in_on", "review_on", "match_day_on")


@dataclass(frozen=True)
class Drawn:
    """One bar and where it leads."""

    bar: timeline.Bar
    path: str
    look: str

    @property
    def second(self):
        """ "Hands-on, St. Brendan, not confirmed": the type and everything else that matters."""
        block = self.bar.block
        parts = [self.bar.type, block.detail, "" if block.is_confirmed else "not confirmed"]
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True)
class Line:
    """One entry of the list: a row of the timeline, its look and where it leads."""

    row: timeline.Row
    path: str
    look: str


@dataclass(frozen=True)
class Note:
    """Something to look at: a week over 60 hours, an exam beside a start, two things on the same days.

    Not a warning for what runs side by side on different days of the week: that is how Saturdays work.
    """

    title: str
    words: str
    is_warning: bool = True


@dataclass(frozen=True)
class Free:
    """A named gap and the path of a study block that fills it."""

    gap: timeline.Gap
    path: str


@dataclass(frozen=True)
class Page:
    """Everything the template draws. `season` is the next one where the person has not chosen.

    `before` is the month ("2025-11") from which an earlier page leads back, "" where there is nothing.
    """

    today: datetime.date
    plan: timeline.Timeline
    season: seasons.SeasonDates
    is_season_chosen: bool
    sub: str
    drawn: tuple[Drawn, ...]
    legend: tuple[tuple[str, str], ...]
    has_unconfirmed: bool
    ahead: tuple[Line, ...]
    earlier: tuple[Line, ...]
    lines: tuple[Line, ...]
    free: tuple[Free, ...]
    past_gaps: int
    notes: tuple[Note, ...]
    dates: tuple[tuple[datetime.date, str, str], ...]
    is_empty: bool
    before: str
    is_past: bool
    running: str
    has_hands_on_ahead: bool
    outlooks: list

    @property
    def exams(self):
        return tuple(mark for mark in self.plan.marks if mark.kind == "exam")

    @property
    def height(self):
        """Pixels of the chart: exams have a row of their own under the gaps."""
        return self.plan.height + (timeline.ROW if self.exams else 0)

    @property
    def exam_label_room(self):
        """Percent from which an exam's name stands on its left."""
        return EXAM_LABEL_ROOM

    @property
    def exam_y(self):
        return self.plan.height + EXAM_INSET

    @property
    def exam_label_y(self):
        return self.plan.height + timeline.LABEL_INSET

    @property
    def floor(self):
        """Pixels from the first line down to the foot of the chart."""
        return self.height - timeline.HEAD

    @property
    def zone_label_y(self):
        return self.height + ZONE_LABEL

    @property
    def mini(self):
        """[(bar, y, height)] of the overview on a phone, which keeps its height however many bars."""
        pitch = min(timeline.MINI_ROW, round(MINI_ROOM / max(1, len(self.drawn)), 2))
        height = round(max(1.5, pitch - 2.5), 2)
        return [(d, round(timeline.MINI_HEAD + n * pitch, 2), height) for n, d in enumerate(self.drawn)]


def gather(owner, today, *, before=None, outlook_paths=()):
    """The plan of `owner` as of `today`, a long one from a year back, with what settings.ROTATION_OUTLOOKS
    say. Three statements of its own.

    With `before`, the first day of a month, the year before it instead, and no outlooks.
    """
    rotations = plan_queries.planned_rotations(owner)
    dated = plan_queries.study_and_exams(owner)
    season = queries.season_of(owner.profile, today)
    is_chosen = season is not None
    season = season or seasons.published(seasons.current(today))
    stays = [_stay(rotation) for rotation in rotations]
    study = [_study(*columns) for is_exam, *columns in dated if not is_exam]
    exams = [timeline.Exam(f"e{pk}", title, on) for is_exam, pk, title, on, _, _ in dated if is_exam]
    is_empty = not (stays or study or exams)
    start, end, has_more = _window(stays + study, exams, season, today, before)
    stays, study = (
        [block for block in blocks if block.end >= start and (before is None or block.start <= end)]
        for blocks in (stays, study)
    )
    exams = exams if before is None else [exam for exam in exams if start <= exam.on <= end]
    plan = timeline.plan(stays, study, exams, season, today, start, end)
    back = f"{start:%Y-%m}" if has_more else ""
    said = outlooks.gather(owner, rotations, today, () if before else outlook_paths)
    return _page(today, plan, season, is_chosen, (back, before is not None), rotations, is_empty, said)


def _window(blocks, exams, season, today, before):
    """(first day, last day, whether anything was before) of what is drawn."""
    start, end = timeline.window(blocks, season, today)
    if before is not None:
        first = timeline.add_months(before, -EARLIER_MONTHS)
        return first, before - datetime.timedelta(days=1), start < first
    end = max([end, *(exam.on for exam in exams)])
    if end - start <= LONG:
        return start, end, False
    near = timeline.add_months(today.replace(day=1), -BACK_MONTHS)
    return max(start, near), end, start < near


def _page(today, plan, season, is_chosen, back, rotations, is_empty, said):
    paths = {f"r{rotation.pk}": rotation.get_absolute_url() for rotation in rotations}
    drawn = tuple(Drawn(bar, _path(bar.block.id, paths), LOOKS[bar.block.kind]) for bar in plan.bars)
    looks = {(LOOKS[bar.block.kind], bar.type if bar.block.kind != "study" else "Study") for bar in plan.bars}
    order = list(LOOKS.values())
    return Page(
        today=today,
        plan=plan,
        season=season,
        is_season_chosen=is_chosen,
        sub=_sub(plan, season, today, is_past=back[1]),
        drawn=drawn,
        legend=tuple(sorted(looks, key=lambda item: (order.index(item[0]), item[1]))),
        has_unconfirmed=any(not bar.block.is_confirmed for bar in plan.bars),
        ahead=tuple(_line(row, paths) for row in plan.ahead),
        earlier=tuple(_line(row, paths) for row in plan.earlier),
        lines=tuple(_line(row, paths) for row in plan.rows),
        free=tuple(Free(gap, _filling(gap)) for gap in plan.named_gaps if not gap.is_past),
        past_gaps=sum(gap.is_past for gap in plan.named_gaps),
        notes=_notes(plan, today),
        dates=_dates(plan, season, today),
        is_empty=is_empty,
        before=back[0],
        is_past=back[1],
        running=_running(rotations, today),
        has_hands_on_ahead=any(bar.block.kind == "hands_on" and bar.block.end >= today for bar in plan.bars),
        outlooks=said,
    )


def _stay(rotation):
    kind = exposure.type_of(exposure_facts.stay_of(rotation))
    return timeline.Block(
        id=f"r{rotation.pk}",
        kind=kind,
        title=rotation.subject,
        detail=str(rotation.institution),
        start=rotation.starts_on,
        end=rotation.ends_on,
        hours_per_week=rotation.hours_per_week,
        weekdays=frozenset(int(n) for n in rotation.weekdays),
        is_confirmed=rotation.stage == Rotation.Stage.CONFIRMED,
    )


def _study(pk, title, first, last, hours):
    return timeline.Block(f"s{pk}", "study", title, "", first, last, hours)


def _path(id_, paths):
    kind, pk = id_[0], id_[1:]
    if kind == "r":
        return paths[id_]
    return reverse("tracker:study-edit" if kind == "s" else "tracker:exam-edit", args=[pk])


def _line(row, paths):
    path = _path(row.id, paths) if row.id else ""
    return Line(row, path, LOOKS.get(row.kind, ""))


def _filling(gap):
    asked = urlencode({"starts_on": gap.start.isoformat(), "ends_on": gap.end.isoformat()})
    return f"{reverse('tracker:study-add')}?{asked}"


def _notes(plan, today):
    """What is not over yet; the past cannot be mended."""
    loads = (Note("More than 60 hours a week", said.words) for said in plan.overloads if said.end >= today)
    clashes = (
        Note("An exam beside a hands-on start", said.words) for said in plan.clashes if said.on >= today
    )
    same = (
        Note("At the same time", said.words, said.shared_days > 0)
        for said in plan.overlaps
        if said.end >= today
    )
    return tuple(sorted((*loads, *clashes, *same), key=lambda note: not note.is_warning))


def _dates(plan, season, today):
    """Season dates still to come: (day, what, "expected" or "set by you" or "")."""
    rows = [(getattr(season, name), seasons.TITLES[name]) for name in SHOWN_DATES]
    return tuple((dated.on, title, seasons.certainty(dated)) for dated, title in rows if dated.on >= today)


def _sub(plan, season, today, *, is_past):
    if is_past:
        return f"{plan.start:%B} {plan.start.year} to {plan.end:%B} {plan.end.year}"
    return f"{plan.start:%B} {plan.start.year} to ERAS submission, {seasons.words(season.submit_on, today)}"


def _running(rotations, today):
    """ "Week 6 of 13 at St. Brendan" of what runs today, or ""."""
    running = queries.running(rotations, today)
    if not running:
        return ""
    ruler = weeks.ruler(running[0].starts_on, running[0].ends_on, today)
    return f"{ruler.words} at {running[0].institution}"
