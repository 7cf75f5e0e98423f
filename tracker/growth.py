"""What an attending said and what the person changed, as an example of growth (product.md §3)."""

from tracker.models import Example
from tracker.models.examples import LONGEST_EXAMPLE

LONGEST_PART = (LONGEST_EXAMPLE - 30) // 2


def follow_feedback(feedback, now):
    """Make the example say what the feedback says: none without a change.

    An example its owner deleted stays deleted; `feedback` is saved by the caller.
    """
    example = feedback.example
    if not feedback.changed:
        if example is not None:
            Example.objects.filter(pk=example.pk, deleted_at=None).update(deleted_at=now)
            feedback.example = None
        return
    if example is None:
        example = Example(owner=feedback.owner, quality=Example.Quality.GROWTH)
    example.text = text_of(feedback)
    example.on = feedback.changed_on or feedback.asked_on
    example.rotation, example.attending = feedback.rotation, feedback.attending
    example.save()
    feedback.example = example


def text_of(feedback) -> str:
    """As "Heard: presentations too long. Changed: one-liner first.", at most 400 characters."""
    heard, changed = (cut(words, LONGEST_PART) for words in (feedback.heard, feedback.changed))
    return f"Heard: {heard} Changed: {changed}"


def cut(text, most):
    """One line of at most `most` characters, cut at a word."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0] + "…"
