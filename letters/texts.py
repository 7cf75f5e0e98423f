"""What to say: asking, nudging, thanking, in person and by email (product.md §5, Asking). Pure.

Filled from the person's own examples. Wardbook drafts; the person says or sends it.
"""

from dataclasses import dataclass
from datetime import date

MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
QUESTION = "Would you be comfortable writing me a strong letter?"
# best remembered first: what an attending can picture makes the second sentence
TELLING = ("growth", "initiative", "reliability", "teamwork", "communication")


@dataclass(frozen=True)
class Moment:
    """One example in the person's own words, and the day it was seen."""

    quality: str
    text: str
    on: date


@dataclass(frozen=True)
class TextFacts:
    """What the texts are made of; every text also reads well where a part is missing.

    `writer` is "Dr. Feldman", `weeks` the weeks together, `specialty` what one applies in, `review_on` the
    day programs read, `due_on` the day the letter is needed by, `packet_url` the private link.
    """

    writer: str
    name: str
    weeks: int = 0
    moments: tuple[Moment, ...] = ()
    specialty: str = ""
    review_on: date | None = None
    due_on: date | None = None
    asked_on: date | None = None
    has_agreed: bool = False
    is_over: bool = False
    letter_id: str = ""
    packet_url: str = ""


@dataclass(frozen=True)
class Text:
    """`subject` is empty for what is said in person; `body` has blank lines between paragraphs."""

    subject: str
    body: str

    @property
    def paragraphs(self) -> list[str]:
        return self.body.split("\n\n")


def letter_day(on: date, today: date | None = None) -> str:
    """ "Thursday, November 12": the way the person who reads it writes a day. `today` adds another year."""
    words = f"{DAY_NAMES[on.weekday()]}, {MONTH_NAMES[on.month - 1]} {on.day}"
    return words if today is None or on.year == today.year else f"{words}, {on.year}"


def ask_in_person(facts: TextFacts, today: date) -> Text:
    thanks = f"{facts.writer}, thank you for {_together(facts)}."
    opening = " ".join(filter(None, (thanks, _moment(facts, today))))
    return Text("", f"{opening}\n\n{_applying(facts, today)} {QUESTION}")


def ask_by_email(facts: TextFacts, today: date) -> Text:
    thanks = f"Thank you for {_together(facts)}."
    opening = " ".join(filter(None, (thanks, _moment(facts, today))))
    offer = "If you would, I will send my CV, my personal statement and one page of our work together"
    if facts.due_on:
        offer += f"; the letter would be needed by {letter_day(facts.due_on)}, {facts.due_on.year}"
    body = (
        f"Dear {facts.writer},\n\n{opening}\n\n{_applying(facts, today)} {QUESTION}\n\n{offer}. "
        f"If you would rather not, I am grateful for an honest answer.\n\nWith thanks,\n{facts.name}"
    )
    return Text("A question about a letter of recommendation", body)


def if_yes() -> Text:
    return Text(
        "",
        "Thank you. You will have my CV, my personal statement, one page of our work together and the "
        "ERAS request within two days.",
    )


def if_hesitant() -> Text:
    return Text("", "Thank you for being honest. What would you need to see from me?")


def packet(facts: TextFacts, today: date) -> Text:
    """The mail the private link goes in."""
    due = f" The letter is needed by {letter_day(facts.due_on)}, {facts.due_on.year}." if facts.due_on else ""
    link = f"\n\n{facts.packet_url}" if facts.packet_url else ""
    body = (
        f"Dear {facts.writer},\n\nThank you for agreeing to write for me. Everything you may need is on one "
        f"page: our work together, my CV, my personal statement and how to upload.{due} You can answer on it "
        f"as well; no account is needed.{link}\n\nWith thanks,\n{facts.name}"
    )
    return Text("For my letter: one page with everything", body)


def nudge(facts: TextFacts, today: date) -> Text:
    if facts.has_agreed:
        opening = "Thank you again for agreeing to write a letter for me."
    else:
        on = f" on {letter_day(facts.asked_on, today)}" if facts.asked_on else ""
        opening = f"I asked you{on} whether you would be comfortable writing me a strong letter."
    needed = f" It is needed by {letter_day(facts.due_on, today)}." if facts.due_on else ""
    own_id = f" The Letter ID is {facts.letter_id}." if facts.letter_id else ""
    closing = (
        "Is there anything I can send to make it easier?"
        if facts.has_agreed
        else "If you would rather not, an honest no helps me just as well."
    )
    body = f"Dear {facts.writer},\n\n{opening}{needed}{own_id}\n\n{closing}\n\nWith thanks,\n{facts.name}"
    return Text("The letter of recommendation", body)


def thanks(facts: TextFacts, today: date) -> Text:
    body = (
        f"Dear {facts.writer},\n\nYour letter is in ERAS. Thank you for the time you took to write it, and "
        f"for {_together(facts)}. I will let you know how the season goes.\n\nWith thanks,\n{facts.name}"
    )
    return Text("Thank you for your letter", body)


def _together(facts: TextFacts) -> str:
    """ "these three months", "our 17 weeks together"."""
    if facts.weeks < 2:
        return "the time you gave me"
    words = f"{facts.weeks} weeks"
    if facts.weeks > 8:
        number = round(facts.weeks * 7 / 30.4)
        words = f"{_SPELLED.get(number, number)} months"
    return f"our {words} together" if facts.is_over else f"these {words}"


_SPELLED = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}


def _moment(facts: TextFacts, today: date) -> str:
    """ "What I remember best is 21 October: checked the late potassium after sign-out." """
    if not facts.moments:
        return ""
    order = {quality: place for place, quality in enumerate(TELLING)}
    best = min(facts.moments, key=lambda one: (order.get(one.quality, len(order)), -one.on.toordinal()))
    text = best.text.strip().rstrip(".…")
    is_name = len(text) > 1 and text[1].isupper()
    text = text if is_name else text[:1].lower() + text[1:]
    year = f", {best.on.year}" if best.on.year != today.year else ""
    return f"What I remember best is {MONTH_NAMES[best.on.month - 1]} {best.on.day}{year}: {text}."


def _applying(facts: TextFacts, today: date) -> str:
    where = f" in {_small(facts.specialty)}" if facts.specialty else " for residency"
    return f"I am applying{where}{_when(facts.review_on, today)}."


def _when(review_on: date | None, today: date) -> str:
    """ " this September", " next September", " in September 2029"."""
    if review_on is None or review_on < today:
        return ""
    month = MONTH_NAMES[review_on.month - 1]
    if review_on.year == today.year:
        return f" this {month}"
    return f" next {month}" if review_on.year == today.year + 1 else f" in {month} {review_on.year}"


def _small(specialty: str) -> str:
    """ "Internal medicine" in the middle of a sentence; abbreviations stay."""
    return specialty if specialty[1:2].isupper() else specialty[:1].lower() + specialty[1:]
