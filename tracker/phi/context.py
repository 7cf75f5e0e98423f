"""Who a sentence is about: a patient or family, the staff, the trainee, or a source.

The same number is a patient's phone in one sentence and the front desk in another (product.md, "Settled
details").
"""

import re
from bisect import bisect_right
from functools import cached_property

AGED = r"\d{1,3} ?-?(?:yo|y/o|y\.o\.?|yrs?[ -]old|years?[ -]old|[MF]\b|year[ -]old)"
RELATIVES = (
    r"wife|husband|spouse|son|daughter|mother|father|mom|mum|dad|brother|sister|aunt|uncle|niece|nephew|"
    r"cousin|grand(?:son|daughter|"
    r"mother|father|ma|pa|child)|fianc\w{1,2}|girlfriend|boyfriend|stepson|stepdaughter|stepmother|"
    r"step-?dad|step-?mom|hubby|"
    r"stepfather|roommate|guardian|"
    r"neighbou?r|caregiver|partner|widow|granny|twin|abuela|abuelo"
)
# "patient education" is about no patient.
COMPOUND = (
    r"(?![ -](?:education|safety|care|portal|advoca|experience|hand-?off|cent|access|relations|"
    r"satisfaction|flow|transport|lists?\b|"
    r"counsel|simulat|handouts?|panel|registration|services?|population|volume|load|encounters?|database|"
    r"outcomes?|rights|privacy|"
    r"leaflet|information|materials?|resources?|lift|monitor|interview(?:ing)?\b|presentations?|exam\b|"
    r"notes?\b|facing|tower|parking|"
    r"entrance|financial|family advisory|perspective|communication|engagement|support line))"
)
SENTENCE_END = re.compile(
    r"(?:(?<!\b[A-Za-z])(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bSt)(?<!\bvs)(?<!\b[Nn]o)(?<!\bpt)"
    r"(?<!\bPt)(?<!\bdr)(?<!\bmr)"
    r"(?<!\b[Jj]an)(?<!\b[Ff]eb)(?<!\b[Mm]ar)(?<!\b[Aa]pr)(?<!\b[Jj]un)(?<!\b[Jj]ul)(?<!\b[Aa]ug)(?<!\b[Ss]ept)"
    r"(?<!\b[Ss]ep)(?<!\b[Oo]ct)(?<!\b[Nn]ov)(?<!\b[Dd]ec)"
    r"(?<!\bmrs)(?<!\bms)(?<!\bSra)(?<!\bSr)[.!?]['\")\]]{0,2}[ \t]{1,4}(?=\S))|\n|;[ \t]"
)
PATIENT = re.compile(
    rf"\b(?:patient|pt)\b{COMPOUND}|\b{AGED}|\b(?:mr|mrs|miss)\b|\b(?:family|lady|gentleman|baby|infant|kid|"
    rf"toddler|neonate|"
    rf"newborn|{RELATIVES})\b"
    r"(?! (?:medicine|practice|meeting room|physicians?|house))|(?<!nurse )(?<!staff )\b(?:man|woman|boy|"
    r"girl|guy)\b",
    re.IGNORECASE,
)
PRONOUN = re.compile(r"\b(?:she|he|her|his|him|hers|their)\b|(?-i:\bMs\.? [A-Z])", re.IGNORECASE)
STAFF = re.compile(
    r"\b(?:dr|drs|doctor|prof|professor|attending|resident|fellow|intern|pgy ?\d|nurse|rn|np|pa|md|"
    r"coordinator|clinic|office|hospital|"
    r"department|dept|program|pd|desk|security|pharmacy|pharmacist|pager|paged?|ext|extension|residency|"
    r"faculty|secretary|admin\w*|gme|"
    r"badge|registrar|library|librarian|operator|interpreter|consult\w*|radiology|hotline|poison|"
    r"university|school|mentor|preceptor|team|conference|"
    r"lecture|zoom|webex|agency|campus|housing|landlord|airbnb|embassy|consulate|parking|staff|worker|"
    r"clerk|manager|director|chief|observership|"
    r"rotation|interview|it help|help ?desk|medical cent(?:er|re)|unit(?! ?#?\d)|"
    r"lab|labs|elective|chair|fax to|"
    r"vendor|hr|occ(?:upational)? health|"
    r"employee health|ecfmg|aamc|nrmp|eras|orientation|workshop|research|pi|irb|journal|course|colleague|"
    r"student)\b",
    re.IGNORECASE,
)
OWN = re.compile(
    r"\b(?:my|mine|me|our|own|i(?: am|'m)? (?:rent|live|stay|moved)\w*|staying at|rent(?:ing|ed)?)\b",
    re.IGNORECASE,
)
SOURCE = re.compile(
    r"\b(?:guidelines?|articles?|papers?|read(?:ing)?|lectures?|course|calculator|podcast|video|slides?|"
    r"handouts?|uptodate|review|"
    r"journal|followed|tweet(?:ed)?|app|website of the|webinar|module|modules|register|sign ?up|template|"
    r"cheat ?sheet|blog post|"
    r"reference|source|link|links|pdf|abstract|chapter|trial|study|resource|watch|watched|free)\b",
    re.IGNORECASE,
)


class Context:
    """The folded text cut into sentences, each asked at most once about whom it speaks."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._known: dict[tuple[int, str], bool] = {}

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(m.end() for m in SENTENCE_END.finditer(self.text))]

    def sentence(self, place: int) -> tuple[int, int]:
        """Start and end of the sentence that holds this place."""
        which = bisect_right(self._starts, place) - 1
        end = self._starts[which + 1] if which + 1 < len(self._starts) else len(self.text)
        return self._starts[which], end

    def _says(self, place: int, name: str, pattern: re.Pattern[str]) -> bool:
        start, end = self.sentence(place)
        if (start, name) not in self._known:
            self._known[start, name] = pattern.search(self.text, start, end) is not None
        return self._known[start, name]

    def has_patient(self, place: int) -> bool:
        """A patient or relative stands in the sentence; a pronoun counts where no staff is named."""
        return self._says(place, "patient", PATIENT) or (
            self._says(place, "pronoun", PRONOUN) and not self._says(place, "staff", STAFF)
        )

    def names_patient(self, place: int) -> bool:
        """A patient or relative by a noun, an age or a title; pronouns do not count."""
        return self._says(place, "patient", PATIENT)

    def is_public(self, place: int) -> bool:
        """No patient in the sentence, and staff, a workplace or the trainee is: the number is theirs."""
        if self.has_patient(place):
            return False
        return self._says(place, "staff", STAFF) or self._says(place, "own", OWN)

    def is_own(self, place: int) -> bool:
        """No patient in the sentence, and the trainee is: it is theirs."""
        return not self.has_patient(place) and self._says(place, "own", OWN)

    def speaks_of_source(self, place: int) -> bool:
        """Something to read, or staff, stands in the sentence."""
        return self._says(place, "source", SOURCE) or self._says(place, "staff", STAFF)

    def is_source(self, place: int) -> bool:
        """No patient in the sentence, and it speaks of something to read, or of staff or the trainee."""
        return self.is_public(place) or (not self.has_patient(place) and self._says(place, "source", SOURCE))
