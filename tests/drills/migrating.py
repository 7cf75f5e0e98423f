"""Drill 28: the tables change while workers send."""

from django.db import OperationalError, connection, models
from django.test import Client

from reminders.models import Mail, Reminder

SMALL = {"DRILL_TICK": 0.2}


def drill(stage):
    """A column and an index come and go under way, workers are replaced one by one."""
    people = stage.size(5_000, 100)
    stage.people(people)
    stage.open_sink(mix={"slow-250": 1.0}, pause=0.005)
    statuses = []
    with stage.crew(2) as crew:
        for number, change in enumerate((add, drop), start=1):
            stage.wait_taken(people * number // 4)
            stage.say(f"migrate was run {migrated(change)} time(s)")
            statuses.append(Client(SERVER_NAME="localhost").get("/healthz").status_code)
            for at in range(2):
                crew.end(at)
        stage.wait(lambda: stage.taken() >= people, 600, "all taken", must=False)
        stage.wait_final(60)
        codes = crew.exit_codes()
    found = stage.check()
    stage.hold("lost", found.lost, exactly=0)
    stage.hold("extra copies", found.extra, exactly=0)
    stage.hold("workers that ended by themselves", len(codes), exactly=0)
    stage.hold("exit codes", sorted({code for code, _ in crew.ended}), exactly=[0])
    stage.hold("answers of the web", sum(1 for s in statuses if s not in (200, 503)), exactly=0)
    stage.hold("not final", found.unfinished, exactly=0)


def control(stage):
    """A column that the running code needs is taken away."""
    stage.people(60)
    stage.open_sink(mix={"slow-250": 1.0}, pause=0.1)
    with stage.crew(2):
        stage.wait_taken(10)
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE reminders_mail RENAME COLUMN worker TO worker_gone")
        stage.wait(lambda: "did not answer" in stage.log.read_text(), 60, "the workers notice")
        stage.wait(lambda: stage.taken() >= 60, 2, "all taken", must=False)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE reminders_mail RENAME COLUMN worker_gone TO worker")
    stage.hold("lost", stage.check().lost, exactly=0)


def _column():
    column = models.CharField(max_length=20, null=True)
    column.set_attributes_from_name("drill")
    return column


INDEX = models.Index(fields=["created_at"], name="reminders_drill")


def migrated(change, most=5):
    """Run until done, as an operator would: a migration that locks two tables can meet a worker that has one
    of them and wants the other. PostgreSQL then ends the migration, and nothing of it was done."""
    for turn in range(1, most + 1):
        try:
            change()
            return turn
        except OperationalError:
            if turn == most:
                raise


def add():
    with connection.schema_editor() as editor:
        editor.add_field(Mail, _column())
        editor.add_index(Reminder, INDEX)


def drop():
    with connection.schema_editor() as editor:
        editor.remove_index(Reminder, INDEX)
        if connection.vendor == "sqlite":
            editor.execute("ALTER TABLE reminders_mail DROP COLUMN drill")
        else:
            editor.remove_field(Mail, _column())
