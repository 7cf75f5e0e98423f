"""Can this attending be asked for a letter, and why: six verdicts (product.md, Readiness)."""

from dataclasses import dataclass
from datetime import date

from accounts.spoken import listed, plural
from letters import grounds
from letters.backplan import SeasonFacts
from letters.case import Case, LetterFacts, measure, missing_words
from letters.presets import Preset
from letters.reasons import Option, Reason
from letters.standing import standing
from letters.states import BEFORE_ASKING
from letters.supervision import OPEN_END

TOO_LATE, TOO_SHORT, TOO_EARLY = "too_late", "too_short", "too_early"
NEARLY, ASK_THIS_WEEK, READY = "nearly", "ask_this_week", "ready"
LADDER = "ladder"
# Worst to best. The last three are one rank: the time is met, only urgency and polish differ.
RANK = {TOO_LATE: 0, TOO_SHORT: 1, TOO_EARLY: 2, NEARLY: 3, ASK_THIS_WEEK: 3, READY: 3}


@dataclass(frozen=True)
class Verdict:
    """What is said of one letter, and everything it was said from.

    `kind` is one of the six, or "ladder" once someone was asked. `reasons` lead with the one the page
    prints under the headline; there is always at least one. `weeks_supervised` and `weeks_needed` are
    the ruler, from `supervised_from`. `ask_from` None: the plan never reaches the preset. `missing`
    holds qualities and "feedback". `conflict` is "", "after_latest_ask" or "plan_ends_short".
    """

    kind: str
    headline: str
    reasons: tuple[Reason, ...]
    next_step: str
    options: tuple[Option, ...] = ()
    conflict: str = ""
    missing: tuple[str, ...] = ()
    preset: Preset | None = None
    ask_from: date | None = None
    latest_ask: date | None = None
    letters_in_on: date | None = None
    last_day: date | None = None
    supervised_from: date | None = None
    weeks_supervised: float = 0
    weeks_needed: int = 0
    weeks_planned: float | None = None
    is_late: bool = False

    @property
    def rank(self) -> int:
        """0 (too late) to 3 (the time is met). KeyError once the ladder speaks."""
        return RANK[self.kind]


def assess(facts: LetterFacts, today: date) -> Verdict:
    """The verdict of one letter on the morning of `today`, with its reasons and the next step."""
    case = measure(facts, today)
    if facts.record and facts.record.state not in BEFORE_ASKING:
        return _ladder(case)
    kind, conflict = _judge(case)
    found = grounds.for_verdict(case, kind, conflict)
    return _verdict(
        case, kind, _headline(case, kind, conflict), found.reasons, found.next_step, found.options, conflict
    )


def _judge(case: Case) -> tuple[str, str]:
    """The kind of verdict and the conflict it carries, in the order the settled details give them."""
    season, today, first = case.season, case.today, case.ask_from
    if season and _is_too_late(case, season):
        return TOO_LATE, ""
    if not case.is_time_met:
        if first is None and case.is_over:
            return TOO_SHORT, ""
        if first is None and case.chain:
            return TOO_EARLY, "plan_ends_short"
        return TOO_EARLY, "after_latest_ask" if season and first and first > season.latest_ask else ""
    is_closing = case.closes_within(case.last_day) or (
        season and (today > season.latest_ask or case.closes_within(season.latest_ask))
    )
    if is_closing:
        return ASK_THIS_WEEK, ""
    return (NEARLY, "") if case.missing else (READY, "")


def _is_too_late(case: Case, season: SeasonFacts) -> bool:
    """Letters can no longer arrive: the day has passed, or even without a break ask-from comes after it.

    Nothing here depends on `today` but the day itself, so too late stays too late.
    """
    if case.today > season.letters_in_on:
        return True
    return case.earliest is not None and case.earliest > season.letters_in_on


def _headline(case: Case, kind: str, conflict: str) -> str:
    if kind == TOO_EARLY:
        return f"Too early: {_too_early(case, conflict)}"
    if kind == NEARLY:
        return f"Nearly: missing {listed(missing_words(case.missing))}"
    if kind == ASK_THIS_WEEK:
        return f"Ask this week: {_closing(case)}"
    if kind == TOO_SHORT:
        return "Too short for a strong letter"
    if kind == TOO_LATE:
        later = case.later_season
        return f"Too late for the {case.season.name} season" + (f": ask for {later.name}" if later else "")
    return "You can ask now"


def _too_early(case: Case, conflict: str) -> str:
    if not case.chain:
        return "no rotation together yet"
    if conflict == "plan_ends_short":
        done = case.chain.days_until(case.today) // 7
        return f"{done} of {plural(case.preset.weeks, 'week')} supervised"
    return f"ask from {case.say(case.ask_from)}"


def _closing(case: Case) -> str:
    season = case.season
    if season and case.today > season.latest_ask:
        return f"it is late for the {season.name} season"
    days = [(case.last_day, "your last day together is")] if case.closes_within(case.last_day) else []
    if season and case.closes_within(season.latest_ask):
        days.append((season.latest_ask, "the latest day to ask is"))
    day, words = min(days)
    return f"{words} {case.say(day) if day == case.last_day else case.season_day(day)}"


def _ladder(case: Case) -> Verdict:
    said = standing(case.facts.record, case.season, case.today)
    return _verdict(case, LADDER, said.headline, said.reasons, said.next_step)


def _verdict(case: Case, kind, headline, reasons, next_step, options=(), conflict="") -> Verdict:
    season, chain = case.season, case.chain
    is_open = chain is None or chain.end == OPEN_END
    return Verdict(
        kind=kind,
        headline=headline,
        reasons=reasons,
        next_step=next_step,
        options=options,
        conflict=conflict,
        missing=case.missing if kind != LADDER else (),
        preset=case.preset,
        ask_from=case.ask_from,
        latest_ask=season.latest_ask if season else None,
        letters_in_on=season.letters_in_on if season else None,
        last_day=case.last_day,
        supervised_from=chain.start if chain else None,
        weeks_supervised=round(chain.days_until(case.today) / 7, 2) if chain else 0,
        weeks_needed=case.preset.weeks,
        weeks_planned=None if is_open else round(chain.days / 7, 2),
        is_late=bool(season and season.latest_ask < case.today <= season.letters_in_on),
    )
