"""Rules on tone: short, respectful, specific beats long and desperate (domain.md §5)."""

import re
from collections.abc import Iterable
from dataclasses import replace

from outreach.composer import LINES, Draft, one_line
from outreach.lint.particulars import particular
from outreach.lint.phrases import phrases
from outreach.lint.rule import Hit, Mail, Severity, name_of, quoted, rule, show
from outreach.lint.sentences import sentences, without

_DESPERATE = phrases(
    "any (?:kind of |sort of |type of |possible )?(?:opportunity|position|chance|role)"
    "(?: (?:whatsoever|whatever|at all))?",
    "whatsoever",
    "anything at all",
    "desperate(?:ly)?",
    r"i(?: am|[’']m)? beg(?:ging)?",
    "please,? please",
    "my (?:last|only) (?:hope|chance)",
    "i (?:will|would|can|could) do anything",
    "give me (?:a|one|just one) chance",
    "change my life",
    "i (?:really )?need (?:this|your help)",
    "even (?:for )?(?:one|a single) (?:day|week)",
    "(?:forever|eternally|extremely|immensely) grateful",
    r"humbl[ey] (?:request|beg|ask)\w*",
    "your kind ?(?:self|ness)",
    "mercy",
    "god bless",
)
_APOLOGY = phrases(
    r"(?:sorry|apologi[sz]e|apologies|forgive me|pardon me|excuse me)\b[^.?!]{0,120}"
    r"\b(?:bother|disturb|time|email|mail|intru|writ|inbox|trouble|inconvenien|cold)\w*",
    r"i know (?:that )?you(?: are|[’']re) (?:very |extremely |so )?busy",
)
_PRESSURE = phrases(
    "as soon as possible",
    "asap",
    "urgent(?:ly)?",
    "at your earliest(?: convenience)?",
    "do the needful",
    "(?:immediate|prompt|positive|favou?rable|quick|early|swift) (?:reply|response|answer|attention)",
    "a?waiting (?:for )?your (?:reply|response|answer)",
    "i expect (?:a|an|your)",
)
_FLATTERY = phrases(
    "esteemed",
    "prestigious",
    "world[- ]?(?:renowned|class|famous)",
    "renowned",
    "illustrious",
    "legendary",
    "eminent",
    "distinguished",
    "greatest",
    "genius",
    "role model",
    "(?:great|huge|big) (?:fan|admirer|honou?r)",
    r"(?:so|truly|deeply) (?:inspir\w+|impressed)",
    r"(?:amazing|incredible|outstanding|remarkable|phenomenal|extraordinary|excellent) "
    r"(?:work|career|research|achievements?|contributions?|doctor|physician|reputation|profile)",
)
_CLICHE = phrases(
    "since (?:my )?childhood",
    "ever since i was",
    "always (?:dreamed|dreamt|wanted)",
    "lifelong dream",
    "dream of",
    "my dream",
    "passionate about",
    "my passion",
    "i hope this (?:e?mail|message) finds you(?: well)?",
    "hard[- ]?working (?:and|individual)",
    "team player",
    "(?:quick|fast) learner",
)
_EMOJI = re.compile(
    r"[\u2600-\u27bf\U0001f000-\U0001faff][\ufe0f\u200d\u2600-\u27bf\U0001f000-\U0001faff]*|"
    r"[:;]-?[)(D](?=\s|$)"
)
_ACRONYMS = """
USMLE ECFMG ERAS NRMP AAMC ACGME HIPAA MBBS MBBCH ICU CCU NICU PICU STEMI NSTEMI COPD ARDS SGLT COVID
SARS JAMA NEJM AHA ACC CHEST ASCO ACP AAOS NIH CDC UCLA UCSF UCSD USC NYU MGH UPMC UNC UAB LSU SUNY CUNY
MRCP MRCS PLAB AIIMS OSCE EPIC EMR EHR TEE TTE ECMO CABG LVAD MRSA HFPEF HFREF EGFR PD-L1 GLP SPSS REDCAP
IRB PGY IMG FMG USCE ACLS BLS ATLS AKUH CMC KEMU DOW
"""
ACRONYMS = frozenset(_ACRONYMS.split())
_CAPS_RUN = re.compile(r"(?:\b[A-Z]{2,}\b[\s,!?.-]*)+")
_SHOUTED_WORDS = """
PLEASE URGENT URGENTLY IMPORTANT VERY REALLY NEED HELP ANY OPPORTUNITY NOW MUST THANK THANKS YOU FREE
BEST STRONG HIGHLY MOTIVATED REQUEST IMMEDIATELY
"""
_SHOUTED = frozenset(_SHOUTED_WORDS.split())
_TEXTS = ("subject", *LINES)


def _each(
    mail: Mail, pattern: re.Pattern, lines: tuple[str, ...] = LINES
) -> Iterable[tuple[str, list[re.Match]]]:
    for line in lines:
        if found := list(pattern.finditer(mail.text(line))):
            yield line, found


def cut_sentences(pattern: re.Pattern):
    """A fix that drops each sentence the pattern stands in."""

    def fix(mail: Mail) -> Draft:
        changes = {}
        for line, _ in _each(mail, pattern):
            found = [s for s in sentences(mail.text(line)) if pattern.search(s.text)]
            changes[line] = without(mail.text(line), [(s.start, s.end) for s in found])
        return replace(mail.draft, **changes)

    return fix


def _last_word_before(text: str, position: int) -> str:
    """The last word of the sentence that ends before the one at `position`; "" when it is the first."""
    before = [s for s in sentences(text) if s.end <= position]
    return before[-1].text.rstrip('.!?…"”').split()[-1] if before else ""


@rule(
    "tone.desperate",
    Severity.WARN,
    bad=show("attachments", "My CV is attached. I would be grateful for any opportunity whatsoever."),
    good=show("attachments", "My CV is attached."),
    fix=cut_sentences(_DESPERATE),
)
def tone_desperate(mail: Mail) -> Iterable[Hit]:
    """A wish for anything at all is hard to grant. A precise one is easy."""
    for line, found in _each(mail, _DESPERATE):
        stop = _last_word_before(mail.text(line), found[0].start())
        advice = f"Stop after {quoted(stop)}." if stop else f"Leave out {quoted(found[0].group())}."
        yield Hit(line, f"{name_of(line)} sounds desperate.", advice, found[0].span())


@rule(
    "tone.apology",
    Severity.HINT,
    bad=show("intro", "Sorry to bother you. I’m Nadia Rahman, a 2024 graduate from Dhaka."),
    good=show("intro", "I’m Nadia Rahman, a 2024 graduate from Dhaka."),
    fix=cut_sentences(_APOLOGY),
)
def tone_apology(mail: Mail) -> Iterable[Hit]:
    """A short mail with a clear question needs no apology; the apology only makes it longer."""
    for line, found in _each(mail, _APOLOGY):
        yield Hit(
            line,
            f"{name_of(line)} apologizes for writing.",
            "Begin with what you have to say.",
            found[0].span(),
        )


@rule(
    "tone.pressure",
    Severity.HINT,
    bad=show("attachments", "My CV is attached. I look forward to your prompt reply."),
    good=show("attachments", "My CV is attached."),
    fix=cut_sentences(_PRESSURE),
)
def tone_pressure(mail: Mail) -> Iterable[Hit]:
    """They owe you nothing yet; hurry from a stranger is easy to refuse."""
    for line, found in _each(mail, _PRESSURE, _TEXTS):
        advice = f"Leave out {quoted(found[0].group())}."
        yield Hit(line, f"{name_of(line)} presses for an answer.", advice, found[0].span())


@rule(
    "tone.flattery",
    Severity.HINT,
    bad=show("why_them", "Your esteemed work has deeply inspired me."),
    good=show("why_them", "Your 2025 study of discharge calls changed how I explain medications."),
)
def tone_flattery(mail: Mail) -> Iterable[Hit]:
    """Praise without a fact could be sent to anyone. The fact alone is the compliment."""
    for line, found in _each(mail, _FLATTERY):
        if not particular(mail.text(line), mail.recipient):
            advice = f"Say what you read or saw instead of {quoted(found[0].group())}."
            yield Hit(line, f"{name_of(line)} praises without a fact.", advice, found[0].span())


@rule(
    "tone.cliche",
    Severity.HINT,
    bad=show("intro", "I hope this email finds you well. I’m Nadia Rahman, a 2024 graduate from Dhaka."),
    good=show("intro", "I’m Nadia Rahman, a 2024 graduate from Dhaka."),
)
def tone_cliche(mail: Mail) -> Iterable[Hit]:
    """Phrases everyone uses are skipped, and the words after them with them."""
    for line, found in _each(mail, _CLICHE):
        yield Hit(
            line,
            f"{name_of(line)} has a stock phrase.",
            f"Leave out {quoted(found[0].group())}.",
            found[0].span(),
        )


def calm(mail: Mail) -> Draft:
    texts = {line: re.sub(r"\s*(?:\?\s*!|!\s*\?)[!?]*", "?", mail.text(line)) for line in _TEXTS}
    return replace(mail.draft, **{line: re.sub(r"\s*!+(?:\s*!)*", ".", text) for line, text in texts.items()})


@rule(
    "tone.exclamation",
    Severity.HINT,
    bad=show("attachments", "My CV is attached!!"),
    good=show("attachments", "My CV is attached."),
    fix=calm,
)
def tone_exclamation(mail: Mail) -> Iterable[Hit]:
    """Exclamation marks read as nerves."""
    for line, found in _each(mail, re.compile(r"!+"), _TEXTS):
        count = sum(len(match.group()) for match in found)
        marks = "an exclamation mark" if count == 1 else f"{count} exclamation marks"
        yield Hit(line, f"{name_of(line)} has {marks}.", "A full stop is enough.", found[0].span())


def _shouts(text: str) -> list[tuple[int, int]]:
    spans = []
    for run in _CAPS_RUN.finditer(text):
        words = re.findall(r"[A-Z]{2,}", run.group())
        loud = [word for word in words if word not in ACRONYMS and len(word) > 3]
        if len(loud) >= 2 or _SHOUTED & set(words):
            spans.append((run.start(), run.start() + len(run.group().rstrip(" ,!?.-\n\t"))))
    return spans


def lower(mail: Mail) -> Draft:
    """Shouted words in lower case, acronyms kept, sentences still beginning with a capital."""
    changes = {}
    for line in _TEXTS:
        text = mail.text(line)
        for start, end in _shouts(text):
            quiet = re.sub(
                r"[A-Z]{2,}",
                lambda m: m.group() if m.group() in ACRONYMS else m.group().lower(),
                text[start:end],
            )
            if not text[:start].strip() or text[:start].rstrip()[-1] in ".?!":
                quiet = quiet[:1].upper() + quiet[1:]
            text = text[:start] + quiet + text[end:]
        changes[line] = text
    return replace(mail.draft, **changes)


@rule(
    "tone.capitals",
    Severity.HINT,
    bad=show("ask", "PLEASE could we speak for 15 minutes in the week of 9 November?"),
    good=show("ask", "Could we speak for 15 minutes in the week of 9 November?"),
    fix=lower,
)
def tone_capitals(mail: Mail) -> Iterable[Hit]:
    """Capitals read as shouting. Acronyms of the field are fine."""
    for line in _TEXTS:
        if spans := _shouts(mail.text(line)):
            words = mail.text(line)[slice(*spans[0])]
            yield Hit(line, f"{name_of(line)} shouts.", f"Write {quoted(words)} in lower case.", spans[0])


def plain(mail: Mail) -> Draft:
    return replace(
        mail.draft,
        **{line: one_line(_EMOJI.sub(" ", mail.text(line))) for line, _ in _each(mail, _EMOJI, _TEXTS)},
    )


@rule(
    "tone.emoji",
    Severity.HINT,
    bad=show("attachments", "My CV is attached. 😊"),
    good=show("attachments", "My CV is attached."),
    fix=plain,
)
def tone_emoji(mail: Mail) -> Iterable[Hit]:
    """A first mail to a physician you have not met goes without smileys."""
    for line, found in _each(mail, _EMOJI, _TEXTS):
        yield Hit(line, f"{name_of(line)} has a smiley.", "Leave it out of a first mail.", found[0].span())
