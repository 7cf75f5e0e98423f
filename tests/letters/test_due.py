"""What letters have due: the verdict that will hold, nudges, alarms; and their one-click answers."""

import datetime

import pytest
import time_machine

from letters import facts, services, words
from letters.due import letters as due
from letters.models import Letter
from letters.states import State
from letters.today import meter
from reminders import actions
from reminders.due import Due
from reminders.models import Reminder
from reminders.services import refresh
from tests import make
from tests.letters.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
QUALITIES = ("reliability", "initiative", "communication", "teamwork", "growth")


def on(*parts):
    return datetime.datetime(*parts, 15, tzinfo=datetime.UTC)


def dues(owner, now):
    return [one for one in due(owner, now) if isinstance(one, Due)]


def listed(owner, now=NOW):
    return {one.key: (one.title, one.due_at.date()) for one in dues(owner, now)}


def complete(nadia, feldman, together):
    for quality in QUALITIES:
        make.seen(nadia, feldman, quality=quality)
    make.feedback(together, attending=feldman, asked_on=TODAY - 7 * DAY)


def test_too_early_lists_the_day_asking_opens(nadia, feldman, together):
    """Hands-on for twelve weeks: the rule asks for eight, from Mon 16 Nov."""
    assert listed(nadia) == {
        f"letters.verdict:{feldman.pk}:2028:nearly": (
            "Get ready to ask Dr. Ruth Feldman for a letter",
            datetime.date(2026, 11, 16),
        )
    }
    complete(nadia, feldman, together)
    assert listed(nadia) == {
        f"letters.verdict:{feldman.pk}:2028:ready": (
            "Ask Dr. Ruth Feldman for a letter",
            datetime.date(2026, 11, 16),
        )
    }


def test_looking_again_later_moves_nothing(nadia, feldman, together):
    complete(nadia, feldman, together)
    first = listed(nadia)
    for now in (on(2026, 11, 2), on(2026, 11, 16), on(2026, 12, 1)):
        assert listed(nadia, now) == first


def test_the_last_week_is_said_once_more(nadia, feldman, together):
    complete(nadia, feldman, together)
    key = f"letters.verdict:{feldman.pk}:2028:ask_this_week"
    assert listed(nadia, on(2026, 12, 11)) == {
        key: ("Ask Dr. Ruth Feldman for a letter", datetime.date(2026, 12, 11))
    }
    assert listed(nadia, on(2026, 12, 17)) == listed(nadia, on(2026, 12, 11))


def test_too_short_is_news_for_two_weeks(nadia, feldman):
    make.rotation(nadia, attending=feldman, starts_on=TODAY - 30 * DAY, ends_on=TODAY - 2 * DAY)
    key = f"letters.verdict:{feldman.pk}:2028:too_short"
    assert listed(nadia) == {key: ("Too little time with Dr. Ruth Feldman for a letter", TODAY - DAY)}
    assert listed(nadia, NOW + 14 * DAY) == {}


def test_page_and_reminder_say_the_same(nadia, feldman, together):
    complete(nadia, feldman, together)
    for now in (NOW, on(2026, 11, 20), on(2026, 12, 14)):
        (reminder,) = dues(nadia, now)
        day = max(now.date(), reminder.due_at.date())
        (writer,) = facts.writers(nadia, day)
        said = words.said(writer.verdict)
        assert reminder.reason == f"{said.headline}. {said.text}"


def test_asked_lists_one_nudge_after_two_weeks(nadia, feldman, together, letter):
    services.record(letter, State.ASKED, on=TODAY, now=NOW)
    assert listed(nadia)[f"letters.nudge:{letter.pk}:asked"] == (
        "Nudge Dr. Ruth Feldman",
        datetime.date(2026, 11, 10),
    )


def test_a_date_gives_nudges_fourteen_seven_and_three_days_before(nadia, letter):
    services.save_details(letter, due_on=datetime.date(2026, 12, 30), now=NOW)
    services.record(letter, State.ASKED, on=TODAY, now=NOW)
    services.record(letter, State.AGREED, on=TODAY, now=NOW)
    services.record(letter, State.PACKET_SENT, on=TODAY, now=NOW)
    found = {}
    for days in range(70):
        for key, (_, day) in listed(nadia, NOW + days * DAY).items():
            if key.startswith("letters.nudge"):
                found[key.rpartition(":")[2]] = day
    assert found == {
        "14": datetime.date(2026, 12, 16),
        "7": datetime.date(2026, 12, 23),
        "3": datetime.date(2026, 12, 27),
    }


@pytest.mark.parametrize(
    ("steps", "key", "title", "after"),
    [
        ([State.AGREED], "packet", "Send the packet to Dr. Ruth Feldman", 2),
        ([State.AGREED, State.REQUESTED], "confirm", "Confirm the entry of Dr. Ruth Feldman in ERAS", 0),
        (make.UPLOADED[1:], "alarm:alarm_not_assigned", "Assign the letter of Dr. Ruth Feldman", 0),
        ([State.AGREED, State.REQUESTED, State.VOID], "again",
         "Create a new request in ERAS for Dr. Ruth Feldman", 0),
    ],
)  # fmt: skip
def test_a_step_lists_what_follows_it(nadia, letter, steps, key, title, after):
    make.steps(letter, *steps, on=TODAY, now=NOW)
    kind, _, rest = key.partition(":")
    name = f"letters.{kind}:{letter.pk}" + (f":{rest}" if rest else "")
    assert listed(nadia)[name] == (title, TODAY + after * DAY)


def test_agreed_for_two_weeks_without_a_letter_id_is_an_alarm(nadia, letter):
    make.steps(letter, State.AGREED, on=TODAY, now=NOW)
    key = f"letters.alarm:{letter.pk}:alarm_no_letter_id"
    assert key not in listed(nadia, NOW + 13 * DAY)
    assert listed(nadia, NOW + 14 * DAY)[key] == (
        "No Letter ID for Dr. Ruth Feldman yet",
        TODAY + 14 * DAY,
    )


def test_a_program_with_too_few_letters_is_said_once_myeras_is_open(nadia):
    program = make.program(nadia)
    assert listed(nadia) == {}
    key = f"letters.alarm_few_letters:{program.pk}"
    assert listed(nadia, on(2027, 6, 3)) == {
        key: ("Too few letters for Carrow Medical Center", datetime.date(2027, 6, 2))
    }


def test_close_to_review_a_letter_that_has_not_come_is_replaced(nadia, letter):
    make.steps(letter, State.AGREED, State.REQUESTED, on=TODAY, now=NOW)
    assert listed(nadia, on(2027, 9, 9))[f"letters.risk:{letter.pk}:backup"] == (
        "Line up a backup for Dr. Ruth Feldman",
        datetime.date(2027, 9, 8),
    )
    assert f"letters.risk:{letter.pk}:backup" not in listed(nadia, on(2027, 9, 16))
    assert f"letters.risk:{letter.pk}:replace" in listed(nadia, on(2027, 9, 16))


def asking(owner, now):
    """The keys of all open reminders that say "ask for a letter"."""
    refresh(owner, now)
    keys = Reminder.objects.for_owner(owner).open().values_list("key", flat=True)
    return sorted(key for key in keys if key.startswith("letters.verdict") or key.endswith(":ask"))


def verdict(attending, kind):
    return f"letters.verdict:{attending.pk}:2028:{kind}"


def test_the_verdict_and_the_checkpoint_are_one_reminder(nadia, feldman, together):
    complete(nadia, feldman, together)
    assert asking(nadia, NOW) == [verdict(feldman, "ready")]
    last_days = on(2026, 12, 16)
    assert asking(nadia, last_days) == [verdict(feldman, "ask_this_week")]
    make.steps(
        make.recommendation(nadia, feldman, now=last_days), State.ASKED, on=last_days.date(), now=last_days
    )
    assert asking(nadia, last_days) == []


def test_where_no_verdict_asks_the_checkpoint_does(nadia):
    """Two weeks are too short by the rule: that is said before they begin, and the last days still ask."""
    weeks = {"starts_on": datetime.date(2026, 10, 19), "ends_on": datetime.date(2026, 10, 30)}
    brief = make.attending(nadia, name="Ann Brief")
    short = make.rotation(nadia, attending=brief, **weeks)
    nobody = make.rotation(nadia, **weeks)
    assert asking(nadia, on(2026, 10, 28)) == [
        verdict(brief, "plan_ends_short"),
        *sorted(f"tracker.checkpoint:{one.pk}:ask" for one in (short, nobody)),
    ]


def test_the_main_attending_decides_which_one_speaks(nadia, feldman, together):
    """Dr. Arbor joined for two days a week at the end: too short, and not the one the checkpoint names."""
    complete(nadia, feldman, together)
    arbor = make.attending(nadia, name="Ida Arbor")
    together.supervisions.create(attending=arbor, starts_on=datetime.date(2026, 12, 7), days_per_week=2)
    keys = asking(nadia, on(2026, 12, 16))
    assert keys == [verdict(feldman, "ask_this_week"), verdict(arbor, "plan_ends_short")]


@pytest.mark.parametrize("count", [1, 3])
def test_any_number_of_letters_takes_the_same_statements(nadia, count, django_assert_num_queries):
    for number in range(count):
        attending = make.attending(nadia, name=f"Ann Writer{number}")
        make.rotation(nadia, attending=attending)
        make.steps(make.recommendation(nadia, attending, now=NOW), State.ASKED, on=TODAY, now=NOW)
    with django_assert_num_queries(9):  # as the overview, programs, answers
        list(due(nadia, NOW))


# ---- one-click answers ----


def reminder_of(owner, kind):
    return Reminder.objects.for_owner(owner).open().get(kind=f"letters.{kind}")


def test_i_asked_makes_the_letter_and_moves_it(nadia, feldman, together):
    complete(nadia, feldman, together)
    later = on(2026, 11, 16)
    with time_machine.travel(later, tick=False):
        refresh(nadia, later)
        said = actions.answer(reminder_of(nadia, "verdict"), "letters.asked", later)
        again = actions.answer(
            Reminder.objects.get(kind="letters.verdict", state="done"), "letters.asked", later
        )
    assert said.sentence.replace("\u00a0", " ") == "You asked Dr. Ruth Feldman. Recorded on Mon 16 Nov."
    assert (said.has_acted, again.has_acted) == (True, False)
    letter = Letter.objects.get()
    assert (letter.state, letter.asked_on, letter.match_year) == ("asked", datetime.date(2026, 11, 16), 2028)


def test_they_agreed_moves_the_letter_on(nadia, letter):
    services.record(letter, State.ASKED, on=TODAY, now=NOW)
    later = NOW + 15 * DAY
    refresh(nadia, later)
    row = Reminder.objects.get(key=f"letters.nudge:{letter.pk}:asked")
    actions.answer(row, "letters.agreed", later)
    letter.refresh_from_db()
    assert letter.state == "agreed"


def test_a_button_that_comes_too_late_says_so(nadia, letter):
    services.record(letter, State.ASKED, on=TODAY, now=NOW)
    row = Reminder.objects.get(key=f"letters.nudge:{letter.pk}:asked")
    services.record(letter, State.WITHDRAWN, on=TODAY, now=NOW)
    Reminder.objects.filter(pk=row.pk).update(state="open", finished_at=None)
    with pytest.raises(actions.Refused, match="cannot go from withdrawn to agreed"):
        actions.answer(Reminder.objects.get(pk=row.pk), "letters.agreed", NOW)


# ---- the meter of Today ----


def test_the_meter_counts_promises_and_names_the_dates(nadia, feldman, together):
    complete(nadia, feldman, together)
    marsh = make.recommendation(nadia, make.attending(nadia, name="Helen Marsh"), now=NOW)
    make.steps(marsh, State.ASKED, State.AGREED, on=TODAY, now=NOW)
    osei = make.recommendation(nadia, make.attending(nadia, name="Samuel Osei"), now=NOW)
    make.steps(osei, *make.UPLOADED, on=TODAY, now=NOW, eras_id="OSEI1")
    shown = meter(nadia, TODAY)
    assert (shown.promised, shown.target) == (2, 4)
    assert [(pip.words.replace("\u00a0", " "), pip.look) for pip in shown.pips] == [
        ("In ERAS", "is-in"),
        ("Agreed", "is-yes"),
        ("16 Nov", ""),
        ("Open", ""),
    ]
    assert meter(nadia, datetime.date(2026, 11, 16)).pips[2].words == "Ask now"


def test_without_letters_there_is_no_meter(nadia, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert meter(nadia, TODAY) is None
