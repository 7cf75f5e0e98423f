"""Days of the log out of a spreadsheet: one entry a rotation and day."""

from decimal import Decimal

from accounts import spoken
from tracker import phi
from tracker.folding import fold
from tracker.importing.columns import Column
from tracker.importing.rows import Row
from tracker.importing.target import JOIN, KEEP, Target, Written
from tracker.models import LogEntry, Rotation
from tracker.models.log import LONGEST_LESSON

COLUMNS = (
    Column("day", "Day", "day", ("date", "on", "log date", "shift date")),
    Column("hours", "Hours", "hours", ("hrs", "time", "duration", "hours worked", "length"), most=24),
    Column("is_day_off", "Day off", "yes", ("off", "absent")),
    Column(
        "lesson",
        "What you learned",
        "text",
        ("lesson", "learned", "learning", "notes", "note", "summary", "description", "reflection"),
        most=LONGEST_LESSON,
        guarded=True,
    ),
    Column("skills", "Skills", names=("procedures", "skill"), most=200, guarded=True),
    Column(
        "rotation",
        "Rotation or hospital",
        names=("rotation", "hospital", "institution", "site", "specialty", "service"),
    ),
)
NEEDS = (
    (("day",), "Say which column is the day."),
    (("hours", "is_day_off"), "Say which column has the hours."),
)
FIELDS = ("hours", "is_day_off", "lesson", "skills")


class LogDesk:
    """Judges days of one owner. `options`: "clash" says what a second entry for a day becomes, "default" is
    the rotation of days that several rotations or none would take."""

    def __init__(self, owner, options, today):
        self.owner, self.today = owner, today
        self.clash = options.get("clash", "")
        self.rotations = list(
            Rotation.objects.for_owner(owner)
            .filter(starts_on__isnull=False, ends_on__isnull=False)
            .select_related("institution", "specialty")
            .order_by("starts_on", "pk")
        )
        self.words = {one.pk: fold(f"{one} {one.department} {one.kind_words}") for one in self.rotations}
        self.default = next((r for r in self.rotations if str(r.pk) == options.get("default")), None)
        rows = LogEntry.objects.for_owner(owner).filter(rotation__deleted_at=None)
        self.existing = {(entry.rotation_id, entry.day): entry for entry in rows}
        self.plan, self.about = {}, {}
        self.clashes = self.left = 0

    def judge(self, row: Row) -> Row:
        if row.problems:
            return row
        values = row.values
        wrong = self._wrong(values)
        if wrong:
            return row.stopped("", wrong)
        rotation = self._rotation(values)
        if isinstance(rotation, str):
            return row.stopped("", rotation)
        self.about[row.number] = rotation
        return self._take(row, (rotation.pk, values["day"]), columns_of(values))

    def rotation_of(self, row):
        """The rotation its day is on, also of a row that something else stops."""
        rotation = self._rotation(row.values) if row.values.get("day") else None
        return rotation if isinstance(rotation, Rotation) else None

    def _wrong(self, values):
        day = values.get("day")
        if day is None:
            return "The day is missing."
        if day > self.today:
            return f"{spoken.day(day, self.today)} has not happened yet."
        if not values.get("hours") and not values.get("is_day_off"):
            return "The hours are missing."
        return ""

    def _rotation(self, values):
        """The rotation of a row, or the sentence why there is none."""
        day, said = values["day"], fold(values.get("rotation", ""))
        around = [one for one in self.rotations if one.starts_on <= day <= one.ends_on]
        if said:
            words = said.split()
            around = [one for one in around if all(word in self.words[one.pk] for word in words)]
        if len(around) == 1:
            return around[0]
        if self.default and self.default in (around or [self.default]):
            inside = self.default.starts_on <= day <= self.default.ends_on
            if inside and not said:
                return self.default
        where = f" at “{values['rotation'][:40]}”" if said else ""
        if not around:
            return f"No rotation of yours{where} is on {spoken.day(day, self.today)}. Add the rotation first."
        return f"Several rotations{where} are on {spoken.day(day, self.today)}. Say which one."

    def _take(self, row, key, values):
        before = self.plan.get(key)
        if before is None and key in self.existing:
            before = {name: getattr(self.existing[key], name) for name in FIELDS}
        if before is not None:
            self.clashes += 1
            if self.clash in ("", KEEP):
                self.left += 1
                return row
            if self.clash == JOIN:
                values = joined(before, values)
                if wrong := _unjoinable(values):
                    return row.stopped("", wrong)
        self.plan[key] = values
        return row

    def write(self, now) -> Written:
        new, changed = [], []
        for (rotation, day), values in self.plan.items():
            entry = self.existing.get((rotation, day))
            if entry is None:
                new.append(LogEntry(owner=self.owner, rotation_id=rotation, day=day, **values))
                continue
            before = {name: getattr(entry, name) for name in FIELDS if getattr(entry, name) != values[name]}
            for name in before:
                setattr(entry, name, values[name])
            entry.updated_at = now
            if before:
                changed.append((entry, before))
        LogEntry.objects.bulk_create(new, batch_size=500)
        LogEntry.objects.bulk_update([entry for entry, _ in changed], [*FIELDS, "updated_at"], batch_size=100)
        return Written([new], changed, self.left, self.about)


def columns_of(values) -> dict:
    """The columns of an entry; on a day off there are no hours."""
    is_off = bool(values.get("is_day_off")) and not values.get("hours")
    return {
        "hours": None if is_off else values["hours"],
        "is_day_off": is_off,
        "lesson": values.get("lesson", ""),
        "skills": values.get("skills", ""),
    }


def joined(before, after) -> dict:
    """Two entries of a day as one: hours added up, lines under each other; the same line is not repeated."""
    hours = (before["hours"] or Decimal(0)) + (after["hours"] or Decimal(0))
    return {
        "hours": hours or None,
        "is_day_off": not hours,
        "lesson": _both(before["lesson"], after["lesson"], "\n"),
        "skills": _both(before["skills"], after["skills"], ", "),
    }


def _both(first, second, between):
    if not first or not second or second in first:
        return first or second
    return f"{first}{between}{second}"


def _unjoinable(values):
    if (values["hours"] or 0) > 24:
        return f"Joined this day would have {spoken.number(values['hours'])} hours. Mend it, or replace."
    if len(values["lesson"]) > LONGEST_LESSON or len(values["skills"]) > 200:
        return "Joined the text of this day is too long. Shorten it."
    if phi.holds_never(values["lesson"]):
        return "Joined the text of this day looks like a record number. Change it."
    return ""


def running(owner):
    """(id, words) of the rotations a file without a rotation column may be about."""
    rows = Rotation.objects.for_owner(owner).filter(starts_on__isnull=False, ends_on__isnull=False)
    return [(str(one.pk), str(one)) for one in rows.select_related("institution", "specialty")[:60]]


TARGET = Target(
    key="log",
    title="Log entries",
    one="day",
    many="days",
    columns=COLUMNS,
    needs=NEEDS,
    open_desk=LogDesk,
    name_of=lambda entry: f"The day {entry.day.isoformat()}",
    asks_clash=True,
    default_label="Which rotation, where a row does not say",
    defaults=running,
)
