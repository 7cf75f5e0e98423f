"""A database from a backup holds its mail by itself; a healthy one never does."""

import datetime
import os
import time
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from accounts.models import Profile
from reminders import clock, restored
from reminders.models import Instance, Mail, Reminder
from tests import make
from tests.reminders.conftest import DAY, HOUR, NOW, digest_row, row, states, tick

MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.VAR = tmp_path


@pytest.fixture
def instance(db):
    """One that has ticked three times."""
    Instance.objects.all().delete()
    for minute in range(3):
        tick(NOW + minute * MINUTE)
    return Instance.objects.get()


def is_held():
    return Instance.objects.values_list("is_held", flat=True).get()


def test_a_healthy_instance_counts_its_beats_and_holds_nothing(instance):
    assert (instance.beats, instance.is_held, instance.home) == (3, False, restored.home())
    assert restored._read() == restored.Witness(instance.epoch, 3, False)


def test_a_beat_is_one_statement_beside_the_look(instance, django_assert_num_queries):
    with django_assert_num_queries(2):
        tick(NOW + HOUR)
    with django_assert_num_queries(1):
        tick(NOW + HOUR)


def test_a_row_behind_its_file_was_turned_back(instance, nadia, outbox, caplog):
    row(nadia)
    digest_row(nadia)
    tick(NOW + 4 * MINUTE)
    Instance.objects.update(beats=2, ticked_at=NOW + MINUTE)
    Mail.objects.update(state="scheduled", sent_at=None, finished_at=None)
    for minute in range(5, 9):
        tick(NOW + minute * MINUTE)
    assert len(outbox) == 1, "sent before, and not again"
    found = Instance.objects.get()
    assert (found.is_held, found.held_at, found.restored_to) == (True, NOW + 5 * MINUTE, NOW + MINUTE)
    assert found.beats > 4
    told = [one for one in caplog.messages if "comes from a backup" in one]
    assert told == ["This database comes from a backup. All mail is held: see manage.py hold."]


def test_a_row_that_says_it_lives_elsewhere_was_copied(instance):
    Instance.objects.update(home="pg:1:2:3/1")
    tick(NOW + DAY)
    assert (is_held(), Instance.objects.get().home) == (True, restored.home())


def test_a_standby_that_took_over_just_now_goes_on(instance):
    if not instance.home.startswith("pg:"):
        pytest.skip("needs PostgreSQL: DATABASE_URL=postgres://… make test")
    Instance.objects.update(home=instance.home.rpartition("/")[0] + "/99", ticked_at=NOW)
    tick(NOW + MINUTE)
    assert not is_held()
    Instance.objects.update(home=instance.home.rpartition("/")[0] + "/99", ticked_at=NOW)
    tick(NOW + HOUR)
    assert is_held(), "wound back to an hour ago"


def test_a_folder_copied_whole_is_known_by_its_witness(instance, monkeypatch):
    if not instance.home.startswith("sqlite:"):
        pytest.skip("an embedded copy keeps its database in the folder")
    restored._file().write_text(f"{instance.epoch} {instance.beats} {time.time() - 3600}")
    tick(NOW + DAY)
    assert is_held()


def test_a_long_night_a_wrong_clock_and_a_lost_file_hold_nothing(instance):
    tick(NOW + 30 * DAY)
    tick(NOW - HOUR)
    restored._file().unlink()
    tick(NOW + HOUR)
    restored._file().write_text("nonsense")
    tick(NOW + 2 * HOUR)
    restored._file().write_text(f"another-database 999 {time.time()}")
    tick(NOW + 3 * HOUR)
    assert not is_held()


def test_a_first_start_and_an_upgrade_hold_nothing(db):
    Instance.objects.all().delete()
    tick()
    Instance.objects.update(home="", beats=0)  # as the migration leaves a row that had ticked
    restored._file().unlink()
    tick(NOW + HOUR)
    assert (is_held(), Instance.objects.get().home) == (False, restored.home())


def test_where_nothing_can_be_written_the_row_is_the_only_witness(instance, settings):
    settings.VAR = settings.VAR / "not" / "there"
    tick(NOW + HOUR)
    assert not is_held()
    assert not os.path.exists(settings.VAR)


def hold(*options):
    out = StringIO()
    with clock.stopped_at(NOW + HOUR):
        call_command("hold", *options, stdout=out)
    return out.getvalue().splitlines()


@pytest.fixture
def restored_world(instance, nadia):
    row(nadia, "outreach.follow-up:1:1")
    row(nadia, "outreach.follow-up:2:1", is_alone=True)
    mail = digest_row(nadia)
    tomas = make.user(email="tomas@example.org", next_digest_at=NOW - HOUR)
    row(tomas)
    Instance.objects.update(home="sqlite:elsewhere")
    tick(NOW + DAY // 24)
    assert is_held()
    return mail


def test_what_would_leave_is_listed_for_review(restored_world, nadia):
    assert hold() == [
        "Mail is held since 2026-10-27 15:00 UTC.",
        "This database comes from a backup that ends at 2026-10-27 14:02 UTC. "
        "What was sent after that it does not know, and would send again.",
        "Due by now: 1 mails, 1 digests to be made, 1 reminders.",
        f"  2026-10-27 14:00  digest   owner {nadia.pk}  mail {restored_world.pk}",
    ]


def test_what_was_in_hand_when_the_backup_was_made_is_reviewed_too(instance, nadia, outbox):
    row(nadia)
    late = NOW + 10 * MINUTE
    digest_row(nadia, state="leased", lease_token="t" * 22, lease_until=late, wire_at=NOW)
    make.heartbeat()
    Instance.objects.update(home="sqlite:elsewhere", ticked_at=NOW + 3 * MINUTE)
    tick(NOW + 4 * MINUTE)
    assert states() == [("digest", "retry")]
    hold("--release-without")
    tick(NOW + HOUR)
    assert (states(), outbox) == ([("digest", "uncertain")], [])


def test_released_without_what_was_due_it_stays_on_the_list(restored_world, outbox):
    assert hold("--release-without") == ["Mail leaves again. Left out: 1."]
    tick(NOW + HOUR)
    assert (states(), outbox) == ([("digest", "cancelled")], [])
    assert Reminder.objects.filter(state="open", notified_at=None).count() == 3
    tick(NOW + DAY + HOUR)
    assert len(outbox) == 2, "the next digest of each"


def test_released_with_all_that_is_due(restored_world, outbox):
    assert hold("--release") == ["Mail leaves again. Left out: 0."]
    tick(NOW + HOUR)
    assert len(outbox) == 2
    assert hold()[0] == "Mail leaves."


def test_held_by_hand(instance, nadia, outbox, signed_in):
    assert hold("--on")[0] == "Mail is held since 2026-10-27 15:00 UTC."
    row(nadia)
    Profile.objects.update(next_digest_at=NOW - HOUR)
    tick(NOW + 2 * HOUR)
    assert outbox == []
    page = signed_in(nadia).get(reverse("tracker:today")).content.decode()
    assert "Emails are held back for now" in page
