"""Insights, the facts behind them, and the strip of Today."""

import datetime
from decimal import Decimal
from fractions import Fraction

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests import make
from tracker import exposure_facts, heat, insights, meters, plan_queries, queries
from tracker.exposure import Band, Stay, Weights, assess
from tracker.models import Example, ExposureRule, Rotation, Supervision

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 10, 27, 22, tzinfo=datetime.UTC)  # Tue 27 Oct, 6 pm in Cleveland
TODAY = datetime.date(2026, 10, 27)
INSIGHTS = "/insights/"


@pytest.fixture(autouse=True)
def _tuesday():
    with time_machine.travel(NOW, tick=False):
        yield


def on(text):
    return datetime.date.fromisoformat(text)


@pytest.fixture
def ward(user):
    """Nine weeks hands-on, five of them done, logged from the first day but for one."""
    rotation = make.rotation(
        user,
        kind=Rotation.Kind.EXTERNSHIP,
        is_hands_on=True,
        specialty=make.specialty("Internal medicine"),
        setting=Rotation.Setting.INPATIENT,
        starts_on=on("2026-09-21"),
        ends_on=on("2026-11-20"),
        attending=make.attending(user, name="Ruth Feldman"),
    )
    day = rotation.starts_on
    while day < TODAY:
        if day.weekday() < 5 and day != on("2026-10-22"):
            make.log_entry(rotation, day=day, hours=9)
        day += make.DAY
    return rotation


# ---- facts ----


def test_a_supervision_of_its_own_dates_splits_the_stay_and_changes_no_figure(user):
    rotation = make.rotation(user, starts_on=on("2026-09-07"), ends_on=on("2026-10-23"))
    first = make.attending(user, name="Ruth Feldman")
    second = make.attending(user, name="Paul Moreau")
    Supervision.objects.create(rotation=rotation, attending=first, ends_on=on("2026-09-25"))
    Supervision.objects.create(
        rotation=rotation, attending=second, starts_on=on("2026-09-21"), ends_on=on("2026-10-02")
    )
    facts = exposure_facts.gather(user)
    assert [(stay.id, stay.start, stay.end, stay.attending_ids) for stay in facts.stays] == [
        (rotation.pk, on("2026-09-07"), on("2026-09-20"), frozenset({first.pk})),
        (rotation.pk, on("2026-09-21"), on("2026-09-25"), frozenset({first.pk, second.pk})),
        (rotation.pk, on("2026-09-26"), on("2026-10-02"), frozenset({second.pk})),
        (rotation.pk, on("2026-10-03"), on("2026-10-23"), frozenset()),
    ]
    assert facts.attendings == {first.pk: "Dr. Ruth Feldman", second.pk: "Dr. Paul Moreau"}
    whole = assess(exposure_facts.of_rotations([rotation]), Weights(), TODAY)
    split = assess(facts.stays, Weights(), TODAY)
    assert (split.months, split.raw_weeks, split.by_type) == (whole.months, whole.raw_weeks, whole.by_type)


def test_a_stay_says_what_the_rotation_says(user):
    rotation = make.rotation(
        user,
        kind=Rotation.Kind.RESEARCH,
        subtype=Rotation.Subtype.BENCH,
        specialty=make.specialty("Cardiology"),
        hours_per_week=Decimal("37.5"),
        weekdays="135",
        is_in_us=False,
    )
    expected = Stay(
        id=rotation.pk,
        kind="research",
        start=rotation.starts_on,
        end=rotation.ends_on,
        hours_per_week=Decimal("37.5"),
        specialty="Cardiology",
        setting="lab",
        in_us=False,
        days=frozenset({1, 3, 5}),
    )
    assert exposure_facts.gather(user).stays == (expected,)
    assert exposure_facts.stay_of(rotation) == expected


def test_only_confirmed_rotations_with_dates_count(user, stranger):
    make.rotation(user, stage=Rotation.Stage.APPLIED)
    make.rotation(user, stage=Rotation.Stage.WITHDRAWN)
    make.rotation(user, stage=Rotation.Stage.EXPLORING, starts_on=None, ends_on=None)
    make.deleted(make.rotation(user))
    make.rotation(stranger)
    assert exposure_facts.gather(user) == exposure_facts.Facts((), {}, {})
    assert exposure_facts.of_rotations(queries.calendar_of(user)) == ()


def test_the_rule_that_comes_with_the_app_is_the_default():
    rules = exposure_facts.rules(TODAY)
    assert rules.weights == Weights()
    assert (rules.wanted_from, rules.wanted_to, rules.since) == (3, 6, on("2026-01-01"))
    ExposureRule.objects.all().delete()
    assert exposure_facts.rules(TODAY) == exposure_facts.Rules()


def test_a_newer_version_counts_from_its_day_on():
    make.exposure_rule(
        since=on("2026-11-01"),
        volunteer=Decimal("0.5"),
        windows="1, 5",
        bands="0: Little\n2.5: Enough",
        wanted_from=Decimal(2),
        wanted_to=Decimal(4),
    )
    assert exposure_facts.rules(TODAY).weights == Weights()
    later = exposure_facts.rules(on("2026-11-01"))
    assert later.weights.volunteer == Decimal("0.50")
    assert later.weights.windows == (1, 5)
    assert later.weights.bands == (Band(Decimal(0), "Little"), Band(Decimal("2.5"), "Enough"))
    assert (later.wanted_from, later.wanted_to) == (2, 4)


@pytest.mark.parametrize(
    "wrong", [{"windows": "one"}, {"windows": "0"}, {"windows": ""}, {"bands": "three: x"}, {"bands": "3"}]
)
def test_a_rule_nobody_can_read_is_refused_in_words(wrong):
    rule = make.exposure_rule(**wrong)
    with pytest.raises(ValidationError, match="This cannot be read: write"):
        rule.clean()


@pytest.mark.parametrize("wrong", [{"hands_on": 2}, {"lab": -1}, {"wanted_to": 1}])
def test_the_database_refuses_impossible_weights(wrong):
    rule = make.exposure_rule()
    with pytest.raises(IntegrityError), transaction.atomic():
        ExposureRule.objects.filter(pk=rule.pk).update(**wrong)


# ---- the page ----


def test_under_ten_days_nothing_is_concluded_and_the_months_still_open(user, signed_in):
    rotation = make.rotation(user, starts_on=on("2026-10-12"), ends_on=on("2026-12-18"))
    for n in range(9):
        make.log_entry(rotation, day=on("2026-10-12") + n * make.DAY)
    page = insights.gather(user, TODAY)
    assert (page.days_logged, page.is_enough) == (9, False)
    assert (page.recency, page.depth, page.specialties, page.heat, page.examples) == (None,) * 5
    assert page.months.heading == "From your calendar so far"
    text = signed_in(user).get(INSIGHTS).content.decode()
    assert "Not enough to say anything honest" in text
    assert "9 days logged so far" in text
    make.log_entry(rotation, day=on("2026-10-21"))
    assert insights.gather(user, TODAY).is_enough


def test_days_off_and_two_rotations_on_one_day_are_no_extra_days(user):
    one, two = make.rotation(user), make.rotation(user)
    for n in range(9):
        make.log_entry(one, day=TODAY - n * make.DAY)
        make.log_entry(two, day=TODAY - n * make.DAY)
    make.log_entry(one, day=TODAY - 10 * make.DAY, is_day_off=True, hours=None)
    assert insights.gather(user, TODAY).days_logged == 9


def test_the_months_say_when_the_usual_amount_is_reached(user, ward):
    months = insights.gather(user, TODAY).months
    assert months.heading == "You have 1.3 of 3 months, and nothing booked takes you there"
    assert months.words == (
        "20 full-time weekdays count as one month, times the weight of the type. You have 1.3. "
        "With what is booked you will have 2.3 by Fri\u00a020\u00a0Nov."
    )
    ward.ends_on = on("2027-01-29")
    ward.save()
    assert insights.gather(user, TODAY).months.heading == (
        "As booked, you reach 3 months on Fri\u00a011\u00a0Dec"
    )


def test_every_figure_opens_to_lines_that_make_it(user, ward):
    (line,) = insights.gather(user, TODAY).months.types
    assert (line.look, line.label, line.weight, line.days, line.months, line.booked) == (
        "hands",
        "Hands-on",
        "1",
        "26",
        "1.3",
        "+1.0",
    )
    name = f"Internal medicine, {ward.institution}"
    assert [(opened.what, opened.value) for opened in line.opened] == [
        ("On the calendar", "5.2 weeks"),
        ("Clinic days", "26 days"),
        ("Full-time", "5.2 weeks"),
        ("Months that count", "1.3 months"),
        ("Booked", "1.0 month"),
    ]
    assert line.opened[3].lines == ((name, "21 Sep – 26 Oct 2026: 26 days"),)
    assert all(opened.rule for opened in line.opened)


def test_the_findings_of_a_ward_month(user, ward):
    page = insights.gather(user, TODAY)
    assert page.recency.heading == "All of it is from the last year"
    assert page.depth.heading == "Your longest run is 5.2 weeks, with Dr. Ruth Feldman"
    assert page.specialties.heading == "You have worked in 1 specialty"
    assert [(s.name, s.width, s.value) for s in page.settings.shares] == [("Inpatient", 100.0, "5.2 weeks")]
    assert page.home is None
    assert (page.heat.written, page.heat.missed) == (25, 1)
    assert page.heat_words == "1 workday has no entry (outlined). Write one line while you remember."


def test_recency_says_how_much_is_new(user, ward):
    make.rotation(user, kind="volunteer", starts_on=on("2024-01-01"), ends_on=on("2024-01-26"))
    finding = insights.gather(user, TODAY).recency
    assert finding.heading == "1.3 of your 1.7 months are from the last year"
    assert [(share.name, share.value) for share in finding.shares] == [
        ("Last year", "1.3 months"),
        ("Last 2 years", "1.3 months"),
        ("Last 3 years", "1.7 months"),
    ]


def test_home_country_work_is_kept_apart(user, ward):
    make.rotation(user, is_in_us=False, starts_on=on("2025-01-06"), ends_on=on("2025-01-31"))
    page = insights.gather(user, TODAY)
    assert page.home.heading == "4 weeks in your home country, kept apart"
    assert page.months.total_months == "1.3"


def test_examples_are_counted_by_quality(user, ward, stranger):
    for owner in (user, stranger):
        Example.objects.create(owner=owner, quality="growth", text="Shorter one-liners.", on=TODAY)
    make.deleted(Example.objects.create(owner=user, quality="teamwork", text="Gone.", on=TODAY))
    finding = insights.gather(user, TODAY).examples
    assert finding.heading == "No example yet of reliability, initiative, communication or teamwork"
    assert [(share.name, share.value) for share in finding.shares] == [
        ("Reliability", "0"),
        ("Initiative", "0"),
        ("Communication", "0"),
        ("Teamwork", "0"),
        ("Growth", "1"),
    ]


def test_one_statement_reads_days_examples_and_the_total(user, ward):
    Example.objects.create(owner=user, quality="growth", text="Shorter one-liners.", on=TODAY)
    rows = plan_queries.log_and_examples(user, on("2026-10-23"))
    assert sorted(rows, key=str) == sorted(
        [
            (on("2026-10-23"), Decimal(9), "", 0),
            (on("2026-10-26"), Decimal(9), "", 0),
            (None, None, "growth", 1),
            (None, None, "", 25),
        ],
        key=str,
    )


@pytest.mark.parametrize("count", [1, 3])
def test_insights_asks_six_questions(user, ward, signed_in, count, django_assert_num_queries):
    for n in range(count):
        person = make.attending(user, name=f"Doctor {n}")
        make.rotation(user, attending=person)
        Example.objects.create(owner=user, quality="growth", text="Shorter.", on=TODAY)
    client = signed_in(user)
    client.get(INSIGHTS)
    with django_assert_num_queries(6):
        client.get(INSIGHTS)


# ---- the strip of Today ----


def test_the_season_meter_has_a_tick_for_each_month(user):
    season = queries.season_for(user, 2028)
    meter = meters.season(season, on("2026-03-02"), TODAY)
    assert (meter.label, meter.value, meter.unit) == ("ERAS 2028 season", "44 weeks", "to submission")
    assert meter.words == (
        "From your first rotation on Mon\u00a02\u00a0Mar to ERAS submission on Wed 1 Sep 2027, expected. "
        "Today is 44 percent of the way."
    )
    assert (len(meter.strip.ticks), meter.strip.today_x, meter.first) == (18, 43.716, "Mar 2026")
    assert meters.season(season, None, on("2027-09-01")) is None
    assert meters.season(None, None, TODAY) is None


@pytest.mark.parametrize(
    ("today", "is_named"),
    [
        ("2026-05-04", False),
        ("2026-10-27", True),
        ("2026-11-22", True),
        ("2027-01-18", True),
        ("2027-02-15", False),
    ],
)
def test_the_season_meter_names_today_where_no_other_label_stands(user, today, is_named):
    """The ends of the ruler say "Mar 2026" and "1 Sep 2027, expected", next year "1 Sep, expected"."""
    season = queries.season_for(user, 2028)
    assert meters.season(season, on("2026-03-02"), on(today)).names_today is is_named


def test_the_months_meter_marks_the_usual_amount(user, ward):
    stays = exposure_facts.of_rotations([ward])
    meter = meters.months(stays, exposure_facts.Rules(), TODAY)
    assert (meter.value, meter.wanted, meter.booked_words) == ("1.3", "3 to 6", "")
    scale = Fraction(7)
    assert meter.done == round(float(Fraction(13, 10) * 100 / scale), 3)
    assert meter.booked == round(float(Fraction(225, 100) * 100 / scale), 3)
    assert (meter.from_x, meter.to_x) == (42.857, 85.714)
    assert meter.words == "1.3 months done, 2.3 with booked rotations. Programs usually want 3 to 6."


def test_what_is_booked_is_written_where_there_is_room(ward):
    ward.ends_on = on("2027-01-29")
    meter = meters.months(exposure_facts.of_rotations([ward]), exposure_facts.Rules(), TODAY)
    assert (meter.booked, meter.booked_words) == (67.857, "4.8 booked")


def test_without_us_work_there_is_no_months_meter(user):
    away = make.rotation(user, is_in_us=False)
    assert meters.months(exposure_facts.of_rotations([away]), exposure_facts.Rules(), TODAY) is None


def third_meter(owner, today):
    return {"template": "tracker/_meter_months.html", "value": f"{owner.name} on {today}"}


@pytest.mark.parametrize("count", [1, 2, 3])
def test_the_strip_takes_one_to_three_meters(signed_in, settings, count):
    person = make.user(match_year=2028)
    if count > 1:
        make.rotation(person)
    settings.TODAY_METERS = ["tests.tracker.test_insights.third_meter"] if count > 2 else []
    text = signed_in(person).get("/").content.decode()
    assert f'class="strip strip--{count}"' in text
    assert text.count('class="strip__item"') == count
    assert ("Nadia Rahman on 2026-10-27" in text) == (count > 2)


def test_today_with_everything_asks_at_most_ten_questions(signed_in, django_assert_max_num_queries):
    person = make.user(match_year=2028)
    make.log_entry(make.rotation(person, attending=make.attending(person)), day=TODAY - make.DAY)
    make.reminder(person)
    client = signed_in(person)
    assert "How was today?" in client.get("/").content.decode()
    with django_assert_max_num_queries(10):
        client.get("/")


# ---- the heat map ----


@pytest.mark.parametrize(
    ("hours", "level"), [(None, 0), (0, 0), (4, 1), (4.25, 2), (8, 2), (9, 3), (10, 3), (10.25, 4), (24, 4)]
)
def test_a_longer_day_is_darker(hours, level):
    assert heat.level(hours) == level


def test_the_drawing_has_a_square_for_each_day_up_to_today():
    drawn = heat.draw({TODAY: Decimal(9)}, {on("2026-10-26"), TODAY}, TODAY)
    laptop, phone = drawn.laptop, drawn.phone
    assert (laptop.width, laptop.height, len(laptop.squares)) == (769, 169, 34 * 7 + 2)
    assert (phone.width, len(phone.squares)) == (354, 15 * 7 + 2)
    assert laptop.squares[-2:] == (heat.Square(748, 22, 0, "missed"), heat.Square(748, 43, 3, "today"))
    assert [label.words for label in laptop.weekdays] == ["Mon", "Wed", "Fri", "Sun"]


def test_the_table_has_the_same_by_week():
    entries = {on("2026-10-19"): Decimal(9), on("2026-10-20"): None, TODAY: Decimal("8.5")}
    drawn = heat.draw(entries, {on(f"2026-10-{day}") for day in (19, 20, 21)}, TODAY)
    assert drawn.weeks[:2] == (
        heat.Week(on("2026-10-26"), "26 Oct – 1 Nov 2026", 1, 0, Decimal("8.5")),
        heat.Week(on("2026-10-19"), "19 Oct – 25 Oct 2026", 1, 1, Decimal(9)),
    )
    assert (drawn.written, drawn.missed, drawn.expected, drawn.oldest_missed) == (2, 1, 3, on("2026-10-21"))


def test_nobody_missed_a_day_before_they_began_to_write(user):
    rotation = make.rotation(user, starts_on=on("2026-08-03"), ends_on=on("2026-12-18"))
    for n in range(10):
        make.log_entry(rotation, day=on("2026-10-12") + n * make.DAY)
    drawn = insights.gather(user, TODAY).heat
    assert (drawn.written, drawn.oldest_missed) == (10, on("2026-10-22"))
