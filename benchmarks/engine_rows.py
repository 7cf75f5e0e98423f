"""The runs of bench_engine_rows, in a process that is set up (tests.drills.place)."""

import datetime
import statistics
import time

from django.conf import settings
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from reminders import claim, clock, engine, services
from reminders.due import Due
from reminders.models import Instance, Mail, Reminder
from tests.drills.stage import Stage

ROUNDS = 15
OPEN = 200
# Final and waiting mails, and reminders of days to come, over 200 owners: made by the database itself.
SERIES = {
    "postgresql": "SELECT g AS n FROM generate_series(%s, %s) g",
    "sqlite": "WITH RECURSIVE s(n) AS (SELECT %s UNION ALL SELECT n + 1 FROM s WHERE n < %s) SELECT n FROM s",
}


def measure(folder, sizes):
    stage = Stage(folder, True)
    stage.clear()
    owners = stage.people(200, is_digest=False, things=0)
    made = 0
    for size in sizes:
        fill(owners, made + 1, size)
        made = size
        quiet(size)
    claims(owners)
    refreshes(owners[0])


def fill(owners, first, last):
    """Rows `first` to `last`: half mails (99 of 100 sent long ago), half reminders due next month."""
    now = clock.now()
    later, past = now + datetime.timedelta(days=30), now - datetime.timedelta(days=3)
    adapt = connection.ops.adapt_datetimefield_value
    low, count = min(o.pk for o in owners), len(owners)
    series = SERIES[connection.vendor]
    number = f"FROM ({series}) numbers"
    mail = (
        "INSERT INTO reminders_mail (public_id, owner_id, to_address, key, kind, state, due_at, run_at, "
        "expires_at, attempts, ambiguous, worker, message_id, sent_at, finished_at, last_class, last_code, "
        "last_error, created_at, subject, text, html) "
        f"SELECT 'm' || n, {low} + n %% {count}, '', 'bench:' || n, 'test', 'sent', %s, %s, %s, 1, 0, '', "
        f"'<m' || n || '@bench>', %s, %s, 'accepted', '', '', %s, '', '', '' {number}"
    )
    reminder = (
        "INSERT INTO reminders_reminder (public_id, owner_id, key, kind, title, reason, due_at, path, action, "
        "answers, draft, history, names, icon, is_alone, alone_at, cycle, state, created_at) "
        f"SELECT 'r' || n, {low + 1} + n %% {count - 1}, 'bench:' || n, 'bench', 'Bench', '', %s, '/', '', "
        f"'[]', '', '[]', '[]', 'mail', {'TRUE' if connection.vendor == 'postgresql' else '1'}, %s, 0, 'open', "
        f"%s {number}"
    )
    span = [first, first + (last - first) // 2]
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute(mail, [adapt(past)] * 6 + span)
        cursor.execute(reminder, [adapt(later), adapt(later), adapt(past), *span])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def quiet(size):
    """A tick when nothing is due: statements, and the time they take."""
    engine.tick(clock.now())
    times = []
    for _ in range(ROUNDS):
        Instance.objects.update(ticked_at=clock.now())
        with CaptureQueriesContext(connection) as seen:
            began = time.perf_counter()
            engine.tick(clock.now())
            times.append((time.perf_counter() - began) * 1000)
        statements = [q["sql"] for q in seen]
    sql = statements[0]
    print(f"{connection.vendor}: nothing due among {size} rows: {len(statements)} statement(s), ", end="")
    print(
        f"{statistics.median(times):.2f} ms the whole tick, {inside(sql):.3f} ms in the database", flush=True
    )


def inside(sql):
    """Milliseconds the database itself needs: its own figure on PostgreSQL, the bare statement on SQLite."""
    times = []
    with connection.cursor() as cursor:
        for _ in range(ROUNDS):
            if connection.vendor == "postgresql":
                cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + sql)
                times.append(cursor.fetchone()[0][0]["Execution Time"])
            else:
                began = time.perf_counter()
                connection.connection.execute(sql).fetchall()
                times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def claims(owners, count=1000):
    """Claim `count` beside the bare statements: select for update, update, select."""
    ours, floor = [], []
    for turn in range(5):
        for times, work in ((floor, bare_claim), (ours, lambda now, n: claim.claim(now, limit=n))):
            now = clock.now()
            Mail.objects.filter(key__startswith="claim:").delete()
            rows = [
                Mail(
                    public_id=f"c{turn}-{len(times)}-{id(times) % 997}-{n}",
                    owner=owners[n % len(owners)],
                    key=f"claim:{n}",
                    kind="test",
                    due_at=now,
                    run_at=now,
                    expires_at=now + datetime.timedelta(days=1),
                    message_id=f"<c{turn}-{id(times)}-{n}@bench>",
                )
                for n in range(count)
            ]
            Mail.objects.bulk_create(rows, batch_size=500)
            began = time.perf_counter()
            work(now, count)
            times.append((time.perf_counter() - began) * 1000)
    Mail.objects.filter(key__startswith="claim:").delete()
    ratio = statistics.median(ours) / statistics.median(floor)
    print(f"{connection.vendor}: claim of {count}: {statistics.median(ours):.1f} ms, ", end="")
    print(f"bare SQL {statistics.median(floor):.1f} ms, ratio {ratio:.2f}", flush=True)


def bare_claim(now, count):
    lock = " FOR UPDATE SKIP LOCKED" if connection.vendor == "postgresql" else ""
    moment = connection.ops.adapt_datetimefield_value(now)
    until = connection.ops.adapt_datetimefield_value(now + datetime.timedelta(seconds=300))
    where = "state IN ('scheduled', 'retry') AND run_at <= %s"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM reminders_mail WHERE {where} ORDER BY run_at, id LIMIT {count}{lock}", [moment]
        )
        ids = [row[0] for row in cursor.fetchall()]
        marks = ", ".join(["%s"] * len(ids))
        cursor.execute(
            "UPDATE reminders_mail SET state = 'leased', lease_token = 'bare', lease_until = %s "
            f"WHERE id IN ({marks}) AND {where}",
            [until, *ids, moment],
        )
        cursor.execute(f"SELECT * FROM reminders_mail WHERE id IN ({marks})", ids)
        cursor.fetchall()


def listed(owner, now):
    """A source of 200 open things."""
    return [
        Due(
            key=f"bench:{n}",
            kind="bench",
            title=f"Thing {n}",
            reason="Because.",
            due_at=now.replace(minute=0, second=0, microsecond=0) + datetime.timedelta(days=n),
            path="/",
            action="Open",
        )
        for n in range(OPEN)
    ]


def refreshes(owner):
    """One owner with 200 open reminders asks the sources again."""
    settings.REMINDER_SOURCES = ["benchmarks.engine_rows.listed"]
    owner = User.objects.select_related("profile").get(pk=owner.pk)
    Reminder.objects.filter(owner=owner).delete()
    now = clock.now()
    services.refresh(owner, now)
    assert Reminder.objects.filter(owner=owner, state="open").count() == OPEN
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        services.refresh(owner, now)
        times.append((time.perf_counter() - began) * 1000)
    print(f"{connection.vendor}: refresh of an owner with {OPEN} open: {statistics.median(times):.1f} ms")
