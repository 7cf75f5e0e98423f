"""The runs of bench_engine_mail, in a process that is set up (tests.drills.place)."""

import json
import multiprocessing
import statistics
import subprocess
import sys
import time

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from accounts.models import Profile
from reminders import claim, clock, delivery, engine, outbox
from reminders.models import Mail, Reminder
from tests.drills.stage import Stage


def race(folder, people, rounds):
    """Floor and engine in turns, so that a noisy machine troubles both alike."""
    stage = Stage(folder, True)
    stage.clear()
    stage.open_sink()
    stage.people(people)
    found = {"floor": [], "ours": [], "two floors": [], "two": [], "post_office": []}
    for _ in range(rounds):
        found["floor"].append(floor(stage))
        found["ours"].append(ours(stage))
        found["two floors"].append(two_floors(stage))
        found["two"].append(side_by_side(stage))
        found["post_office"].append(post_office(stage))
    rows = {name: statistics.median(rate for rate, _ in runs) for name, runs in found.items()}
    cpu = {name: statistics.median(ms for _, ms in runs) for name, runs in found.items()}
    print(f"\n{people} digests of 2 reminders, {connection.vendor}, median of {rounds} rounds")
    print(
        f"  floor, EmailMultiAlternatives      {rows['floor']:8.0f} mails/s   {cpu['floor']:6.2f} ms CPU a mail"
    )
    print(
        f"  ours, one process                  {rows['ours']:8.0f} mails/s   {cpu['ours']:6.2f} ms CPU a mail"
    )
    print(f"  ours / floor                       {rows['ours'] / rows['floor']:8.2f}")
    print(
        f"  floor, two processes               {rows['two floors']:8.0f} mails/s   "
        f"{rows['two floors'] / rows['floor']:.2f} x one"
    )
    print(
        f"  ours, two processes                {rows['two']:8.0f} mails/s   {rows['two'] / rows['ours']:.2f} x one, "
        f"{rows['two'] / rows['two floors']:.2f} x the floor of two"
    )
    print(
        f"  django-post_office, batch 1,000    {rows['post_office']:8.0f} mails/s   "
        f"{cpu['post_office']:6.2f} ms CPU a mail; ours is {rows['ours'] / rows['post_office']:.2f} x that"
    )
    print(f"  SQL a mail                         {queries(stage):8.2f}")
    stage.close()


def again(stage):
    """The same digests are due once more."""
    Mail.objects.all().delete()
    Reminder.objects.update(notified_at=None)
    Profile.objects.update(next_digest_at=clock.now())
    stage.ledger.write_bytes(b"")


def measured(work, count):
    """(a second, milliseconds of CPU of this process for each)"""
    began, cpu = time.perf_counter(), time.process_time()
    work()
    return count / (time.perf_counter() - began), (time.process_time() - cpu) * 1000 / count


def parcels_of(stage):
    """What the digests that are due now tell, read up front."""
    again(stage)
    now = clock.now()
    while outbox.make_digests(now):
        pass
    mails = claim.read(Mail.objects.order_by("pk"))
    parcels = []
    for at in range(0, len(mails), 500):
        parcels += delivery.gather(mails[at : at + 500], now)
    return parcels


def send_by_django(stage, parcels, begin=lambda: None):
    """Rendered and sent over one connection, nothing recorded."""
    line = get_connection("django.core.mail.backends.smtp.EmailBackend", port=stage.port, host="127.0.0.1")
    line.open()
    begin()
    for parcel in parcels:
        message = delivery.compose(parcel, clock.now())
        assert isinstance(message, EmailMultiAlternatives)
        line.send_messages([message])
    line.close()


def floor(stage):
    """Django alone."""
    parcels = parcels_of(stage)
    return measured(lambda: send_by_django(stage, parcels), len(parcels))


def two_floors(stage):
    """Django alone, in two processes with half of the mails each: what the machine and its mail server can."""
    parcels = parcels_of(stage)
    connections.close_all()
    forked = multiprocessing.get_context("fork")
    barrier = forked.Barrier(3)
    halves = [
        forked.Process(target=send_by_django, args=(stage, parcels[at::2], barrier.wait)) for at in (0, 1)
    ]
    for half in halves:
        half.start()
    barrier.wait()
    began = time.perf_counter()
    for half in halves:
        half.join()
    assert stage.taken() == len(parcels)
    return len(parcels) / (time.perf_counter() - began), 0.0


def ours(stage):
    """The engine from due digests to final rows: made, claimed, marked, sent, recorded."""
    again(stage)
    result = measured(lambda: engine.tick(clock.now(), seconds=600), len(stage.expected))
    assert Mail.objects.filter(state="sent").count() == len(stage.expected)
    return result


def post_office(stage):
    """django-post_office with the same digests, in a process of its own: written, queued, sent, recorded."""
    again(stage)
    while outbox.make_digests(clock.now()):
        pass
    argv = [sys.executable, "-m", "benchmarks.post_office_race", str(stage.port)]
    done = subprocess.run(argv, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["count"] == len(stage.expected) == stage.taken()
    return told["count"] / told["whole"], told["cpu"]


def side_by_side(stage):
    """Two loops on one backlog; from the first text taken to the last."""
    again(stage)
    count = len(stage.expected)
    connections.close_all()
    Profile.objects.update(next_digest_at=clock.now() + outbox.SOON * 100)
    with stage.crew(2) as crew:
        for member in crew.members:
            crew._wait_until_it_listens(member)
        Profile.objects.update(next_digest_at=clock.now())
        stage.wait(stage.taken, 60, "the first text", every=0.005)
        began, first = time.perf_counter(), stage.taken()
        stage.wait(lambda: stage.taken() >= count, 900, "all texts", every=0.01)
        rate = (count - first) / (time.perf_counter() - began)
        stage.wait_final(60)
    return rate, 0.0


def queries(stage):
    again(stage)
    with CaptureQueriesContext(connection) as seen:
        engine.tick(clock.now(), seconds=600)
    return len(seen) / len(stage.expected)
