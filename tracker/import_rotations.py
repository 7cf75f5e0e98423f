"""Rotations out of a spreadsheet: type, place, dates, who supervised."""

from dataclasses import dataclass

from accounts import spoken
from accounts.fields import without_title
from accounts.models import Specialty
from tracker import services
from tracker.folding import fold
from tracker.importing import type_words
from tracker.importing.columns import Column
from tracker.importing.rows import Row
from tracker.importing.target import Target, Written
from tracker.models import Attending, Institution, Rotation, Supervision
from tracker.models.rotations import MOST_DAYS, MOST_HOURS_A_WEEK
from tracker.places import is_us_state, read_place

COLUMNS = (
    Column(
        "kind",
        "Type",
        "choice",
        ("kind", "experience type", "rotation type", "category"),
        choices=tuple(Rotation.Kind.choices),
        translations=type_words.KINDS,
    ),
    Column("specialty", "Specialty", names=("field", "service", "discipline"), most=80),
    Column(
        "institution",
        "Hospital, clinic or lab",
        names=("hospital", "institution", "site", "facility", "organization", "place", "clinic"),
    ),
    Column("department", "Department", names=("dept", "unit", "division"), most=120),
    Column("city", "City", names=("town", "location"), most=80),
    Column("state", "State", names=("province", "region"), most=40),
    Column("country", "Country", names=("nation",), most=60),
    Column("starts_on", "First day", "day", ("start", "start date", "from", "begin", "starts", "date")),
    Column("ends_on", "Last day", "day", ("end", "end date", "to", "until", "ends", "finish")),
    Column(
        "hours_per_week",
        "Hours a week",
        "hours",
        ("hours", "weekly hours", "hours per week", "hrs/week", "hours/week"),
        most=MOST_HOURS_A_WEEK,
    ),
    Column(
        "setting",
        "Setting",
        "choice",
        ("inpatient or outpatient",),
        choices=tuple(Rotation.Setting.choices),
        translations=type_words.SETTINGS,
    ),
    Column(
        "stage",
        "Status",
        "choice",
        ("stage", "state of it"),
        choices=tuple(Rotation.Stage.choices),
        translations=type_words.STAGES,
    ),
    Column("is_hands_on", "Hands-on", "yes", ("hands on", "hands-on?")),
    Column(
        "attending",
        "Supervised by",
        names=("attending", "supervisor", "preceptor", "physician", "mentor", "pi"),
        most=120,
    ),
    Column("schedule", "Schedule", names=("days and times",), most=120),
    Column("coordinator_name", "Coordinator", names=("contact person",), most=120),
    Column("coordinator_email", "Coordinator’s email", "email", ("coordinator email",), most=254),
    Column("notes", "Notes", "text", ("comments", "remarks", "description"), most=5000, guarded=True),
)
PLAIN = ("department", "setting", "schedule", "coordinator_name", "coordinator_email", "notes")
NEEDS = (
    (("kind",), "Say which column is the type: observership, externship, research or volunteer."),
    (("institution", "city"), "Say which column is the hospital, or the city."),
)


@dataclass
class _Plan:
    """One rotation to be made, and the names it refers to."""

    rotation: Rotation
    institution: str
    attending: str


class RotationDesk:
    """Judges rotations of one owner and writes them. `clashes` stays 0: one that is there is left out."""

    def __init__(self, owner, options, today):
        self.owner, self.today = owner, today
        self.clashes = 0
        self.plans, self.about = [], {}
        self.specialties = {fold(one.name): one for one in Specialty.objects.all()}
        known = Rotation.objects.for_owner(owner).values_list("institution__name", "kind", "starts_on")
        self.known = {(fold(name), kind, start) for name, kind, start in known}

    def judge(self, row: Row) -> Row:
        values = row.values
        if not row.problems:
            for wrong in (_needs(values), _dates(values, self.today)):
                if wrong:
                    return row.stopped("", wrong)
            plan = self._plan(values)
            key = (fold(plan.institution), plan.rotation.kind, plan.rotation.starts_on)
            if key in self.known:
                return row.stopped("", "You have this rotation already.")
            self.known.add(key)
            self.plans.append(plan)
            self.about[row.number] = plan.rotation
        return row

    def _plan(self, values):
        kind, _, subtype = values["kind"].partition(":")
        city, state, is_in_us = where(values)
        rotation = Rotation(
            owner=self.owner,
            kind=kind,
            subtype=subtype,
            city=city,
            state=state,
            is_in_us=is_in_us,
            stage=values.get("stage") or Rotation.Stage.CONFIRMED,
            starts_on=values.get("starts_on"),
            ends_on=values.get("ends_on"),
            hours_per_week=values.get("hours_per_week") or 40,
            is_hands_on=values.get("is_hands_on", kind == Rotation.Kind.EXTERNSHIP),
            **{name: values.get(name, "") for name in PLAIN},
        )
        rotation.specialty = self.specialties.get(fold(values.get("specialty", "")))
        if rotation.specialty is None and not rotation.department:
            rotation.department = values.get("specialty", "")
        return _Plan(rotation, values.get("institution") or f"Somewhere in {city}", _doctor(values))

    def rotation_of(self, row):
        """None: every row makes a rotation of its own."""

    def write(self, now) -> Written:
        written = Written(rotations=self.about)
        places = self._institutions(written)
        for plan in self.plans:
            plan.rotation.institution = places[fold(plan.institution)]
        people = self._attendings(written)
        rotations = [plan.rotation for plan in self.plans]
        Rotation.objects.bulk_create(rotations, batch_size=500)
        written.made.append(rotations)
        lines = [
            Supervision(rotation=plan.rotation, attending=people[_person(plan)])
            for plan in self.plans
            if plan.attending
        ]
        Supervision.objects.bulk_create(lines, batch_size=500)
        written.made.append(lines)
        return written

    def _institutions(self, written):
        """{folded name: institution}: those a person can see, and new private ones for the rest."""
        rows = Institution.objects.visible_to(self.owner).order_by("verified_at", "-pk")
        places = {fold(one.name): one for one in rows}
        new = {}
        for plan in self.plans:
            name = fold(plan.institution)
            if name not in places and name not in new:
                new[name] = Institution(
                    owner=self.owner,
                    name=plan.institution,
                    city=plan.rotation.city,
                    state=plan.rotation.state,
                )
                new[name].set_search()
        Institution.objects.bulk_create(new.values(), batch_size=500)
        written.made.append(list(new.values()))
        return places | new

    def _attendings(self, written):
        """{(folded name, institution): attending}; made one by one: duplicate keys are kept on save."""
        people = {}
        before = set(Attending.objects.filter(owner=self.owner).values_list("pk", flat=True))
        for plan in self.plans:
            if plan.attending and _person(plan) not in people:
                people[_person(plan)] = services.attending_named(
                    self.owner, plan.attending, plan.rotation.institution
                )
        own = [one for one in people.values() if one.owner_id == self.owner.pk]
        new = {one.pk: one for one in own if one.pk not in before}
        written.made.append(list(new.values()))
        return people


def _person(plan):
    return fold(plan.attending), plan.rotation.institution_id


def _doctor(values):
    return without_title(values.get("attending", "")).split(",")[0].strip()


def _needs(values):
    if not values.get("kind"):
        return "The type is missing: observership, externship, research or volunteer."
    if not values.get("institution") and not values.get("city"):
        return "Write the hospital, or at least the city."
    stage = values.get("stage") or Rotation.Stage.CONFIRMED
    if stage != Rotation.Stage.EXPLORING and not values.get("starts_on"):
        return "Write the first day, or the status “exploring”."
    if stage == Rotation.Stage.CONFIRMED and not values.get("ends_on"):
        return "Write the last day, or the status “applied”."
    return ""


def _dates(values, today):
    start, end = values.get("starts_on"), values.get("ends_on")
    if not start or not end:
        return ""
    if end < start:
        return f"The last day, {spoken.day(end, today)}, is before the first, {spoken.day(start, today)}."
    if (end - start).days > MOST_DAYS:
        return "More than 3 years. Split it into the parts you did."
    return ""


def where(values) -> tuple[str, str, bool]:
    """(city, state, whether it is in the US) of a row; abroad goes to home-country work.

    A country decides. Without one, a state that is none of the US, or "Dhaka, Bangladesh" as a city, is
    abroad; nothing said is the US.
    """
    city, state = values.get("city", ""), values.get("state", "")
    country = values.get("country", "")
    if country:
        return city, state, type_words.is_us_country(country)
    code = read_place(city, state).state
    pieces = [piece.strip() for piece in city.split(",") if piece.strip()]
    if code and not state and len(pieces) > 1:  # "Cleveland, OH" in one cell
        return pieces[0], code.upper(), True
    if code:
        return city, state, is_us_state(code)
    if len(pieces) > 1:
        return city, state, type_words.is_us_country(pieces[-1])
    return city, state, True


TARGET = Target(
    key="rotations",
    title="Rotations",
    one="rotation",
    many="rotations",
    columns=COLUMNS,
    needs=NEEDS,
    open_desk=RotationDesk,
    name_of=str,
)
