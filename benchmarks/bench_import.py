"""Ten thousand days out of a CSV, beside the rows of them written at once by bulk_create."""

import datetime
import time

from django.utils import timezone

from tests import make
from tracker import import_services
from tracker.importing import reading
from tracker.models import LogEntry, Rotation

ROWS, QUICK = 10_000, 1_000
MOST_SECONDS = 20
LESSON = "Send the lactate before the debate about fluids. The 4-hour repeat changed the plan."
DAY = datetime.timedelta(days=1)


def place(person, count):
    """Rotations of a year each that together have `count` days behind them."""
    first = make.today() - (count + 5) * DAY
    hospital = make.institution(person)
    starts = [first + n * 365 * DAY for n in range(count // 365 + 2)]
    spans = [(start, start + 364 * DAY) for start in starts]
    rows = [
        Rotation(owner=person, kind="observership", institution=hospital, starts_on=start, ends_on=end)
        for start, end in spans
    ]
    return first, Rotation.objects.bulk_create(rows)


def file_of(first, count):
    days = (first + n * DAY for n in range(count))
    rows = "".join(f"{day.isoformat()},8h,{LESSON}\n" for day in days)
    return f"date,hours,lesson\n{rows}".encode()


def floor(count):
    """Seconds for the same rows, finished, in one bulk_create."""
    person = make.user()
    first, rotations = place(person, count)
    days = [first + n * DAY for n in range(count)]
    rows = [
        LogEntry(owner=person, rotation=rotations[n // 365], day=day, hours=8, lesson=LESSON)
        for n, day in enumerate(days)
    ]
    began = time.perf_counter()
    LogEntry.objects.bulk_create(rows, batch_size=500)
    return time.perf_counter() - began


def ours(count):
    """{step: seconds} of the whole way of one file."""
    person = make.user()
    first, _ = place(person, count)
    content, took, now = file_of(first, count), {}, timezone.now()

    def watch(name, work):
        began = time.perf_counter()
        result = work()
        took[name] = took.get(name, 0) + time.perf_counter() - began
        return result

    table = watch("read", lambda: reading.read(content))
    batch = watch("read", lambda: import_services.take_in(person, "log", "days.csv", table))
    import_services.save_columns(batch, batch.mapping)
    batch.refresh_from_db()
    while batch.state == "checking":
        watch("check", lambda: import_services.check_step(batch))
    watch("add", lambda: import_services.commit(batch, today=make.today(), now=now))
    assert LogEntry.objects.for_owner(person).count() == count == batch.counts["added"]
    watch("undo", lambda: import_services.undo(batch, now))
    assert not LogEntry.objects.for_owner(person).exists()
    return took


def run(quick=False):
    """Rows for the table: what, seconds, ratio to the floor, aim, whether it is met."""
    count = QUICK if quick else ROWS
    least, took = floor(count), ours(count)
    whole = took["read"] + took["check"] + took["add"]
    rows = [_row(name, seconds, least) for name, seconds in took.items()]
    aim = f"under {MOST_SECONDS} s"
    return [
        _row(f"floor, {count} rows", least, least),
        *rows,
        _row("file to records", whole, least) | {"aim": aim, "met": whole < MOST_SECONDS},
    ]


def _row(what, seconds, least):
    return {"what": what, "seconds": round(seconds, 2), "ratio": seconds / least, "aim": None, "met": None}
