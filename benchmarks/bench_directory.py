"""The directory at 100,000 attendings: no page slower than a second; 20,000 mentors from a spreadsheet."""

import random
import statistics
import time

from django.utils import timezone

from accounts.models import Specialty
from tests import make
from tests.signing_in import sign_in
from tracker import mentor_import
from tracker.models import Attending, DuplicateKey, Institution, ProbablePair
from tracker.models.duplicates import keys_of

ROUNDS = 5
MOST_SECONDS = 1.0
SYLLABLES = [first + second for first in "bdklmnrs" for second in "aeio"]
GIVEN = ["Ada", "Bela", "Carl", "Dora", "Emil", "Fay", "Hana", "Ivo", "Jana", "Karl", "Lena", "Nora", "Otto"]
PAGES = {
    "desk": ("staff", "/desk/"),
    "desk, a search": ("staff", "/desk/?q=bako"),
    "desk, checked": ("staff", "/desk/?view=checked"),
    "desk, stale": ("staff", "/desk/?view=stale"),
    "hospitals": ("staff", "/desk/hospitals/"),
    "admin list": ("staff", "/staff/tracker/attending/"),
    "admin search": ("staff", "/staff/tracker/attending/?q=bako+lemi"),
    "directory": ("applicant", "/directory/"),
    "directory, filters": ("applicant", "/directory/?q=ada&state=OH&takes=observers&visa=j1"),
    "directory, page 500": ("applicant", "/directory/?page=500"),
}


def surname(rng):
    return "".join(rng.choice(SYLLABLES) for _ in range(4)).capitalize()


def fill(count):
    """`count` checked attendings in 2,000 hospitals, 200 new ones, 50 probable pairs, their keys."""
    rng, now = random.Random(7), timezone.now()
    medicine = Specialty.objects.get_or_create(name="Internal medicine")[0]
    houses = [
        Institution(name=f"{surname(rng)} Hospital {n}", city=surname(rng), state="OH", verified_at=now)
        for n in range(2000)
    ]
    for house in houses:
        house.set_search()
    Institution.objects.bulk_create(houses, batch_size=500)
    rows = []
    for number in range(count):
        house = houses[number % len(houses)]
        row = Attending(
            name=f"{rng.choice(GIVEN)} {surname(rng)}",
            institution=house,
            specialty=medicine,
            city=house.city,
            state="OH",
            email=f"p{number}@example.org",
            accepts_observers=number % 3 == 0,
            visas=["j1"] if number % 5 == 0 else [],
            verified_at=None if number < 200 else now - make.DAY * (number % 300),
        )
        row.set_search()
        rows.append(row)
    Attending.objects.bulk_create(rows, batch_size=500)
    keys = (DuplicateKey(attending_id=row.pk, key=key) for row in rows for key in keys_of(row))
    DuplicateKey.objects.bulk_create(keys, batch_size=5000)
    for row in rows[1000:1050]:
        twin = Attending(name=f"Dr. {row.name}, MD", institution=row.institution, specialty=medicine)
        twin.verified_at = now
        twin.save()
    return ProbablePair.objects.open().count()


def seconds(call, rounds=ROUNDS):
    """The median of some calls."""
    took = []
    for _ in range(rounds):
        began = time.perf_counter()
        call()
        took.append(time.perf_counter() - began)
    return statistics.median(took)


def run(quick=False):
    """Rows as the other benchmarks give them: what, milliseconds, share of the aim, aim, met."""
    count = 5_000 if quick else 100_000
    pairs = fill(count)
    assert pairs >= 50, pairs
    clients = {
        "staff": sign_in(make.curator(), SERVER_NAME="localhost"),
        "applicant": sign_in(make.user(), SERVER_NAME="localhost"),
    }
    rows = []
    for what, (who, path) in PAGES.items():
        client = clients[who]
        assert client.get(path).status_code == 200, path
        rows.append(_row(what, seconds(lambda client=client, path=path: client.get(path))))
    record = Attending.objects.order_by("pk")[500]
    rows.append(_row("a record saved", seconds(record.save)))
    rows.append(_row("an address came back", seconds(lambda: _bounce())))
    return rows + _import(1_000 if quick else 20_000)


def _bounce():
    Attending.objects.verified().filter(email__iexact="p77@example.org").update(bounced_email="")


def _import(count):
    rng, now = random.Random(11), timezone.now()
    cells = [
        [f"{rng.choice(GIVEN)} {surname(rng)}", f"House {n % 300}", f"n{n}@example.org"] for n in range(count)
    ]
    given = make.mentor_import(rows=cells)
    rows = [_row(f"{count} rows looked at", seconds(lambda: mentor_import.look(given), 1), aim=None)]
    bring_in = seconds(lambda: mentor_import.bring_in(given, actor=None, only_good=True, now=now), 1)
    given.refresh_from_db()
    undo = seconds(lambda: mentor_import.undo(given, actor=None, now=now), 1)
    return [*rows, _row(f"{count} rows in", bring_in, aim=None), _row(f"{count} rows undone", undo, aim=None)]


def _row(what, took, aim=MOST_SECONDS):
    return {
        "what": what,
        "milliseconds": round(took * 1000),
        "ratio": round(took / MOST_SECONDS, 2),
        "aim": aim and f"under {aim:g} s",
        "met": aim is None or took < aim,
    }
