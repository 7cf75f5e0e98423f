"""The honest-role check: an observer who writes "treated" is asked to say *observed* (product.md §3).

Pure rules. A claim is a hands-on verb in the first person or without a subject; what a named person or
"the resident" did, what "was performed" and what was "observed" are no claims.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tracker.wordlist import wordset

# past form: (base form, the noun or -ing form after "observed")
VERBS = {
    "treated": ("treat", "the treatment of"),
    "prescribed": ("prescribe", "the prescribing of"),
    "performed": ("perform", "the performing of"),
    "sutured": ("suture", "the suturing of"),
    "ordered": ("order", "the ordering of"),
    "intubated": ("intubate", "the intubation of"),
    "extubated": ("extubate", "the extubation of"),
    "administered": ("administer", "the administering of"),
    "injected": ("inject", "the injection of"),
    "inserted": ("insert", "the insertion of"),
    "placed": ("place", "the placing of"),
    "operated": ("operate", "an operation"),
    "diagnosed": ("diagnose", "the diagnosis of"),
    "catheterized": ("catheterize", "the catheterization of"),
    "cannulated": ("cannulate", "the cannulation of"),
    "drained": ("drain", "the draining of"),
    "incised": ("incise", "the incision of"),
    "debrided": ("debride", "the debridement of"),
    "resected": ("resect", "the resection of"),
    "biopsied": ("biopsy", "the biopsy of"),
    "aspirated": ("aspirate", "the aspiration of"),
    "splinted": ("splint", "the splinting of"),
    "defibrillated": ("defibrillate", "the defibrillation of"),
    "cardioverted": ("cardiovert", "the cardioversion of"),
    "resuscitated": ("resuscitate", "the resuscitation of"),
    "managed": ("manage", "the management of"),
    "delivered": ("deliver", "the delivery of"),
    "dosed": ("dose", "the dosing of"),
    "titrated": ("titrate", "the titration of"),
    "stitched": ("stitch", "the stitching of"),
}
BASE = {base: past for past, (base, _) in VERBS.items()}
# What these verbs also mean away from a patient.
ELSEWHERE = {
    "performed": (
        r"(?:an? |the |my |our )?(?:\w+ ){0,2}?(?:literature|lit|chart|data|search|review|audit|analysis|"
        r"analyses|research|statistic\w*|meta-?analysis|"
        r"well|poorly|better|badly|best|survey|study|presentation|skit|song|self|reconciliation|needs|qi|"
        r"simulat\w*|calculation\w*|regression)\b"
    ),
    "ordered": (
        r"(?:an? |the |my |some |us |me )?(?:\w+ )?(?:lunch|pizza|coffee|food|dinner|books?|textbooks?|"
        r"scrubs|stethoscope|badge|uber|list|differential|problem list|"
        r"notes|slides|in|to|by|for)\b"
    ),
    "treated": (
        r"(?:me|us|as|like|every\w+|all|colleagues|staff|nurses|the (?:team|staff|nurses)|people|each|"
        r"myself|with|for|by|\w+ (?:with respect|kindly|well))\b"
    ),
    "managed": r"(?:to|my|time|the time|data|a team|expectations|myself|the project|well|by|with|stress)\b",
    "placed": (
        r"(?:emphasis|on|in|at|with|by|first|second|third|importance|trust|my|the (?:order|chart|probe|"
        r"stickers|leads)|an? (?:request|call)|under|well)\b"
    ),
    "delivered": (
        r"(?:an? |the |my |our )?(?:\w+ ){0,2}?(?:talk|presentation|lecture|speech|news|poster|message|"
        r"handouts?|feedback|results?|by|via|at|one-liner|report|summary|labs?|samples?)\b"
    ),
    "administered": r"(?:an? |the )?(?:\w+ )?(?:surveys?|questionnaires?|quiz|by|phq\S*|moca|mmse)\b",
    "inserted": r"(?:an? |the |my )?(?:slide|image|figure|table|comment|reference|row|column|by)s?\b",
    "diagnosed": r"(?:with|by|at|in|as)\b",
    "drained": r"(?:by|from|after|and tired|me|my)\b",
    "operated": r"(?:the (?:camera|slides|computer|projector|laptop|ultrasound simulator)|by|under|at)\b",
}
ALWAYS_PASSIVE = re.compile(
    r"[ ](?:by|per|via)\b(?! (?:me|myself)\b)|[ ](?:[\w-]+ ){1,2}by (?:dr|the|a|an|our)\b", re.IGNORECASE
)
CLAIM = re.compile(rf"(?<![\w-])(?:{'|'.join(VERBS)})(?![\w-])", re.IGNORECASE)
LET = re.compile(
    rf"(?<!\w)(?:I (?:got|get|was able|was allowed|was permitted|had the chance|had a chance|"
    rf"was asked)(?: the chance)? to|(?:let|had|made) me|I (?:can|helped(?: to)?|could|did))"
    rf"[ ](?:also |then |independently )?(?P<base>{'|'.join(BASE)})(?!\w)",
    re.IGNORECASE,
)
BY_ME = re.compile(rf"(?<!\w)(?P<past>{'|'.join(VERBS)}) by (?:me|myself)\b", re.IGNORECASE)
CLAUSE_START = re.compile(r"[.!?;:\n•*|()\[\]>→–—]|(?:^|\s)-(?=\s)|\d\)|--")
WORD = re.compile(r"[A-Za-z][\w'’-]*|&|,|\+|/")
ADVERBS = wordset(
    "also then independently personally successfully just today first again carefully later have had 've "
    "i've we've quickly initially "
    "finally always even actually really mostly often once twice now afterwards next subsequently myself "
    "yesterday tonight overnight "
    "already safely correctly together properly"
)
JOINERS = frozenset(["and", "&", ",", "+", "/", "then", "or", "plus"])
FIRST_PERSON = frozenset(["i", "we", "i've", "we've"])
WATCHING = wordset(
    "observed observing watched watching seeing shadowed shadowing witnessed learned learnt discussed read "
    "heard explained noted asked"
)
SEEING = re.compile(
    r"(?:saw|followed|reviewed) (?:the |our |an? |my )?(?:how|what|why|that|when|dr|drs|doctor|attending|"
    r"resident|fellow|intern|surgeon|nurse|rn|np|pa|team)\b",
    re.I,
)
PASSIVE = wordset(
    "was were been being is are be got gets get as when if not never didn't wasn't to would should could "
    "will must can may who which that"
)
ACTORS = re.compile(
    r"\b(?:dr|drs|doctor|attending|resident|fellow|intern|surgeon|nurse|rn|np|pa|team|they|he|she|who|"
    r"which|pgy\d?|anesthesi\w+|midwife|"
    r"physician|staff|student|patient|pt|tech|therapist|chief|senior|consultant|cardiology|surgery|ems|"
    r"paramedics?|someone|everyone|it)\b",
    re.IGNORECASE,
)
PAST_START = re.compile(
    r"(?:\w+ed|saw|did|took|went|wrote|gave|made|got|sat|met|read|held|began|ran|led|put|cut)$", re.IGNORECASE
)

MOSTLY_OBSERVED_SOURCE = "Wright State University, clerkship patient logger policy"


@dataclass(frozen=True)
class Claim:
    """One hands-on claim. `words` is exactly `text[start:end]`; `suggestion` takes its place."""

    start: int
    end: int
    verb: str
    words: str
    suggestion: str

    @property
    def why(self) -> str:
        """The reason, with both ways out (product.md §3)."""
        return (
            f"“{self.words}” says you did it. This rotation is an observership: say “{self.suggestion}”, "
            "or change the type and attach the permission."
        )


@dataclass(frozen=True)
class MostlyObserved:
    """Over half of a hands-on rotation's cases are observed only."""

    observed: int
    total: int
    reason: str
    source: str


def check(text: str, *, hands_on: bool) -> tuple[Claim, ...]:
    """Hands-on claims in the log of an observership, in order of place; none where the rotation is "
    "hands-on."""
    if hands_on:
        return ()
    found: dict[int, Claim] = {}
    for match in CLAIM.finditer(text):
        verb = match[0].lower()
        if _is_claim(text, match, verb):
            found[match.start()] = _claim(
                match.start(), match[0], VERBS[verb][0], _observed(text, match, verb)
            )
    for match in LET.finditer(text):
        verb = match["base"].lower()
        first = "I observed" if match[0][0] == "I" else "observed"
        suggestion = f"{first} {VERBS[BASE[verb]][1]}"
        found[match.start()] = _claim(match.start(), match[0], verb, suggestion)
    for match in BY_ME.finditer(text):
        verb = match["past"].lower()
        found[match.start()] = _claim(match.start(), match[0], VERBS[verb][0], f"{match['past']}, I observed")
    return tuple(found[place] for place in sorted(found))


def mostly_observed(roles: Iterable[str]) -> MostlyObserved | None:
    """The verdict when over half of the cases' roles are "observed"; None up to half, or without cases.

    For hands-on rotations. The rule: no more than 50 % of encounters by observation only (domain.md §9).
    """
    all_roles = [str(role).lower() for role in roles]
    observed = all_roles.count("observed")
    if observed * 2 <= len(all_roles):
        return None
    return MostlyObserved(
        observed=observed,
        total=len(all_roles),
        reason=(
            f"You only observed in {observed} of {len(all_roles)} cases. In a hands-on rotation, aim for "
            f"half or fewer."
        ),
        source=MOSTLY_OBSERVED_SOURCE,
    )


def _claim(start: int, words: str, verb: str, suggestion: str) -> Claim:
    return Claim(start, start + len(words), verb, words, suggestion)


def _observed(text: str, match: re.Match[str], verb: str) -> str:
    """The words in the claim's place, in its own capital: "Sutured a wound" → "Observed the suturing of a "
    "wound"."""
    first = "Observed" if match[0][0].isupper() else "observed"
    rest = VERBS[verb][1]
    if verb == "operated" and text[match.end() : match.end() + 3].lower() != " on":
        rest = "operations"
    return f"{first} {rest}"


def _is_claim(text: str, match: re.Match[str], verb: str) -> bool:
    after = text[match.end() : match.end() + 60]
    if ALWAYS_PASSIVE.match(after) or not re.match(r"[ ]+[\w\"'“(]|[ ]*[,.;&+/]|$|[ ]*\n", after):
        return False
    if verb in ELSEWHERE and re.match(rf"\s+{ELSEWHERE[verb]}", after, re.IGNORECASE):
        return False
    before = _clause(text, match.start())
    words = [word.lower().replace("’", "'") for word in WORD.findall(before)]
    while words and words[-1] in ADVERBS and words[-1] not in FIRST_PERSON | {"i've", "we've"}:
        words.pop()
    if not words:
        return bool(re.match(r"\s*[,.;]?\s*\w", after)) or before.strip() == ""
    if words[-1] in FIRST_PERSON:
        return not _is_unreal(words)
    return words[-1] in JOINERS and _is_shared_subject(words, before)


def _is_unreal(words: list[str]) -> bool:
    """ "If I had ordered": thought, not done."""
    return "if" in words or "wish" in words


def _clause(text: str, place: int) -> str:
    """What stands before the verb since the sentence began, at most 300 letters of it."""
    before = text[max(0, place - 300) : place]
    start = 0
    for start_match in CLAUSE_START.finditer(before):
        token = start_match[0]
        if token == "." and re.search(
            r"\b(?:dr|mr|mrs|ms|st|vs|pt|prof|[A-Z])$", before[: start_match.start()], re.IGNORECASE
        ):
            continue
        start = start_match.end()
    return before[start:]


def _is_shared_subject(words: list[str], before: str) -> bool:
    """The verb hangs on "and" or a comma: whose sentence is it? Mine if it began with me, or with a plain "
    "verb of mine."""
    while words and (words[-1] in JOINERS or words[-1] in ADVERBS):
        words.pop()
    if not words:
        return True
    last_me = max((place for place, word in enumerate(words) if word in FIRST_PERSON), default=-1)
    if last_me >= 0:
        return (
            not ACTORS_AS_SUBJECT.search(" ".join(words[last_me + 1 :]))
            and words[min(last_me + 1, len(words) - 1)] not in WATCHING
        )
    first = next((word for word in words if word not in ADVERBS), "")
    if first in WATCHING or not PAST_START.match(first) or SEEING.match(" ".join(words)):
        return False
    return not ACTORS_AS_SUBJECT.search(" ".join(words[1:]))


# Somebody else has taken over as the subject: "and the resident", ", who", "as she", "while they".
ACTORS_AS_SUBJECT = re.compile(
    rf"(?:\b(?:and|while|as|then|when|because|but|so|after|before)|[,&])(?: the| a| an| our|"
    rf" my)? {ACTORS.pattern}(?! (?:and|with|,)$)|\b(?:who|she|he|they|which)\b",
    re.IGNORECASE,
)
