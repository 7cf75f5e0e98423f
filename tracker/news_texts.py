"""The draft of one mail with news for one person (product.md §4, milestone news). Pure.

Wardbook drafts; the person reads, changes and sends each one. It asks for nothing.
"""

from dataclasses import dataclass

SUBJECTS = {
    "matched": "I matched",
    "exam": "I passed",
    "interview": "An interview",
    "paper": "A paper of mine",
    "certified": "Certified",
}
_THANKS = {
    "advocate": "You spoke up for me when it counted, and I have not forgotten it.",
    "mentor": "What I learned from you is part of it. Thank you.",
}
_PLAIN = "Thank you for the time you gave me."


@dataclass(frozen=True)
class NewsFacts:
    """`writer` is whom it goes to, as "Dr. Feldman"; `together` where they worked, as "internal medicine
    at St. Brendan", empty when they never did; `until` the month that ended, as "December 2026", empty
    while it still runs.
    """

    writer: str
    name: str
    kind: str
    sentence: str
    closeness: str = ""
    together: str = ""
    until: str = ""


@dataclass(frozen=True)
class NewsText:
    subject: str
    body: str


def draft(facts: NewsFacts) -> NewsText:
    """A greeting, the news in the person's own sentence, what it has to do with the reader, thanks."""
    sentence = facts.sentence.strip()
    if sentence and sentence[-1] not in ".!?…":
        sentence += "."
    second = " ".join(part for part in (_together(facts), _THANKS.get(facts.closeness, _PLAIN)) if part)
    parts = [f"Dear {facts.writer},", sentence, second, f"Kind regards,\n{facts.name}"]
    return NewsText(SUBJECTS.get(facts.kind, "Some news"), "\n\n".join(parts))


def _together(facts):
    if not facts.together:
        return ""
    if facts.until:
        return f"I wanted you to hear it from me: I worked with you in {facts.together} until {facts.until}."
    return f"I wanted you to hear it from me while I am with you in {facts.together}."
