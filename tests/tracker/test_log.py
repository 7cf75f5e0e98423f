"""The day log: one entry a day, hours as people write them, nothing lost."""

import datetime
import threading
from decimal import Decimal

import pytest
import time_machine
from django.db import connection, connections
from django.urls import reverse

from accounts.hours import read_hours
from reminders import clock
from tests import make
from tracker import services
from tracker.forms.log import hour_choices
from tracker.models import LogEntry

NOW = datetime.datetime(2026, 10, 27, 16, tzinfo=datetime.UTC)  # Tue 27 Oct, noon in Cleveland
TODAY = datetime.date(2026, 10, 27)


@pytest.fixture(autouse=True)
def _tuesday(request):
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def rotation(user):
    return make.rotation(user, starts_on=datetime.date(2026, 9, 21), ends_on=datetime.date(2026, 12, 18))


@pytest.fixture
def client(signed_in, user):
    return signed_in(user)


def save(client, of, **changes):
    form = {
        "rotation": of.pk,
        "day": "2026-10-27",
        "hours": "9",
        "lesson": "Repeat the lactate at 4 hours even when the patient looks better.",
        **changes,
    }
    return client.post(reverse("tracker:log-add"), form)


@pytest.mark.django_db
class TestQuickLog:
    def test_one_tap_and_one_line_save_the_day(self, client, rotation):
        answer = save(client, rotation, **{"from": "today"})
        assert answer.headers["Location"] == "/"
        entry = LogEntry.objects.get()
        assert (entry.day, entry.hours, entry.rotation) == (TODAY, Decimal(9), rotation)
        assert "Tue\u00a027\u00a0Oct saved." in client.get("/").content.decode()

    def test_the_form_opens_with_everything_right_but_the_sentence(self, client, rotation):
        make.log_entry(rotation, day=datetime.date(2026, 10, 26), hours=Decimal("9.5"))
        page = client.get(reverse("tracker:log-add")).content.decode()
        assert 'value="2026-10-27" class="form-check-input" id="id_day_0" required checked' in page or (
            'value="2026-10-27"' in page and "checked" in page
        )
        assert 'value="9.5"' in page

    def test_the_same_sentence_twice_is_one_entry(self, client, rotation):
        save(client, rotation)
        assert save(client, rotation, hours="10").status_code == 302
        assert LogEntry.objects.get().hours == 10

    def test_another_sentence_for_the_same_day_asks_before_it_replaces(self, client, rotation):
        save(client, rotation)
        answer = save(client, rotation, lesson="Something else.")
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Repeat the lactate at 4 hours" in page
        assert "Something else." in page
        assert LogEntry.objects.get().lesson.startswith("Repeat the lactate")
        save(client, rotation, lesson="Something else.", replaces=LogEntry.objects.get().pk)
        assert LogEntry.objects.get().lesson == "Something else."

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"day": "other", "other_day": "2026-10-28"}, "Wed\u00a028\u00a0Oct has not happened yet."),
            ({"day": "other", "other_day": "2026-09-01"}, "Tue\u00a01\u00a0Sep is outside this rotation"),
            ({"day": "other", "other_day": "31/02/2026"}, "“31/02/2026” is not a day."),
            ({"day": "other", "other_day": ""}, "Pick the day."),
            ({"day": "gestern"}, "Choose one from the list."),
            ({"hours": "other", "other_hours": "25"}, "25 hours cannot be."),
            ({"hours": "other", "other_hours": "-1"}, "is not a number of hours."),
            ({"hours": "other", "other_hours": ""}, "Say how many hours, or mark it as a day off."),
            ({"hours": ""}, "Say how many hours, or mark it as a day off."),
            ({"lesson": "y" * 50_000}, "50000 characters are too many. Keep it to 2000."),
            ({"rotation": "999999"}, "Choose one from the list."),
            ({"rotation": "nonsense"}, "Choose one from the list."),
        ],
    )
    def test_a_mistake_gets_its_sentence_and_the_lesson_is_kept(self, client, rotation, wrong, sentence):
        answer = save(client, rotation, **wrong)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert sentence in page
        assert wrong.get("lesson", "Repeat the lactate at 4 hours") in page
        assert not LogEntry.objects.exists()

    def test_hours_of_ones_own(self, client, rotation):
        save(client, rotation, hours="other", other_hours="8:30")
        assert LogEntry.objects.get().hours == Decimal("8.5")

    def test_a_day_off_is_an_entry_of_its_own(self, client, rotation):
        client.post(reverse("tracker:log-day-off", args=[rotation.pk]), {"day": "2026-10-23"})
        entry = LogEntry.objects.get()
        assert (entry.is_day_off, entry.hours) == (True, None)
        assert "Off" in client.get(rotation.get_absolute_url()).content.decode()

    @pytest.mark.parametrize("day", ["2026-10-26", "2027-01-01", "never", ""])
    def test_a_day_off_never_overwrites_or_leaves_the_rotation(self, client, rotation, day):
        make.log_entry(rotation, day=datetime.date(2026, 10, 26))
        client.post(reverse("tracker:log-day-off", args=[rotation.pk]), {"day": day})
        assert LogEntry.objects.get().hours == 8

    def test_delete_undo_and_a_new_entry_in_between(self, client, rotation):
        entry = make.log_entry(rotation, day=TODAY)
        client.post(reverse("tracker:log-delete", args=[entry.pk]))
        assert not LogEntry.objects.for_owner(rotation.owner).exists()
        save(client, rotation)
        client.post(reverse("tracker:log-restore", args=[entry.pk]))
        kept = LogEntry.objects.for_owner(rotation.owner).get()
        assert kept.lesson.startswith("Repeat")
        assert "That day has a new entry." in client.get(rotation.get_absolute_url()).content.decode()

    def test_without_a_rotation_the_page_says_what_to_do(self, client):
        assert "No rotation to log for" in client.get(reverse("tracker:log-add")).content.decode()

    def test_the_log_groups_weeks_and_names_missing_days(self, client, rotation):
        make.log_entry(rotation, day=datetime.date(2026, 10, 26), hours=9)
        page = client.get(rotation.get_absolute_url()).content.decode()
        assert "1 day, 9 h" in page
        assert "0 of 5 days, 0 h" in page
        assert "25 days missing" in page


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("9", "9"),
        ("7.5", "7.5"),
        ("7,5", "7.5"),
        ("8h", "8"),
        ("8 hours", "8"),
        ("8:30", "8.5"),
        ("8h45", "8.75"),
        ("full day", "8"),
        ("7.4", "7.5"),
        ("٨", "8"),
    ],
)
def test_hours_are_read_as_people_write_them(text, hours):
    assert read_hours(text) == Decimal(hours)


@pytest.mark.parametrize("text", ["", "nine", "9-5", "1e3", "8:75", "99999999"])
def test_what_is_no_hours_is_none(text):
    assert read_hours(text) is None


def test_the_usual_hours_are_among_five_chips():
    assert [value for value, _ in hour_choices("9.5")] == ["6", "8", "9.5", "10", "12", "other"]
    assert [value for value, _ in hour_choices("5")] == ["5", "8", "9", "10", "12", "other"]


def save_one(rotation, lesson=""):
    return services.save_day(rotation, TODAY, hours=Decimal(8), lesson=lesson, now=clock.now())


def race(count, work):
    """Run `work(n)` in threads that start together; what each returned or raised."""
    barrier, results = threading.Barrier(count), [None] * count

    def one(n):
        try:
            barrier.wait(10)
            results[n] = work(n)
        except Exception as error:  # noqa: BLE001 the thread's error is a result
            results[n] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
def test_a_hundred_saves_of_one_day_make_one_entry(user):
    rotation = make.rotation(user, starts_on=datetime.date(2026, 9, 21), ends_on=datetime.date(2026, 12, 18))
    size = 100 if connection.vendor == "postgresql" else 20
    results = []
    for _ in range(size // 20):
        results += race(
            20,
            lambda n: services.save_day(rotation, TODAY, hours=Decimal(8), lesson=str(n), now=clock.now())[1],
        )
    assert [r for r in results if isinstance(r, Exception)] == []
    assert sum(results) == 1
    assert LogEntry.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_without_the_unique_key_the_same_race_makes_several(user):
    """The negative control: the test above can fail."""
    rotation = make.rotation(user, starts_on=datetime.date(2026, 9, 21), ends_on=datetime.date(2026, 12, 18))
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX tracker_logentry_once_a_day")
    try:
        race(20, lambda n: save_one(rotation))
        assert LogEntry.objects.count() > 1
    finally:
        LogEntry.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE UNIQUE INDEX tracker_logentry_once_a_day ON tracker_logentry (rotation_id, day) "
                "WHERE deleted_at IS NULL"
            )
