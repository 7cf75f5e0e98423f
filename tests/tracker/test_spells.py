from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.spells import Spell, falls, spells, weekdays

DAYS = st.dates(date(2024, 1, 1), date(2028, 1, 1))


@dataclass(frozen=True)
class Span:
    start: date
    end: date


def oct_(first, last):
    return Span(date(2026, 10, first), date(2026, 10, last))


def test_spells_cut_where_anything_starts_or_ends():
    long, short, apart = oct_(1, 10), oct_(4, 6), oct_(20, 21)
    assert spells([apart, short, long], cuts=[date(2026, 10, 9), date(2026, 10, 15)]) == (
        Spell(date(2026, 10, 1), date(2026, 10, 3), (long,)),
        Spell(date(2026, 10, 4), date(2026, 10, 6), (long, short)),
        Spell(date(2026, 10, 7), date(2026, 10, 8), (long,)),
        Spell(date(2026, 10, 9), date(2026, 10, 10), (long,)),
        Spell(date(2026, 10, 20), date(2026, 10, 21), (apart,)),
    )
    assert spells([]) == ()


@settings(deadline=None)
@given(st.lists(st.builds(lambda a, n: Span(a, a + timedelta(days=n)), DAYS, st.integers(0, 90)), max_size=6))
def test_spells_cover_every_day_with_what_runs_on_it(spans):
    found = spells(spans)
    assert list(found) == sorted(found, key=lambda spell: spell.start)
    covered = {}
    for spell in found:
        for i in range((spell.end - spell.start).days + 1):
            covered[spell.start + timedelta(days=i)] = sorted(spell.stays, key=str)
    expected = {}
    for span in spans:
        for i in range((span.end - span.start).days + 1):
            expected.setdefault(span.start + timedelta(days=i), []).append(span)
    assert covered == {day: sorted(running, key=str) for day, running in expected.items()}


@settings(deadline=None)
@given(DAYS, st.integers(-40, 800), st.integers(0, 6))
def test_counts_of_weekdays(first, length, weekday):
    last = first + timedelta(days=length)
    days = [first + timedelta(days=i) for i in range(length + 1)]
    assert falls(weekday, first, last) == sum(d.weekday() == weekday for d in days)
    assert weekdays(first, last) == sum(d.weekday() < 5 for d in days)
