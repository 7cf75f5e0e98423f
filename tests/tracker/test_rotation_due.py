"""What a rotation has due: checkpoints, gaps in the log, and the button that marks a day off."""

import datetime

import pytest
import time_machine

from reminders import actions
from reminders.models import Reminder
from reminders.services import finish, refresh
from tests import make
from tracker import due, rotation_services, services
from tracker.models import LogEntry, Rotation, Supervision

pytestmark = pytest.mark.django_db
START, END = datetime.date(2026, 9, 21), datetime.date(2026, 12, 18)
NOW = datetime.datetime(2026, 10, 27, 16, tzinfo=datetime.UTC)  # Tue 27 Oct, noon in Cleveland
WEEK = datetime.timedelta(weeks=1)


@pytest.fixture(autouse=True)
def _tuesday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def rotation(user):
    """13 weeks with Dr. Feldman, logged up to yesterday but for Fri 23 Oct."""
    feldman = make.attending(user, name="Ruth Feldman")
    brendan = make.institution(user, name="St. Brendan")
    made = make.rotation(
        user,
        attending=feldman,
        institution=brendan,
        starts_on=START,
        ends_on=END,
        kind=Rotation.Kind.EXTERNSHIP,
    )
    log(made, START, datetime.date(2026, 10, 26), leave=[datetime.date(2026, 10, 23)])
    return made


def log(rotation, first, last, leave=()):
    day = first
    while day <= last:
        if rotation.works_on(day) and day not in leave:
            make.log_entry(rotation, day=day)
        day += make.DAY


def listed(owner, now=NOW):
    return {one.key: one for one in due.rotation_reminders(owner, now)}


def on(day, hour=11, minute=30):
    """The digest hour of a day in New York (summer time until 1 Nov)."""
    return datetime.datetime(2026, *day, hour, minute, tzinfo=datetime.UTC)


def test_the_checkpoints_of_a_rotation_come_at_the_digest_hour_of_their_day(user, rotation):
    found = [one for one in listed(user).values() if one.kind == "tracker.checkpoint"]
    assert [(one.key.rpartition(":")[2], one.due_at, one.title) for one in found] == [
        ("quarter", on((10, 13)), "Check where you stand at St. Brendan"),
        ("feedback", on((11, 4), 12), "Ask Dr. Ruth Feldman for feedback"),
        ("hope", on((11, 26), 12), "Tell Dr. Ruth Feldman you hope for a letter"),
        ("ask", on((12, 16), 12), "Ask Dr. Ruth Feldman for a letter, or say when you will"),
        ("thanks", on((12, 20), 12), "Thank Dr. Ruth Feldman"),
    ]
    feedback = next(one for one in found if one.key.endswith("feedback"))
    assert (feedback.path, feedback.action, feedback.names) == (
        f"/rotations/{rotation.pk}/feedback/add/",
        "Write down the answer",
        ("Dr. Ruth Feldman",),
    )
    assert (
        feedback.reason == "Half-way is Wed 4 Nov. Ask while there is time to change something. St. Brendan."
    )


@pytest.mark.parametrize(
    ("now", "keys"),
    [
        ((9, 20), ["expectations", "quarter", "feedback", "hope", "ask", "thanks"]),
        ((10, 12), ["expectations", "quarter", "feedback", "hope", "ask", "thanks"]),
        ((10, 13), ["quarter", "feedback", "hope", "ask", "thanks"]),
        ((12, 18), ["ask", "thanks"]),
        ((12, 19), ["thanks"]),
        ((12, 27), ["thanks"]),
        ((12, 28), []),
    ],
)
def test_a_checkpoint_closes_when_its_time_is_over(user, rotation, now, keys):
    found = listed(user, on(now, 17)).values()
    assert [one.key.rpartition(":")[2] for one in found if one.kind == "tracker.checkpoint"] == keys


@pytest.mark.parametrize(("asked", "is_open"), [("2026-10-09", True), ("2026-10-13", False)])
def test_half_way_closes_when_feedback_is_written_down(user, rotation, asked, is_open):
    heard = make.feedback(rotation, asked_on=datetime.date.fromisoformat(asked))
    assert (f"tracker.checkpoint:{rotation.pk}:feedback" in listed(user)) is is_open
    make.deleted(heard)
    assert f"tracker.checkpoint:{rotation.pk}:feedback" in listed(user)


def test_who_saw_most_of_it_is_asked(user, rotation):
    moreau = make.attending(user, name="Paul Moreau")
    Supervision.objects.create(rotation=rotation, attending=moreau, days_per_week=7, directness="team")
    titles = [one.title for one in listed(user).values()]
    assert "Thank Dr. Ruth Feldman" in titles
    Supervision.objects.filter(attending=moreau).update(directness="direct")
    assert "Thank Dr. Paul Moreau" in [one.title for one in listed(user).values()]


@pytest.mark.parametrize("stage", ["exploring", "applied", "withdrawn"])
def test_what_is_not_confirmed_asks_nothing(user, rotation, stage):
    Rotation.objects.update(stage=stage)
    assert listed(user) == {}


def test_a_deleted_rotation_and_a_stranger_s_ask_nothing(user, stranger, rotation):
    assert listed(stranger) == {}
    make.deleted(rotation)
    assert listed(user) == {}


def gap(user, now=NOW):
    """(title, key) of the nudges about the log."""
    return [(one.title, one.key) for one in listed(user, now).values() if one.kind == "tracker.log-gap"]


def test_one_missing_day_is_named_once_it_is_over(user, rotation):
    key = f"tracker.log-gap:{rotation.pk}:2026-10-23"
    one = listed(user)[key]
    assert (one.title, one.due_at, one.path, one.answers) == (
        "Fri 23 Oct has no entry",
        on((10, 24)),
        f"/log/?rotation={rotation.pk}&day=2026-10-23",
        ("tracker.day-off", "done"),
    )
    assert one.reason == "Write one line while you remember it, or mark it as a day off. St. Brendan."


def test_however_many_days_are_missing_one_is_asked_for(user, rotation):
    LogEntry.objects.filter(day__gte=datetime.date(2026, 10, 20)).delete()
    other = make.rotation(user, starts_on=START, ends_on=END)
    log(other, START, datetime.date(2026, 10, 22))
    ((title, key),) = gap(user)
    assert (title, key) == ("Mon 26 Oct has no entry", f"tracker.log-gap:{other.pk}:2026-10-26")
    assert listed(user)[key].reason.endswith(" Lakeside General. Also missing: Fri 23 Oct.")
    LogEntry.objects.filter(day__gte=datetime.date(2026, 10, 20)).delete()
    assert listed(user)[key].reason.endswith(" Lakeside General. 4 more days have none.")


def test_a_nudge_keeps_its_day_until_it_is_answered(user, rotation):
    """A link in Saturday's mail still means Friday on Wednesday, when Tuesday is missing too."""
    refresh(user, NOW)
    wednesday = NOW + datetime.timedelta(days=1)
    friday = ("Fri 23 Oct has no entry", f"tracker.log-gap:{rotation.pk}:2026-10-23")
    tuesday = ("Tue 27 Oct has no entry", f"tracker.log-gap:{rotation.pk}:2026-10-27")
    assert gap(user, wednesday) == [friday]
    assert listed(user, wednesday)[friday[1]].reason.endswith("Also missing: Tue 27 Oct.")
    refresh(user, wednesday)
    finish(Reminder.objects.get(key=friday[1]), wednesday)
    assert gap(user, wednesday) == [tuesday]
    refresh(user, wednesday)
    finish(Reminder.objects.get(key=tuesday[1]), wednesday)
    assert gap(user, wednesday) == []


def test_logging_the_day_closes_the_nudge(user, rotation):
    refresh(user, NOW)
    row = Reminder.objects.get(kind="tracker.log-gap")
    services.save_day(rotation, datetime.date(2026, 10, 23), hours=8, lesson="Read the ECG.", now=NOW)
    row.refresh_from_db()
    assert row.state == "closed"


def test_what_nobody_remembers_any_more_is_not_asked_for(user, rotation):
    log(rotation, datetime.date(2026, 10, 27), datetime.date(2026, 11, 6))
    assert len(gap(user, NOW + 10 * make.DAY)) == 1
    assert gap(user, NOW + 11 * make.DAY) == []


def test_under_half_at_half_way_is_said_instead_and_once(user, rotation):
    LogEntry.objects.filter(day__gte=datetime.date(2026, 10, 1)).delete()
    november = on((11, 5), 17)
    assert gap(user, on((11, 3), 17))[0][0] == "Mon 2 Nov has no entry"
    behind = ("You have logged 8 of 33 days so far", f"tracker.log-gap:{rotation.pk}:behind")
    assert gap(user, november) == [behind]
    assert listed(user, november)[behind[1]].due_at == on((11, 4), 12)
    refresh(user, november)
    finish(Reminder.objects.get(key=behind[1]), november)
    assert gap(user, november)[0][0] == "Wed 4 Nov has no entry"


def answer(user, name="tracker.day-off", now=NOW):
    refresh(user, now)
    row = Reminder.objects.get(owner=user, kind="tracker.log-gap", state="open")
    return row, actions.answer(row, name, now)


def test_the_button_marks_the_day_off(user, rotation):
    row, said = answer(user)
    assert (said.sentence, said.has_acted) == ("Fri\u00a023\u00a0Oct is a day off.", True)
    assert LogEntry.objects.get(day=datetime.date(2026, 10, 23)).is_day_off
    assert gap(user) == []
    again = actions.answer(row, "tracker.day-off", NOW)
    assert (again.has_acted, LogEntry.objects.filter(is_day_off=True).count()) == (False, 1)


def test_the_button_refuses_what_is_no_longer_so(user, rotation):
    refresh(user, NOW)
    row = Reminder.objects.get(kind="tracker.log-gap")
    make.log_entry(rotation, day=datetime.date(2026, 10, 23))
    with pytest.raises(actions.Refused, match="has an entry already"):
        actions.answer(row, "tracker.day-off", NOW)
    make.deleted(rotation)
    with pytest.raises(actions.Refused, match="This rotation was deleted"):
        actions.answer(row, "tracker.day-off", NOW)
    row.refresh_from_db()
    assert row.state == "open"


def test_a_refresh_twice_changes_no_row(user, rotation):
    refresh(user, NOW)
    before = list(Reminder.objects.order_by("pk").values())
    refresh(user, NOW)
    assert list(Reminder.objects.order_by("pk").values()) == before
    assert len(before) == 6


def test_changing_the_dates_moves_the_reminders(user, rotation):
    refresh(user, NOW)
    rotation.ends_on = END - 2 * WEEK
    services.save_rotation(rotation, attendings=list(rotation.attendings.all()), now=NOW)
    row = Reminder.objects.get(key=f"tracker.checkpoint:{rotation.pk}:thanks")
    assert row.due_at == on((12, 6), 12)


def test_taking_the_attending_off_changes_whom_to_ask(user, rotation):
    rotation_services.remove_supervision(rotation.supervisions.get(), now=NOW)
    row = Reminder.objects.get(key=f"tracker.checkpoint:{rotation.pk}:thanks")
    assert (row.title, row.names) == ("Thank your attending", [])


@pytest.mark.parametrize("count", [0, 1, 3])
def test_the_source_asks_the_same_number_of_questions(user, rotation, count, django_assert_num_queries):
    for number in range(count):
        person = make.attending(user, name=f"Doctor {number}")
        made = make.rotation(user, attending=person, starts_on=START, ends_on=END)
        make.feedback(made)
        make.log_entry(made)
    with django_assert_num_queries(5):
        list(due.rotation_reminders(user, NOW))


def test_nobody_on_a_rotation_asks_one_question(stranger, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert list(due.rotation_reminders(stranger, NOW)) == []
