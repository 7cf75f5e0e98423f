"""Everything that changes a letter: one transaction each, then the reminders are asked anew.

Two devices may press two buttons at once. Every change first holds the letter's row (an UPDATE locks it on
both databases), reads it again and only then decides. What ERAS does not allow is refused with its rule.
"""

import datetime

from django.db import IntegrityError, transaction

from accounts import zones
from letters import history, states
from letters.models import Assignment, Letter, LetterStep
from letters.states import State
from reminders.services import refresh
from tracker import guard_services, services

By = LetterStep.By
# Whose word a step is, where nobody says otherwise.
SAID_BY = {State.AGREED: By.WRITER, State.DECLINED: By.WRITER, State.UPLOADED: By.WRITER}


class Refused(services.Refused):
    """A step cannot be; the message is a sentence, `rule` says where the rule was read ("" when ours)."""

    def __init__(self, sentence, rule=""):
        super().__init__(sentence)
        self.rule = rule


def refused(refusal: states.Refusal) -> Refused:
    """ "domain.md §2 The system (AAMC, letter portal; season 2025)" is cited by what stands in brackets."""
    _, bracket, rule = refusal.source.partition("(")
    return Refused(refusal.sentence, rule.rstrip(")") if bracket else "")


def day_of(owner, now) -> datetime.date:
    """The owner's own day."""
    return zones.day_in(owner.profile.time_zone, now)


@transaction.atomic
def open_letter(owner, attending, *, match_year, specialty=None, now) -> Letter:
    """The open letter with `attending` for that season and specialty; a new one, considered, when none is."""
    which = {"attending": attending, "match_year": match_year, "specialty": specialty}
    open_ones = Letter.objects.for_owner(owner).filter(**which).exclude(state__in=states.OUT)
    today = day_of(owner, now)
    try:
        with transaction.atomic():
            found = open_ones.first()
            made = found or Letter.objects.create(owner=owner, **which, started_on=today, since=today)
    except IntegrityError:  # another tab was quicker
        return open_ones.get()
    if found is None:
        refresh(owner, now)
    return made


@transaction.atomic
def record(
    letter: Letter, state: State, *, on, now, by="", promise="", eras_id="", programs=()
) -> LetterStep | None:
    """Take the letter to `state` on the day `on`. The same step of the same day, twice, is one.

    Raises Refused with the rule. `programs` (TargetProgram) go with ASSIGNED; returns None when a letter
    that was assigned before only gained programs.
    """
    held = hold(letter, now)
    by = by or SAID_BY.get(state, By.APPLICANT)
    if held.step == state and held.since == on and state != State.ASSIGNED:
        return history.effective(held.steps.all())[-1]
    gains_programs = state == State.ASSIGNED and held.step in (State.ASSIGNED, State.THANKED)
    facts = _facts(held, state, on, now, by, eras_id, programs, is_correction=gains_programs)
    if refusal := states.can(held.step, state, facts):
        raise refused(refusal)
    step = None
    if not gains_programs:
        step = _add(held, state, on, now, by=by, promise=promise, eras_id=eras_id)
    for program in programs:
        _assign(held, program, on)
    _settle(held, now)
    return step


@transaction.atomic
def correct(step: LetterStep, *, on, now, promise=None, eras_id=None) -> LetterStep:
    """The step happened on another day, or with another promise or Letter ID. Both stay in the history."""
    held = hold(step.letter, now)
    steps = history.effective(held.steps.all())
    at = _place(step, steps)
    promise = step.promise if promise is None else promise
    eras_id = step.eras_id if eras_id is None else eras_id
    if (on, promise, eras_id) == (step.on, step.promise, step.eras_id):
        return step
    facts = _facts(held, step.step, on, now, step.by, eras_id, (), is_correction=True, correcting=step)
    # which programs it went to is corrected program by program, here only the day
    checked = State.THANKED if step.step == State.ASSIGNED else step.step
    if refusal := states.can(held.step, checked, facts):
        raise refused(refusal)
    before, after = steps[at - 1 : at], steps[at + 1 : at + 2]
    if any(on < other.on for other in before) or any(on > other.on for other in after):
        raise Refused("That day is out of order with the steps before and after it.")
    made = _add(held, step.step, on, now, by=step.by, promise=promise, eras_id=eras_id, corrects=step)
    _settle(held, now)
    return made


@transaction.atomic
def take_back(step: LetterStep, *, now) -> LetterStep:
    """The latest step never happened. The history keeps it, as taken back."""
    held = hold(step.letter, now)
    steps = history.effective(held.steps.all())
    if _place(step, steps) != len(steps) - 1:
        raise Refused("Only the latest step can be taken back. Take back the ones after it first.")
    made = _add(held, step.step, step.on, now, by=step.by, corrects=step, is_taken_back=True)
    if step.step == State.ASSIGNED:
        held.assignments.all().delete()
    _settle(held, now)
    return made


@transaction.atomic
def unassign(assignment: Assignment, *, now) -> None:
    """The letter was not assigned to that program after all."""
    held = hold(assignment.letter, now)
    held.assignments.filter(pk=assignment.pk).delete()
    _settle(held, now)


@transaction.atomic
def set_preset(letter: Letter, preset, why: str, *, now) -> None:
    """How long is long enough for this letter; None goes back to the rule for its rotations."""
    held = hold(letter, now)
    Letter.objects.filter(pk=held.pk).update(preset=preset, preset_why=why if preset else "")
    guard_services.remember(held.owner, [why])
    refresh(held.owner, now)


@transaction.atomic
def save_details(letter: Letter, *, now, **values) -> None:
    """Typed facts. What ERAS keeps of the request cannot change once the entry is confirmed."""
    held = hold(letter, now)
    is_of_the_entry = any(
        name in values and values[name] != getattr(held, name) for name in ("is_waived", "specialty")
    )
    if is_of_the_entry and (refusal := states.can_edit_request(held.step)):
        raise refused(refusal)
    if values.get("is_waived") and hasattr(held, "final") and held.final.deleted_at is None:
        raise Refused("Delete the letter you uploaded first: a waived letter is never kept here.")
    try:
        with transaction.atomic():
            Letter.objects.filter(pk=held.pk).update(**values)
    except IntegrityError:
        raise Refused("There is another open letter with the same attending for that season.") from None
    refresh(held.owner, now)


@transaction.atomic
def delete(letter: Letter, *, now) -> None:
    """Mark it deleted; its places at programs are free at once, and so is every link to its packet."""
    held = hold(letter, now)
    Letter.objects.filter(pk=held.pk).update(deleted_at=now)
    held.assignments.update(slot=None)
    refresh(held.owner, now)


@transaction.atomic
def restore(letter: Letter, *, now) -> None:
    """Bring it back with its places. Refused when something new took one of them."""
    try:
        with transaction.atomic():
            Letter.objects.filter(pk=letter.pk).update(deleted_at=None)
            _take_places(Letter.objects.get(pk=letter.pk))
    except IntegrityError:
        raise Refused("There is another open letter with the same attending for that season.") from None
    refresh(letter.owner, now)


def hold(letter: Letter, now) -> Letter:
    """The letter as it is now, its row locked until the transaction ends."""
    if not Letter.objects.filter(pk=letter.pk, deleted_at=None).update(updated_at=now):
        raise Refused("This letter was deleted. Nothing was changed.")
    held = Letter.objects.select_related("attending", "owner__profile", "specialty").get(pk=letter.pk)
    letter.state = held.state
    return held


def _facts(held, state, on, now, by, eras_id, programs, *, is_correction=False, correcting=None):
    used = LetterStep.objects.filter(letter__owner=held.owner, letter__deleted_at=None, corrected_by=None)
    used = used.exclude(eras_id="")
    if correcting:
        used = used.exclude(pk=correcting.pk)
    return states.StepFacts(
        on=on,
        today=day_of(held.owner, now),
        previous_on=None if held.step == State.CONSIDERING else held.since,
        by=by,
        is_correction=is_correction,
        is_waived=held.is_waived,
        letter_id=eras_id,
        other_letter_ids=frozenset(used.values_list("eras_id", flat=True)) if eras_id else frozenset(),
        requested_on=held.requested_on,
        uploaded_by=by if state == State.UPLOADED else By.WRITER,
        per_program=_counts(held, programs) if state == State.ASSIGNED else {},
    )


def _counts(held, programs):
    """How many letters each of these programs would have with this one."""
    counts = {}
    for program in programs:
        others = Assignment.objects.filter(program=program, slot__isnull=False).exclude(letter=held)
        counts[program.name] = others.count() + 1
    return counts


def _add(held, state, on, now, **fields) -> LetterStep:
    return LetterStep.objects.create(letter=held, state=state, on=on, created_at=now, **fields)


def _place(step, steps) -> int:
    if step not in steps:
        raise Refused("This step was corrected already.")
    return steps.index(step)


def _assign(held, program, on) -> None:
    if Assignment.objects.filter(letter=held, program=program).exists():
        return
    _in_a_slot(Assignment(letter=held, program=program, on=on))


def _in_a_slot(assignment) -> None:
    """Save it in a free place of its program; the database knows only four."""
    taken = Assignment.objects.filter(program_id=assignment.program_id).values_list("slot", flat=True)
    free = sorted(set(range(1, states.MOST_PER_PROGRAM + 1)) - set(taken))
    try:
        with transaction.atomic():
            assignment.slot = free[0] if free else states.MOST_PER_PROGRAM
            assignment.save()
    except IntegrityError:
        count = states.MOST_PER_PROGRAM + 1
        facts = states.StepFacts(
            on=assignment.on, today=assignment.on, is_correction=True,
            per_program={assignment.program.name: count},
        )  # fmt: skip
        raise refused(states.can(State.UPLOADED, State.ASSIGNED, facts)) from None


def _take_places(held) -> None:
    """A letter that is out holds no place; one that is back takes its places again."""
    if held.is_out:
        held.assignments.update(slot=None)
        return
    for assignment in held.assignments.filter(slot=None).select_related("program"):
        _in_a_slot(assignment)


def _settle(held, now) -> None:
    """The columns follow from the steps, the places from the state, the reminders from everything."""
    columns = history.fold(held.steps.all(), held.started_on)
    try:
        with transaction.atomic():
            Letter.objects.filter(pk=held.pk).update(**columns)
    except IntegrityError:
        raise Refused("There is another open letter with the same attending for that season.") from None
    for name, value in columns.items():
        setattr(held, name, value)
    _take_places(held)
    refresh(held.owner, now)
