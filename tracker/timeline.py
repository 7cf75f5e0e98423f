"""The timeline: everything planned on one axis, as finished numbers for a drawing and the same data as rows.

Percent across, pixels down (the measures of the design), no markup. Rotations, study blocks, exams and season
dates; gaps with what fits in them, overlaps, weeks over 60 hours, exams beside a hands-on start.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from accounts import spoken
from tracker.axis import DAY, Axis, Month, add_months, months
from tracker.crowding import Clash, Overlap, Overload, by_age, clashes, overlaps, overloads
from tracker.exposure import LABELS
from tracker.gaps import Gap, find
from tracker.seasons import DATE_NAMES, TITLES, SeasonDates, words
from tracker.spells import falls
from tracker.weeks import MONDAY_TO_FRIDAY, nearest

HEAD, ROW, BAR_INSET, LABEL_INSET = 56, 48, 12, 28
GAP_INSET, GAP_LABEL_INSET = 14, 46
MINI_HEAD, MINI_ROW, MINI_FOOT = 17, 10.5, 17
LABEL_ROOM = 84  # percent: a bar that ends further right has its label on its left
CROWDED, AT_EDGE = 20, 97  # percent between two marks, and where the right edge begins
BEST_FROM, BEST_UNTIL = 12, 6  # months before submission, domain.md §4
FLAGS = {"opens_on": "MyERAS opens", "submit_on": "Submit", "match_day_on": "Match Day"}
BEST = "Best months for rotations: 6 to 12 months before you submit, so letters have time to arrive."


@dataclass(frozen=True)
class Block:
    """A rotation or a study block. `kind` is a type of exposure.LABELS, or "study"; `id` is unique among all
    blocks and exams; `weekdays` are its working days (Monday is 0)."""

    id: int | str
    kind: str
    title: str
    detail: str
    start: date
    end: date
    hours_per_week: int | float | Decimal | Fraction | None = None
    weekdays: frozenset[int] = MONDAY_TO_FRIDAY
    is_confirmed: bool = True


@dataclass(frozen=True)
class Exam:
    id: int | str
    title: str
    on: date


@dataclass(frozen=True)
class Bar:
    """One row of the chart: `x`, `width`, `label_x` in percent, every y in pixels, `dates`, `label` in words.

    `label` stands after the bar, or before it (`is_label_before`) where the right edge is near.
    `starts_before` and `ends_after` say that the bar goes on outside of the axis.
    """

    block: Block
    type: str
    x: float
    width: float
    y: int
    label_x: float
    label_y: int
    line_y: int
    mini_y: float
    label: str
    dates: str
    is_label_before: bool
    is_now: bool
    starts_before: bool
    ends_after: bool


@dataclass(frozen=True)
class Mark:
    """A flag at one day, a season date or an exam. `anchor` of its label: start, middle or end."""

    key: str
    kind: str
    on: date
    x: float
    label: str
    anchor: str
    words: str


@dataclass(frozen=True)
class Zone:
    """The best months for rotations; `start` included, `end` not."""

    start: date
    end: date
    x: float
    width: float
    label_x: float
    words: str


@dataclass(frozen=True)
class Row:
    """One line of the table behind the chart. `kind`: a block's kind, "exam", "season" or "gap";
    `when`: "past", "now" or "ahead"."""

    kind: str
    what: str
    detail: str
    start: date
    end: date
    dates: str
    length: str
    when: str
    id: int | str | None = None
    is_confirmed: bool = True


@dataclass(frozen=True)
class Timeline:
    """A finished plan. `today_x` is None with today off the axis; `outside` counts the blocks off it."""

    start: date
    end: date
    today_x: float | None
    months: tuple[Month, ...]
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    zone: Zone | None
    gaps: tuple[Gap, ...]
    overlaps: tuple[Overlap, ...]
    overloads: tuple[Overload, ...]
    clashes: tuple[Clash, ...]
    rows: tuple[Row, ...]
    outside: int
    gap_y: int
    gap_label_y: int
    height: int
    mini_height: float

    @property
    def named_gaps(self) -> tuple[Gap, ...]:
        return tuple(gap for gap in self.gaps if gap.is_named)

    @property
    def ahead(self) -> tuple[Row, ...]:
        """What runs and what comes, for the list on a phone."""
        return tuple(row for row in self.rows if row.when != "past")

    @property
    def earlier(self) -> tuple[Row, ...]:
        """What is over, latest first, for the folded part of that list."""
        return tuple(row for row in reversed(self.rows) if row.when == "past")


def window(blocks: Iterable[Block], season: SeasonDates, today: date) -> tuple[date, date]:
    """Whole months from the first block (or today) to submission, or to the last block when that is later."""
    blocks = tuple(blocks)
    first = min([today, *(block.start for block in blocks)])
    last = max([today, season.submit_on.on, *(block.end for block in blocks)])
    return first.replace(day=1), add_months(last.replace(day=1), 1) - DAY


def plan(
    stays: Sequence[Block],
    study_blocks: Sequence[Block],
    exams: Sequence[Exam],
    season: SeasonDates,
    today: date,
    start: date,
    end: date,
) -> Timeline:
    """The timeline from `start` to `end`, both included. Raises ValueError when it ends before it starts."""
    axis = Axis(start, end)
    blocks = sorted((*stays, *study_blocks), key=lambda block: (block.start, block.end, by_age(block.id)))
    shown = [block for block in blocks if axis.shows(block.start, block.end)]
    gaps = find(blocks, season, today, axis)
    floor = HEAD + ROW * len(shown)
    return Timeline(
        start=start,
        end=end,
        today_x=axis.x(today) if start <= today <= end else None,
        months=months(axis),
        bars=tuple(_bar(place, block, axis, today) for place, block in enumerate(shown)),
        marks=_marks(exams, season, axis, today),
        zone=_zone(season, axis),
        gaps=gaps,
        overlaps=tuple(o for o in overlaps(blocks) if axis.shows(o.start, o.end)),
        overloads=overloads(blocks, axis),
        clashes=clashes(exams, stays, today),
        rows=_rows(shown, exams, gaps, season, axis, today),
        outside=len(blocks) - len(shown),
        gap_y=floor + GAP_INSET,
        gap_label_y=floor + GAP_LABEL_INSET,
        height=floor + ROW,
        mini_height=MINI_HEAD + MINI_ROW * len(shown) + MINI_FOOT,
    )


def length(block: Block) -> str:
    """Says "13 weeks", or "24 Saturdays" when it is worked on one day of the week."""
    if len(block.weekdays) == 1:
        (weekday,) = block.weekdays
        return spoken.plural(falls(weekday, block.start, block.end), spoken.WEEKDAY_NAMES[weekday])
    return spoken.plural(nearest((block.end - block.start).days + 1), "week")


def type_words(kind: str) -> str:
    return "Study block" if kind == "study" else LABELS[kind]


def _bar(place: int, block: Block, axis: Axis, today: date) -> Bar:
    first, last = axis.clip(block.start, block.end)
    right = axis.x(last + DAY)
    is_label_before = right > LABEL_ROOM and axis.x(first) > 100 - LABEL_ROOM
    return Bar(
        block=block,
        type=type_words(block.kind),
        x=axis.x(first),
        width=axis.width(first, last),
        y=HEAD + ROW * place + BAR_INSET,
        label_x=axis.x(first) if is_label_before else right,
        label_y=HEAD + ROW * place + LABEL_INSET,
        line_y=HEAD + ROW * (place + 1),
        mini_y=MINI_HEAD + MINI_ROW * place,
        label=length(block),
        dates=spoken.plain_span(block.start, block.end),
        is_label_before=is_label_before,
        is_now=block.start <= today <= block.end,
        starts_before=first > block.start,
        ends_after=last < block.end,
    )


def _marks(exams: Sequence[Exam], season: SeasonDates, axis: Axis, today: date) -> tuple[Mark, ...]:
    """Season flags and exams, each kind on a line of its own and so anchored by itself."""
    dated = {name: getattr(season, name) for name in FLAGS}
    flags = [(name, d.on, FLAGS[name], f"{TITLES[name]}: {words(d, today)}") for name, d in dated.items()]
    sittings = [(str(e.id), e.on, e.title, f"{e.title}: {spoken.plain_day(e.on, today)}") for e in exams]
    return (*_anchored("season", flags, axis), *_anchored("exam", sittings, axis))


def _anchored(kind: str, dated: Iterable[tuple[str, date, str, str]], axis: Axis) -> tuple[Mark, ...]:
    seen = sorted((item for item in dated if axis.start <= item[1] <= axis.end), key=lambda i: (i[1], i[0]))
    places = [axis.x(on) for _, on, _, _ in seen]
    found = []
    for number, (key, on, label, said) in enumerate(seen):
        x = places[number]
        room = places[number + 1] - x if number + 1 < len(seen) else 100
        anchor = "start" if x < 100 - AT_EDGE else "end" if room < CROWDED or x > AT_EDGE else "middle"
        found.append(Mark(key, kind, on, x, label, anchor, said))
    return tuple(found)


def _zone(season: SeasonDates, axis: Axis) -> Zone | None:
    submit = season.submit_on.on
    start, end = add_months(submit, -BEST_FROM), add_months(submit, -BEST_UNTIL)
    if not axis.shows(start, end - DAY):
        return None
    first, last = axis.clip(start, end - DAY)
    return Zone(start, end, axis.x(first), axis.width(first, last), axis.middle(first, last), BEST)


def _rows(
    blocks: Sequence[Block],
    exams: Sequence[Exam],
    gaps: Sequence[Gap],
    season: SeasonDates,
    axis: Axis,
    today: date,
) -> tuple[Row, ...]:
    found = [
        *(_block_row(block, today) for block in blocks),
        *(_day_row("exam", e.title, e.on, "", today, e.id) for e in exams if axis.shows(e.on, e.on)),
        *(_gap_row(gap, today) for gap in gaps if gap.is_named),
    ]
    for name in DATE_NAMES:
        dated = getattr(season, name)
        if axis.shows(dated.on, dated.on):
            found.append(_day_row("season", TITLES[name], dated.on, words(dated, today), today))
    return tuple(sorted(found, key=lambda row: (row.start, row.end, row.kind, row.what)))


def _block_row(block: Block, today: date) -> Row:
    start, end = block.start, block.end
    dates, when = spoken.plain_span(start, end), _when(start, end, today)
    detail = f"{type_words(block.kind)}, {block.detail}" if block.detail else type_words(block.kind)
    return Row(
        block.kind, block.title, detail, start, end, dates, length(block), when, block.id, block.is_confirmed
    )


def _gap_row(gap: Gap, today: date) -> Row:
    dates, when = spoken.plain_span(gap.start, gap.end), _when(gap.start, gap.end, today)
    return Row("gap", "Gap", gap.reason, gap.start, gap.end, dates, gap.length, when)


def _day_row(kind: str, what: str, on: date, said: str, today: date, id_: int | str | None = None) -> Row:
    return Row(kind, what, "", on, on, said or spoken.plain_day(on, today), "", _when(on, on, today), id_)


def _when(start: date, end: date, today: date) -> str:
    return "past" if end < today else "ahead" if start > today else "now"
