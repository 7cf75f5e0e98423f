from collections import Counter
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.exposure import Band, Stay, Weights, assess, totals, type_of
from tracker.working import Figure

TODAY = date(2026, 10, 27)
WEIGHTS = Weights()
SATURDAYS = frozenset({5})
OCT_5, OCT_9, OCT_16, OCT_23 = (date(2026, 10, d) for d in (5, 9, 16, 23))

# The year of the design: Nadia Rahman on Tue 27 Oct 2026.
CARDIOLOGY = Stay(
    "cardiology",
    "research",
    date(2026, 3, 2),
    date(2026, 6, 26),
    40,
    "Cardiology",
    "outpatient",
    attending_ids=frozenset({"Marsh", "Osei"}),
)
PULMONARY = Stay(
    "pulmonary",
    "observership",
    date(2026, 7, 6),
    date(2026, 7, 31),
    40,
    "Pulmonary",
    "inpatient",
    attending_ids=frozenset({"Lindqvist"}),
)
LAKEVIEW = Stay(
    "lakeview",
    "volunteer",
    date(2026, 7, 11),
    date(2026, 12, 19),
    8,
    "Primary care",
    "outpatient",
    attending_ids=frozenset({"Clarke"}),
    days=SATURDAYS,
)
MEDICINE = Stay(
    "medicine",
    "externship",
    date(2026, 9, 21),
    date(2026, 12, 18),
    45,
    "Internal medicine",
    "inpatient",
    hands_on=True,
    attending_ids=frozenset({"Feldman"}),
)
HEART = Stay("heart", "research", date(2027, 1, 11), date(2027, 4, 2), 40, "Cardiology", "outpatient")
HOME = Stay("home", "volunteer", date(2025, 1, 6), date(2025, 12, 19), 40, "Surgery", in_us=False)
YEAR = (CARDIOLOGY, PULMONARY, LAKEVIEW, MEDICINE, HEART, HOME)


def hands_on(id="a", start=OCT_5, end=OCT_9, hours=40, **more):
    return Stay(id, "externship", start, end, hours, hands_on=True, **more)


def observing(id="b", start=OCT_5, end=OCT_9, hours=40, **more):
    return Stay(id, "observership", start, end, hours, **more)


def rows(report):
    """The table of the screen: type, raw weeks, clinic days, full-time weeks, months done, months booked."""
    return [
        (r.type, r.raw_weeks.shown, r.clinic_days.shown, r.fte_weeks.shown, r.months.shown, r.booked.shown)
        for r in report.by_type
    ]


def test_the_year_of_the_design():
    report = assess(YEAR, WEIGHTS, TODAY)
    assert rows(report) == [
        ("hands_on", "5.2", "26", "5.2", "1.3", "2.0"),
        ("observership", "4", "20", "4", "0.7", "0.0"),
        ("research", "17", "85", "17", "2.6", "1.8"),
        ("volunteer", "7", "16", "1.4", "0.1", "0.0"),
    ]
    assert report.months.value == Fraction(469, 100)
    assert report.booked.value == Fraction(375, 100)
    assert report.with_booked == Fraction(844, 100)
    assert (report.raw_weeks.shown, report.clinic_days.shown, report.fte_weeks.shown) == (
        "33.2",
        "147",
        "27.6",
    )
    assert (report.depth.attending_id, report.depth.weeks.shown) == ("Marsh", "17")
    assert [(p.name, p.weeks.shown, p.share) for p in report.specialties] == [
        ("Cardiology", "17", Fraction(85, 138)),
        ("Internal medicine", "5.2", Fraction(26, 138)),
        ("Pulmonary", "4", Fraction(20, 138)),
        ("Primary care", "1.4", Fraction(7, 138)),
    ]
    assert [(p.name, p.weeks.shown) for p in report.settings] == [
        ("outpatient", "18.4"),
        ("inpatient", "9.2"),
    ]
    assert report.breadth == "4 specialties in 2 settings"
    home = report.home
    assert (home.raw_weeks.shown, home.fte_weeks.shown, home.months.value) == ("50", "50", 0)
    assert home.months.working.rule == (
        "Home-country work is kept apart and counts zero months of US experience."
    )
    assert (report.band.words, report.next_band.words) == ("In the usual 3 to 6 months", "6 months or more")


def test_the_working_of_the_months():
    working = assess(YEAR, WEIGHTS, TODAY).months.working
    assert working.rule == "Full-time weekdays times the weight of the type. 20 such days are a month."
    full = "add nothing: other work fills them, or no weekly hours are given"
    assert [(line.stay_id, line.words) for line in working.lines] == [
        ("cardiology", "2 Mar – 26 Jun 2026: 85 days × 0.6 = 51 days"),
        ("pulmonary", "6 Jul – 31 Jul 2026: 20 days × 0.7 = 14 days"),
        ("lakeview", f"11 Jul – 31 Jul 2026: 15 days {full}"),
        ("lakeview", "1 Aug – 20 Sep 2026: 35 days × 0.2 of full time × 0.4 = 2.8 days"),
        ("lakeview", f"21 Sep – 26 Oct 2026: 26 days {full}"),
        ("medicine", "21 Sep – 26 Oct 2026: 26 days"),
    ]


def test_twenty_clinic_days_are_a_month():
    report = assess([hands_on(start=date(2026, 9, 7), end=date(2026, 10, 2))], WEIGHTS, TODAY)
    assert (report.clinic_days.value, report.raw_weeks.value, report.months.value) == (20, 4, 1)


# One week, Mon 5 to Fri 9 Oct, seen later. raw and full-time weeks and months × 20 (days), by type.
@pytest.mark.parametrize(
    ("case", "stays", "raw", "fte", "days"),
    [
        ("full time", [hands_on()], {"hands_on": 5}, {"hands_on": 5}, 5),
        ("60 hours are full time", [hands_on(hours=60)], {"hands_on": 5}, {"hands_on": 5}, 5),
        ("half time", [hands_on(hours=20)], {"hands_on": 5}, {"hands_on": "2.5"}, "2.5"),
        ("no hours given", [hands_on(hours=None)], {"hands_on": 5}, {"hands_on": 0}, 0),
        (
            "Decimal hours",
            [hands_on(hours=Decimal("37.5"))],
            {"hands_on": 5},
            {"hands_on": "4.6875"},
            "4.6875",
        ),
        ("observing", [observing()], {"observership": 5}, {"observership": 5}, "3.5"),
        (
            "two full-time types: the heavier takes the days",
            [hands_on(), observing()],
            {"hands_on": 5, "observership": 0},
            {"hands_on": 5, "observership": 0},
            5,
        ),
        (
            "half hands-on: what is left of the day goes to observing",
            [hands_on(hours=20), observing()],
            {"hands_on": 5, "observership": 0},
            {"hands_on": "2.5", "observership": "2.5"},
            "4.25",
        ),
        (
            "two quarters do not fill a day",
            [hands_on(hours=10), observing(hours=10)],
            {"hands_on": 5, "observership": 0},
            {"hands_on": "1.25", "observership": "1.25"},
            "2.125",
        ),
        ("the same type twice", [hands_on(), hands_on("b")], {"hands_on": 5}, {"hands_on": 5}, 5),
        (
            "same type, 30 and 60 hours share one full day",
            [hands_on(hours=30), hands_on("b", hours=60)],
            {"hands_on": 5},
            {"hands_on": 5},
            5,
        ),
        (
            "observing runs on alone for a second week",
            [hands_on(), observing(end=OCT_16)],
            {"hands_on": 5, "observership": 5},
            {"hands_on": 5, "observership": 5},
            "8.5",
        ),
        ("remote", [observing(setting="remote")], {"remote": 5}, {"remote": 5}, 0),
        (
            "lab research",
            [Stay("a", "research", OCT_5, OCT_9, 40, setting="lab")],
            {"lab": 5},
            {"lab": 5},
            0,
        ),
        (
            "a weekend has no weekday",
            [hands_on(start=date(2026, 10, 10), end=date(2026, 10, 11))],
            {"hands_on": 0},
            {"hands_on": 0},
            0,
        ),
        ("nothing", [], {}, {}, 0),
    ],
)
def test_how_a_week_is_shared(case, stays, raw, fte, days):
    report = assess(stays, WEIGHTS, TODAY)
    assert {r.type: r.raw_weeks.value * 5 for r in report.by_type} == raw
    assert {r.type: r.fte_weeks.value * 5 for r in report.by_type} == {t: Fraction(d) for t, d in fte.items()}
    assert report.months.value * 20 == Fraction(days)


def test_clinic_days_follow_the_schedule():
    saturdays = Stay("v", "volunteer", OCT_5, date(2026, 10, 18), 8, days=SATURDAYS)
    report = assess([hands_on(days=frozenset({0, 1})), saturdays], WEIGHTS, TODAY)
    assert {r.type: r.clinic_days.value for r in report.by_type} == {"hands_on": 2, "volunteer": 2}


def test_home_work_takes_no_day_from_us_work():
    away = hands_on("away", in_us=False)
    report = assess([observing(), away], WEIGHTS, TODAY)
    assert rows(report) == [("observership", "1", "5", "1", "0.2", "0.0")]
    assert report.home.raw_weeks.value == 1
    assert [line.stay_id for line in report.home.months.working.lines] == ["away"]


def test_today_is_booked_and_yesterday_is_done():
    report = assess([hands_on(start=date(2026, 10, 26), end=date(2026, 10, 28))], WEIGHTS, TODAY)
    assert (report.months.value * 20, report.booked.value * 20) == (1, 2)


def test_weights_are_data():
    weights = Weights(observership=Decimal("0.85"), hands_on=0.8)
    report = assess([hands_on(), observing()], weights, TODAY)
    assert {r.type: r.fte_weeks.value for r in report.by_type} == {"hands_on": 0, "observership": 1}
    assert report.months.value * 20 == Fraction("4.25")


@pytest.mark.parametrize(
    ("stay", "type_"),
    [
        (Stay(1, "externship", OCT_5, OCT_9, 40, hands_on=True), "hands_on"),
        (Stay(1, "externship", OCT_5, OCT_9, 40, hands_on=False), "observership"),
        (Stay(1, "observership", OCT_5, OCT_9, 40, hands_on=True), "observership"),
        (Stay(1, "research", OCT_5, OCT_9, 40, setting="mixed"), "research"),
        (Stay(1, "research", OCT_5, OCT_9, 40), "research"),
        (Stay(1, "research", OCT_5, OCT_9, 40, setting="lab"), "lab"),
        (Stay(1, "volunteer", OCT_5, OCT_9, 40, hands_on=True), "volunteer"),
        (Stay(1, "externship", OCT_5, OCT_9, 40, setting="remote", hands_on=True), "remote"),
        (Stay(1, "externship", OCT_5, OCT_9, 40, in_us=False, hands_on=True), "home"),
    ],
)
def test_type_of(stay, type_):
    assert type_of(stay) == type_


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="no kind of stay: 'sabbatical'"):
        type_of(Stay(1, "sabbatical", OCT_5, OCT_9, 40))


@pytest.mark.parametrize(
    ("days", "band", "next_band"),
    [
        (0, "Below the usual minimum of 4 weeks", "Past the usual minimum of 4 weeks"),
        (19, "Below the usual minimum of 4 weeks", "Past the usual minimum of 4 weeks"),
        (20, "Past the usual minimum of 4 weeks", "In the usual 8 to 12 weeks"),
        (60, "In the usual 3 to 6 months", "6 months or more"),
        (120, "6 months or more", None),
    ],
)
def test_bands(days, band, next_band):
    end = date(2026, 10, 26)
    start = end
    while sum((start + timedelta(days=i)).weekday() < 5 for i in range((end - start).days + 1)) < days:
        start -= timedelta(days=1)
    report = assess([hands_on(start=start, end=end)] if days else [], WEIGHTS, TODAY)
    assert report.months.value * 20 == days
    assert (report.band.words, report.next_band and report.next_band.words) == (band, next_band)


def test_bands_are_data():
    report = assess([hands_on()], Weights(bands=(Band(Decimal("0.2"), "A week"), Band(9, "Long"))), TODAY)
    assert (report.band.words, report.next_band.words) == ("A week", "Long")
    assert assess([], Weights(bands=(Band(1, "A month"),)), TODAY).band is None


# Hands-on from today, 20 weekdays a month, after a month of it done.
@pytest.mark.parametrize(
    ("months", "on"),
    [
        (1, TODAY),
        (Fraction(21, 20), TODAY),
        (Fraction(22, 20), date(2026, 10, 28)),
        (Fraction(24, 20), date(2026, 10, 30)),
        (Fraction(25, 20), date(2026, 11, 2)),  # over the weekend
        (2, date(2026, 11, 23)),
        (Fraction(201, 100), None),
    ],
)
def test_reaches(months, on):
    report = assess([hands_on(start=date(2026, 9, 29), end=date(2026, 11, 23))], WEIGHTS, TODAY)
    assert (report.months.value, report.booked.value) == (1, 1)
    assert report.reaches(months) == on


def test_breadth_counts_what_has_a_name_even_where_other_work_filled_the_days():
    stays = [hands_on(specialty="Surgery", setting="inpatient"), observing(specialty="Medicine")]
    report = assess([*stays, observing("c", specialty="")], WEIGHTS, TODAY)
    assert [(p.name, p.weeks.value) for p in report.specialties] == [("Surgery", 1), ("", 0), ("Medicine", 0)]
    assert report.breadth == "2 specialties in 1 setting"
    assert assess([], WEIGHTS, TODAY).breadth == "0 specialties in 0 settings"


def test_depth_bridges_a_break_shorter_than_a_week():
    feldman = frozenset({"Feldman"})
    first = hands_on("a", OCT_5, OCT_9, attending_ids=feldman)
    back_after_four = hands_on("b", OCT_16, OCT_23, attending_ids=feldman)  # off Mon 12 to Thu 15
    back_after_five = replace(back_after_four, start=date(2026, 10, 19))  # off Mon 12 to Fri 16
    depth = assess([first, back_after_four], WEIGHTS, TODAY).depth
    assert (depth.start, depth.end, depth.weeks.value) == (OCT_5, OCT_23, Fraction(11, 5))
    assert [(line.stay_id, line.days) for line in depth.weeks.working.lines] == [("a", 5), ("b", 6)]
    depth = assess([first, back_after_five], WEIGHTS, TODAY).depth
    assert (depth.start, depth.end, depth.weeks.value) == (OCT_5, OCT_9, 1)


def test_depth_counts_two_rotations_with_one_attending_once():
    lee = frozenset({"Lee"})
    both = [hands_on(attending_ids=lee), observing(end=OCT_16, attending_ids=lee)]
    assert assess(both, WEIGHTS, TODAY).depth.weeks.value == 2
    assert assess([hands_on()], WEIGHTS, TODAY).depth is None


# Properties, against a count made day by day.

PATIENT = settings(deadline=None)  # a busy machine is not a failure
KIND = st.sampled_from(["externship", "observership", "research", "volunteer"])
HOURS = st.sampled_from([None, 4, 8, 20, Decimal("37.5"), 40, 60, 100])


@st.composite
def stays_of(draw, size=5):
    found = []
    for number in range(draw(st.integers(0, size))):
        start = TODAY + timedelta(days=draw(st.integers(-60, 40)))
        found.append(
            Stay(
                f"s{number}",
                draw(KIND),
                start,
                start + timedelta(days=draw(st.integers(0, 50))),
                draw(HOURS),
                draw(st.sampled_from(["Surgery", "Medicine", ""])),
                draw(st.sampled_from(["inpatient", "outpatient", "lab", "remote"])),
                in_us=draw(st.integers(0, 4)) > 0,
                hands_on=draw(st.booleans()),
                attending_ids=draw(st.frozensets(st.sampled_from("ABC"))),
                days=draw(st.frozensets(st.integers(0, 6), min_size=1)),
            )
        )
    return found


def by_day(stays, weights, today):
    """The definition, one day at a time: raw days, full-time days and weighted days by type, done so far."""
    raw, fte, weighted = Counter(), Counter(), Counter()
    here = [s for s in stays if s.in_us]
    first = min((s.start for s in here), default=today)
    for day in (first + timedelta(days=i) for i in range((today - first).days)):
        running = [s for s in here if s.start <= day <= s.end]
        if day.weekday() > 4 or not running:
            continue
        order = ["hands_on", "observership", "research", "volunteer", "remote", "lab"]
        types = sorted({type_of(s) for s in running}, key=lambda t: (-weights.of(t), order.index(t)))
        raw[types[0]] += 1
        left = Fraction(40)
        for type_ in types:
            hours = sum(Fraction(s.hours_per_week or 0) for s in running if type_of(s) == type_)
            fte[type_] += min(left, hours) / 40
            weighted[type_] += min(left, hours) / 40 * weights.of(type_)
            left -= min(left, hours)
    return raw, fte, weighted


def figures(value):
    """Every Figure inside a report, with its path."""
    if isinstance(value, Figure):
        yield value
    elif is_dataclass(value):
        for f in fields(value):
            yield from figures(getattr(value, f.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from figures(item)


def essence(report):
    """All that must not depend on the order or the splitting of stays: every number, without the working."""
    return {
        "types": [
            (
                r.type,
                r.raw_weeks.value,
                r.clinic_days.value,
                r.fte_weeks.value,
                r.months.value,
                r.booked.value,
            )
            for r in report.by_type
        ],
        "totals": [
            f.value
            for f in (report.raw_weeks, report.clinic_days, report.fte_weeks, report.months, report.booked)
        ],
        "windows": [(r.years, r.months.value, r.leaves_on, r.words) for r in report.recency],
        "depth": report.depth and (report.depth.attending_id, report.depth.start, report.depth.weeks.value),
        "parts": [(p.name, p.weeks.value, p.share) for p in report.specialties + report.settings],
        "home": (report.home.raw_weeks.value, report.home.fte_weeks.value, report.home.months.value),
        "band": (report.band, report.next_band),
    }


@PATIENT
@given(stays_of())
def test_the_figures_are_those_of_a_count_day_by_day(stays):
    report = assess(stays, WEIGHTS, TODAY)
    raw, fte, weighted = by_day(stays, WEIGHTS, TODAY)
    assert {r.type: r.raw_weeks.value * 5 for r in report.by_type if r.raw_weeks.value} == +raw
    assert {r.type: r.fte_weeks.value * 5 for r in report.by_type if r.fte_weeks.value} == +fte
    assert {r.type: r.months.value * 20 for r in report.by_type if r.months.value} == +weighted
    assert report.raw_weeks.value * 5 == sum(raw.values())
    assert report.months.value * 20 == sum(weighted.values())


@PATIENT
@given(stays_of())
def test_the_totals_of_today_are_those_of_the_report(stays):
    report = assess(stays, WEIGHTS, TODAY)
    done, booked = totals(stays, WEIGHTS, TODAY)
    assert (done.value, booked.value) == (report.months.value, report.booked.value)


@PATIENT
@given(stays_of(), st.randoms(use_true_random=False))
def test_order_does_not_matter(stays, random):
    shuffled = random.sample(stays, len(stays))
    assert assess(shuffled, WEIGHTS, TODAY) == assess(stays, WEIGHTS, TODAY)


@PATIENT
@given(stays_of(), st.data())
def test_splitting_a_stay_in_two_changes_nothing(stays, data):
    if not stays:
        return
    whole = data.draw(st.sampled_from(stays))
    cut = whole.start + timedelta(days=data.draw(st.integers(0, (whole.end - whole.start).days)))
    rest = [s for s in stays if s is not whole]
    pieces = [replace(whole, end=cut)]
    if cut < whole.end:
        pieces.append(replace(whole, id="second half", start=cut + timedelta(days=1)))
    assert essence(assess(rest + pieces, WEIGHTS, TODAY)) == essence(assess(stays, WEIGHTS, TODAY))


@PATIENT
@given(stays_of(), stays_of(size=1))
def test_another_stay_never_lowers_a_total(stays, another):
    before = assess(stays, WEIGHTS, TODAY)
    after = assess([*stays, *(replace(s, id="another") for s in another)], WEIGHTS, TODAY)
    for name in ("raw_weeks", "clinic_days", "fte_weeks", "months", "booked"):
        assert getattr(after, name).value >= getattr(before, name).value
    assert (after.depth.weeks.value if after.depth else 0) >= (
        before.depth.weeks.value if before.depth else 0
    )


@PATIENT
@given(stays_of(), st.data())
def test_the_same_stay_twice_adds_no_raw_day(stays, data):
    twin = [replace(s, id=f"{s.id} again") for s in stays]
    before, after = assess(stays, WEIGHTS, TODAY), assess(stays + twin, WEIGHTS, TODAY)
    assert after.raw_weeks.value == before.raw_weeks.value
    assert after.clinic_days.value == before.clinic_days.value
    assert [(r.type, r.raw_weeks.value) for r in after.by_type] == [
        (r.type, r.raw_weeks.value) for r in before.by_type
    ]


@PATIENT
@given(stays_of())
def test_every_figure_is_the_sum_of_its_working(stays):
    report = assess(stays, WEIGHTS, TODAY)
    found = list(figures(report))
    assert len(found) >= 11
    for each in found:
        assert each.value == sum(line.amount for line in each.working.lines)
        assert each.working.rule
        assert all(line.start <= line.end for line in each.working.lines)
        assert {line.stay_id for line in each.working.lines} <= {s.id for s in stays}


@PATIENT
@given(stays_of())
def test_types_add_up_to_the_totals_and_never_exceed_the_calendar(stays):
    report = assess(stays, WEIGHTS, TODAY)
    for name in ("raw_weeks", "clinic_days", "fte_weeks", "months", "booked"):
        assert getattr(report, name).value == sum(getattr(row, name).value for row in report.by_type)
    assert report.fte_weeks.value <= report.raw_weeks.value
    assert report.months.value <= report.fte_weeks.value / 4
    here = [s for s in stays if s.in_us and s.start < TODAY]
    days = (TODAY - min((s.start for s in here), default=TODAY)).days
    assert report.raw_weeks.value * 5 <= days
    assert report.clinic_days.value <= days
    assert sum(p.share for p in report.specialties) in (0, 1)
    assert report.home.months.value == 0


@PATIENT
@given(stays_of(), st.integers(1, 130))
def test_reaches_names_the_first_day_that_is_enough(stays, twentieths):
    months = Fraction(twentieths, 20)
    report = assess(stays, WEIGHTS, TODAY)
    on = report.reaches(months)
    if on is None:
        assert report.with_booked < months
    elif on == TODAY:
        assert assess(stays, WEIGHTS, TODAY + timedelta(days=1)).months.value >= months
    else:
        assert assess(stays, WEIGHTS, on).months.value < months
        assert assess(stays, WEIGHTS, on + timedelta(days=1)).months.value >= months
