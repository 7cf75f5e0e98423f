"""What passed between a person and an attending about letters (settings.HISTORY_SOURCES)."""

from letters.models import LetterStep
from letters.states import State
from tracker.history import Line

# Steps taken with the attending; the others happen in ERAS.
IN_TOUCH = frozenset(
    {State.SIGNALLED, State.ASKED, State.AGREED, State.DECLINED, State.PACKET_SENT, State.THANKED}
)
WORDS = {
    State.SIGNALLED: "You said you hope for a letter",
    State.ASKED: "You asked for a letter",
    State.AGREED: "They agreed to write a letter",
    State.DECLINED: "They declined to write a letter",
    State.PACKET_SENT: "You sent the packet for the letter",
    State.THANKED: "You thanked them for the letter",
}


def steps(owner, attending=None):
    """Every step that holds, of one attending or of all; one statement."""
    rows = LetterStep.objects.filter(
        letter__owner=owner, letter__deleted_at=None, corrected_by=None, is_taken_back=False
    )
    if attending is not None:
        rows = rows.filter(letter__attending=attending)
    for row in rows.select_related("letter"):
        state = State(row.state)
        shown = row.get_state_display()
        words = WORDS.get(state, f"Letter: {shown[0].lower()}{shown[1:]}")
        path = row.letter.get_absolute_url()
        yield Line(row.letter.attending_id, row.on, words, path, "letters", state in IN_TOUCH)
