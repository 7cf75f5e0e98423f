"""Pages of a person with 60 rotations and 2,000 log entries, beside the same pages of one with 2 and 30."""

import datetime
import statistics

from benchmarks.bench_pages import Reader, served, wait
from tests import make
from tests.signing_in import sign_in
from tracker.models import Case, Example, LogEntry

DAY = datetime.timedelta(days=1)
ROUNDS, WARM, MOST = 9, 5, 1.5
PAGES = (
    "/",
    "/rotations/",
    "/rotations/{rotation}/",
    "/rotations/{rotation}/exposure/",
    "/timeline/",
    "/timeline/?before=2025-11",
    "/insights/",
    "/exposure/",
    "/fit/",
    "/examples/",
    "/documents/",
    "/log/",
    "/log/{entry}/",
    "/log/find/",
    "/log/find/?q=ecg",
    "/season/",
    "/import/",
)


def person(rotations, entries):
    """(session key, {names in the addresses}) of somebody with so many rotations and logged days."""
    owner = make.user(name="Nadia Rahman", match_year=2028)
    place = make.institution(owner)
    attending = make.attending(owner, institution=place)
    rows = []
    for number in range(rotations):
        start = make.today() - (20 + 36 * number) * DAY
        end = start + (60 if number == 0 else 34) * DAY
        who = attending if number < 2 else None
        rows.append(make.rotation(owner, institution=place, starts_on=start, ends_on=end, attending=who))
    _log(owner, rows, entries)
    newest = LogEntry.objects.filter(owner=owner).first()
    return sign_in(owner).session.session_key, {"rotation": rows[0].pk, "entry": newest.pk}


def _log(owner, rotations, entries):
    """Days spread evenly, newest rotation first; every second one has a case, every tenth an example."""
    per = -(-entries // len(rotations))
    days = [
        LogEntry(owner=owner, rotation=rotation, day=rotation.starts_on + n * DAY, hours=8)
        for rotation in rotations
        for n in range(per)
        if rotation.starts_on + n * DAY < make.today()
    ][:entries]
    for number, entry in enumerate(days):
        entry.lesson = "Read the old ECG first."
        entry.skills = "ECG, Teach-back" if number % 3 == 0 else ""
    LogEntry.objects.bulk_create(days, batch_size=500)
    made = list(LogEntry.objects.filter(owner=owner).order_by("pk"))
    Case.objects.bulk_create(
        Case(entry=entry, complaint="Sepsis", age_band="old", role="assisted", setting="ward")
        for entry in made[::2]
    )
    Example.objects.bulk_create(
        Example(
            owner=owner, rotation_id=e.rotation_id, entry=e, quality="growth", text="Asked first.", on=e.day
        )
        for e in made[::10]
    )


def run(quick=False):
    """Rows of the table: page, milliseconds of the grown person, ratio to the small one, aim."""
    small, grown = person(2, 30), person(60, 2000)
    make.heartbeat()
    with served("benchmarks.floor_settings") as floor, served("config.settings") as ours:
        for port in (floor, ours):
            wait(port)
        return [_row(path, (floor, ours), small, grown, 3 if quick else ROUNDS) for path in PAGES]


def _row(path, ports, small, grown, rounds):
    """Met where the grown person waits 1.5 times as long as the small one at most, or as for the floor."""
    readers = [(Reader(ports[0], grown[0]), "/rows/")]
    readers += [(Reader(ports[1], session), path.format(**names)) for session, names in (small, grown)]
    for reader, address in readers:
        for _ in range(WARM):
            reader.seconds(address)
    # in turn, so that a busy moment of the machine meets all of them
    took = [[reader.seconds(address) for reader, address in readers] for _ in range(rounds)]
    ratio = statistics.median(b / a for _, a, b in took)
    to_floor = statistics.median(b / floor for floor, _, b in took)
    return {
        "what": path,
        "milliseconds": round(1000 * statistics.median(b for *_, b in took), 1),
        "ratio": round(ratio, 2),
        "to_floor": round(to_floor, 2),
        "aim": f"<= {MOST}, or {MOST} x the floor ({to_floor:.2f})",
        "met": min(ratio, to_floor) <= MOST,
    }
