"""What the steps of a letter come to. Steps are never changed: a mistake is a step that corrects another."""

from collections.abc import Iterable
from datetime import date

from letters.states import State


def effective(steps: Iterable) -> list:
    """The steps that hold, in the order they were recorded; a correction stands where the wrong one stood.

    A step has pk, state, on, promise, eras_id, corrects_id and is_taken_back.
    """
    steps = sorted(steps, key=lambda step: step.pk)
    corrections = {step.corrects_id: step for step in steps if step.corrects_id}
    held = []
    for step in steps:
        if step.corrects_id:
            continue
        while step.pk in corrections:
            step = corrections[step.pk]
        if not step.is_taken_back:
            held.append(step)
    return held


def fold(steps: Iterable, started_on: date) -> dict:
    """The columns of a letter that follow from its steps: state, since, promise and the dates."""
    columns = _nothing(started_on)
    for step in effective(steps):
        state = State(step.state)
        if state == State.CONSIDERING:
            columns = _nothing(step.on)
        columns |= {"state": state.value, "since": step.on} | _dates(state, step)
    return columns


def _nothing(on: date) -> dict:
    return {
        "state": State.CONSIDERING.value,
        "since": on,
        "promise": "",
        "asked_on": None,
        "agreed_on": None,
        "requested_on": None,
        "uploaded_on": None,
        "eras_id": "",
    }


def _dates(state: State, step) -> dict:
    return {
        State.ASKED: {"asked_on": step.on},
        State.AGREED: {"agreed_on": step.on, "promise": step.promise},
        State.REQUESTED: {"requested_on": step.on, "eras_id": step.eras_id},
        State.UPLOADED: {"uploaded_on": step.on},
        State.IMPORTED: {"uploaded_on": step.on},
        State.VOID: {"requested_on": None, "eras_id": ""},
    }.get(state, {})
