"""The Timeline page, study blocks and exams."""

import datetime
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests import make
from tracker import plan_page
from tracker.models import Exam, Rotation, StudyBlock

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 10, 27, 22, tzinfo=datetime.UTC)  # Tue 27 Oct, 6 pm in Cleveland
TODAY = datetime.date(2026, 10, 27)
TIMELINE = "/timeline/"


@pytest.fixture(autouse=True)
def _tuesday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def user(db):
    return make.user(match_year=2028)


@pytest.fixture
def client(user, signed_in):
    return signed_in(user)


def rotation(user, starts_on, ends_on, **fields):
    return make.rotation(
        user,
        starts_on=datetime.date.fromisoformat(starts_on),
        ends_on=datetime.date.fromisoformat(ends_on),
        **fields,
    )


def test_an_empty_plan_says_what_would_fill_it(client):
    text = client.get(TIMELINE).content.decode()
    assert "Nothing on your plan yet" in text
    assert '<svg class="gantt__chart"' not in text


def test_rotations_study_blocks_and_exams_share_one_plan(user):
    rotation(user, "2026-09-21", "2026-12-18", specialty=make.specialty("Internal medicine"))
    rotation(user, "2027-06-07", "2027-07-02", department="Sub-internship", stage=Rotation.Stage.APPLIED)
    rotation(user, "2027-07-05", "2027-07-30", stage=Rotation.Stage.WITHDRAWN)
    make.study_block(
        user, title="Step 3 reading", starts_on=datetime.date(2027, 4, 5), ends_on=datetime.date(2027, 5, 21)
    )
    make.exam(user, title="Step 3", on=datetime.date(2027, 5, 26))
    page = plan_page.gather(user, TODAY)
    assert [(d.bar.block.title, d.look, d.bar.block.is_confirmed, d.second) for d in page.drawn] == [
        ("Internal medicine", "obs", True, "Observership, Lakeside General"),
        ("Step 3 reading", "study", True, "Study block"),
        ("Sub-internship", "obs", False, "Observership, Lakeside General, not confirmed"),
    ]
    assert [(mark.label, mark.on) for mark in page.exams] == [("Step 3", datetime.date(2027, 5, 26))]
    assert page.legend == (("obs", "Observership"), ("study", "Study"))
    assert page.running == "Week 6 of 13 at Lakeside General"
    assert page.sub == "September 2026 to ERAS submission, Wed 1 Sep 2027, expected"


def test_the_page_draws_what_the_module_finished(client, user):
    rotation(user, "2026-09-21", "2026-12-18", specialty=make.specialty("Internal medicine"))
    text = client.get(TIMELINE).content.decode()
    bar = plan_page.gather(user, TODAY).drawn[0].bar
    assert f'<rect x="{bar.x}%" y="{bar.y}" width="{bar.width}%" height="24"' in text
    assert "style=" not in text.split("<main")[1]
    assert 'height="118" role="img"' in text


def test_a_gap_leads_to_a_study_block_that_fills_it(client, user):
    rotation(user, "2026-09-21", "2026-12-18")
    rotation(user, "2027-01-11", "2027-08-31")
    gap = plan_page.gather(user, TODAY).free[0]
    assert gap.path == "/study/add/?starts_on=2026-12-19&ends_on=2027-01-10"
    text = client.get(gap.path).content.decode()
    assert 'value="2026-12-19"' in text
    assert 'value="2027-01-10"' in text


@pytest.mark.parametrize("pk", [999_998, 999_999])
def test_what_lies_ahead_is_noted_and_what_is_over_is_not(user, pk):
    """In the order in which it was added, also where its number has one more digit."""
    rotation(user, "2026-11-02", "2026-12-18", pk=pk, hours_per_week=Decimal(45), department="Medicine")
    rotation(user, "2026-11-02", "2026-11-27", pk=pk + 1, hours_per_week=Decimal(30), department="Clinic")
    rotation(user, "2026-02-02", "2026-02-27", department="Old one")
    rotation(user, "2026-02-02", "2026-02-27", department="Old two")
    notes = [(note.title, note.words, note.is_warning) for note in plan_page.gather(user, TODAY).notes]
    assert notes == [
        (
            "More than 60 hours a week",
            "2 Nov – 29 Nov 2026: up to 75 h a week. Medicine 45 h and Clinic 30 h.",
            True,
        ),
        ("At the same time", "Medicine and Clinic: 2 Nov – 27 Nov 2026, both on 20 days.", True),
    ]


def test_saturdays_beside_weekdays_are_no_warning(user):
    rotation(user, "2026-09-21", "2026-12-18", department="Medicine")
    rotation(user, "2026-09-21", "2026-12-19", department="Clinic", weekdays="5", hours_per_week=Decimal(5))
    assert [note.is_warning for note in plan_page.gather(user, TODAY).notes] == [False]


def test_an_exam_beside_a_hands_on_start_is_noted(client, user):
    rotation(
        user,
        "2027-01-11",
        "2027-02-05",
        kind=Rotation.Kind.EXTERNSHIP,
        is_hands_on=True,
        department="Medicine",
    )
    make.exam(user, title="Step 3", on=datetime.date(2027, 1, 8))
    text = client.get(TIMELINE).content.decode()
    assert "Step 3 on Fri 8 Jan 2027 is 3 days before Medicine starts (Mon 11 Jan 2027)." in text
    assert "information, not advice" in text


def test_a_plan_of_many_years_opens_a_year_back(client, user):
    rotation(user, "2022-01-03", "2022-02-25", department="Long ago")
    rotation(user, "2026-09-21", "2026-12-18", department="Medicine")
    near = client.get(TIMELINE).content.decode()
    assert "Long ago" not in near
    assert 'href="?before=2025-10"' in near
    back = client.get(f"{TIMELINE}?before=2025-10").content.decode()
    assert "October 2024 to September 2025" in back
    assert 'href="?before=2024-10"' in back
    assert "Long ago" not in back
    # what is ahead stands on the page from now, and only there
    assert [said in near for said in ('href="#gaps"', 'id="gaps"', "Season dates")] == [True] * 3
    assert [said in back for said in ("#gaps", 'id="gaps"', "Season dates")] == [False] * 3
    last = client.get(f"{TIMELINE}?before=2022-10").content.decode()
    assert "Long ago" in last
    assert "Medicine" not in last
    assert [said in last for said in ("From today", "Earlier: ")] == [False, False]
    assert [said in near for said in ("From today", "Earlier: ")] == [True, False]
    assert "?before=" not in last
    assert "Back to now" in last


@pytest.mark.parametrize("month", ["", "x", "2030-01", "0001-01", "2025-13", "2025-10-01", "9999-12"])
def test_a_month_that_is_none_or_to_come_shows_the_plan_from_now(client, user, month):
    rotation(user, "2026-09-21", "2026-12-18", department="Medicine")
    page = client.get(f"{TIMELINE}?before={month}")
    assert (page.status_code, "Medicine" in page.content.decode()) == (200, True)


def test_an_earlier_page_asks_six_questions_too(client, user, django_assert_num_queries):
    rotation(user, "2022-01-03", "2022-02-25", department="Long ago")
    make.exam(user, title="Step 1", on=datetime.date(2022, 3, 1))
    client.get(TIMELINE)
    with django_assert_num_queries(6):
        assert "Step 1" in client.get(f"{TIMELINE}?before=2022-10").content.decode()


def test_without_a_season_the_next_one_is_named(signed_in):
    person = make.user()
    rotation(person, "2026-09-21", "2026-12-18")
    text = signed_in(person).get(TIMELINE).content.decode()
    assert "You have not chosen a season. These are the dates of ERAS 2028, the next one." in text


@pytest.mark.parametrize("count", [1, 3])
def test_the_timeline_asks_eleven_questions(client, user, count, django_assert_num_queries):
    for n in range(count):
        make.rotation(user, institution=make.institution(user, name=f"Hospital {n}"))
        make.study_block(user)
        make.exam(user)
    client.get(TIMELINE)
    with django_assert_num_queries(11):  # five are those of the letters its rotations can still give
        client.get(TIMELINE)


def test_a_study_block_is_added_once(client, user):
    page = client.get(reverse("tracker:study-add")).content.decode()
    once = page.split('name="once" value="')[1].split('"')[0]
    data = {
        "title": "Step 3",
        "starts_on": "2027-04-05",
        "ends_on": "2027-05-21",
        "hours_per_week": "30",
        "once": once,
    }
    for _ in range(2):
        assert client.post(reverse("tracker:study-add"), data).headers["Location"] == TIMELINE
    assert list(StudyBlock.objects.values_list("title", "starts_on", "ends_on", "hours_per_week")) == [
        ("Step 3", datetime.date(2027, 4, 5), datetime.date(2027, 5, 21), Decimal(30))
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"ends_on": "2027-04-01"}, "The last day is before the first, Mon\u00a05\u00a0Apr."),
        ({"ends_on": "2028-09-01"}, "More than a year. Split it into the parts you plan."),
        ({"ends_on": "10/12/2027"}, "is not a day. Pick it"),
        ({"title": ""}, "Fill in what for."),
        ({"hours_per_week": "200"}, "200 hours cannot be."),
    ],
)
def test_a_wrong_study_block_is_a_sentence_and_keeps_what_was_typed(client, changes, said):
    data = {"title": "Step 3", "starts_on": "2027-04-05", "ends_on": "2027-05-21", "hours_per_week": "30"}
    answer = client.post(reverse("tracker:study-add"), data | changes)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert StudyBlock.objects.count() == 0


def test_a_study_block_is_changed_deleted_and_brought_back(client, user):
    block = make.study_block(user)
    path = reverse("tracker:study-edit", args=[block.pk])
    data = {"title": "Step 2 CK", "starts_on": "2027-04-05", "ends_on": "2027-05-21", "hours_per_week": "30"}
    assert client.post(path, data).headers["Location"] == TIMELINE
    block.refresh_from_db()
    assert (block.title, block.hours_per_week) == ("Step 2 CK", Decimal(30))
    client.post(reverse("tracker:study-delete", args=[block.pk]))
    assert not StudyBlock.objects.for_owner(user).exists()
    client.post(reverse("tracker:study-restore", args=[block.pk]))
    assert StudyBlock.objects.for_owner(user).get() == block


def test_an_exam_is_added_changed_deleted_and_brought_back(client, user):
    client.post(reverse("tracker:exam-add"), {"title": "Step 3", "on": "2027-05-26"})
    exam = Exam.objects.for_owner(user).get()
    assert (exam.title, exam.on, exam.is_booked) == ("Step 3", datetime.date(2027, 5, 26), False)
    path = reverse("tracker:exam-edit", args=[exam.pk])
    client.post(path, {"title": "Step 3", "on": "2027-05-27", "is_booked": "on"})
    exam.refresh_from_db()
    assert (exam.on, exam.is_booked) == (datetime.date(2027, 5, 27), True)
    client.post(reverse("tracker:exam-delete", args=[exam.pk]))
    assert not Exam.objects.for_owner(user).exists()
    client.post(reverse("tracker:exam-restore", args=[exam.pk]))
    assert Exam.objects.for_owner(user).get() == exam


@pytest.mark.parametrize(
    "wrong", [{"ends_on": datetime.date(2020, 1, 1)}, {"hours_per_week": 0}, {"hours_per_week": 101}]
)
def test_the_database_refuses_what_the_form_refuses(user, wrong):
    block = make.study_block(user)
    with pytest.raises(IntegrityError), transaction.atomic():
        StudyBlock.objects.filter(pk=block.pk).update(**wrong)


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/", "Today"),
        (TIMELINE, "Timeline"),
        ("/rotations/", "Timeline"),
        ("/season/", "Timeline"),
        ("/outreach/", "Outreach"),
        ("/insights/", "Insights"),
        ("/fit/", "Insights"),
    ],
)
def test_the_spine_says_where_one_is(client, path, place):
    spine = client.get(path).content.decode().split('<nav aria-label="Main">')[1].split("</nav>")[0]
    here = [part for part in spine.split("<a ")[1:] if "aria-current" in part]
    assert [part.split("</svg>")[1].split("<")[0] for part in here] == [place]
    assert spine.count("<a ") == 5


@pytest.mark.parametrize(
    ("path", "place"), [(TIMELINE, "Timeline"), ("/rotations/", "Timeline"), ("/log/", "Log")]
)
def test_the_tab_bar_says_where_one_is(client, user, path, place):
    make.rotation(user)
    bar = client.get(path).content.decode().split('aria-label="Main, phone">')[1].split("</nav>")[0]
    here = [part for part in bar.split("<a ")[1:] if "aria-current" in part]
    assert [part.split("</svg>")[1].split("<")[0] for part in here] == [place]
    assert bar.count("<a ") == 5
