"""Two rows that may stand only once, when two records of one attending become one (settings.MERGE_FOLDS).

A final letter has no fold: two files cannot become one, and the merge says so.
"""

from letters import history

TYPED = ("due_on", "dated_on", "leaves_on", "promised_by", "preset_id", "preset_why")


def letters(stays, goes):
    """Both histories in one; what was typed on the letter that stays counts before the other's."""
    steps = [*stays.steps.all(), *goes.steps.all()]
    started_on = min(stays.started_on, goes.started_on)
    columns = history.fold(steps, started_on)
    typed = {name: getattr(stays, name) or getattr(goes, name) for name in TYPED}
    return columns | typed | {"started_on": started_on, "is_waived": stays.is_waived and goes.is_waived}


def assignments(stays, goes):
    """One place at the program is enough."""
    return {}


def packets(stays, goes):
    """Nothing written is lost; the files of the packet that stays count before the other's."""
    notes = [note for note in (stays.note, goes.note) if note.strip()]
    return {
        "note": "\n\n".join(dict.fromkeys(notes)),
        "cv_id": stays.cv_id or goes.cv_id,
        "statement_id": stays.statement_id or goes.statement_id,
        "shows_email": stays.shows_email and goes.shows_email,
    }


def links(stays, goes):
    """One packet has one live link: that of the packet that stays."""
    return {}


def drafts(stays, goes):
    """Two versions with one number become one text."""
    return {"text": "\n\n".join(dict.fromkeys((stays.text, goes.text)))}
