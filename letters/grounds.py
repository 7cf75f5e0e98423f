"""The reasons, the next step and the options of a verdict: the words around what readiness decided."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from accounts.spoken import listed, plural
from letters.backplan import ask_from, latest_start
from letters.case import FEEDBACK, Case, example_words
from letters.reasons import Option, Reason, option, reason

ROLES = {
    "program_director": "a program director",
    "chair": "a department chair",
    "core_faculty": "core faculty",
}


@dataclass(frozen=True)
class Grounds:
    reasons: tuple[Reason, ...]
    next_step: str
    options: tuple[Option, ...] = ()


def for_verdict(case: Case, kind: str, conflict: str) -> Grounds:
    """Everything said below the headline. The first reason is the one that decided."""
    season, time = tuple(_season(case, kind, conflict)), tuple(_time(case, kind, conflict))
    lead = season + time if kind in ("too_late", "ask_this_week") else time + season
    reasons = (*lead, *_evidence(case), *_weight(case), *_rule(case))
    return Grounds(reasons, NEXT_STEPS[kind](case, conflict), tuple(_options(case, kind, conflict)))


def _time(case: Case, kind: str, conflict: str) -> Iterator[Reason]:
    chain, needed = case.chain, case.preset.weeks
    if chain is None:
        yield reason("nothing_together", writer=case.facts.writer)
        return
    done = chain.days_until(case.today) // 7
    if case.ask_from is None:
        yield _falls_short(case)
    if chain.start > case.today:
        yield reason("starts_on", start=case.say(chain.start))
    elif case.is_time_met and done < needed:
        days = plural(_days_so_far(case), "day")
        yield reason("last_days", weeks=plural(chain.days // 7, "week"), days=days)
    else:
        yield from _counted(case, kind, done)
    yield from _time_details(case)


def _counted(case: Case, kind: str, done: int) -> Iterator[Reason]:
    """Weeks and, where the preset counts them, days; what is still short comes first."""
    needed, most = case.preset.weeks, case.preset.contact_days
    days = _days_so_far(case) if most else 0
    is_short = days < most and not case.is_over and not case.is_time_met
    if done >= needed:
        if is_short:
            yield reason("contact_days", days=days, needed=most)
        yield reason("weeks_met", weeks=plural(done, "week"), needed=needed)
        return
    if kind != "too_short":
        yield reason("weeks_so_far", done=done, needed=needed)
    if is_short:
        yield reason("contact_days", days=days, needed=most)


def _time_details(case: Case) -> Iterator[Reason]:
    chain = case.chain
    if chain.days_apart():
        yield reason("gap_left_out", span=_span(chain.days_apart()))
    if len(chain.supervisions) > 1:
        yield reason("added_up", count=len(chain.supervisions), writer=case.facts.writer)
    for other in case.chains:
        if other is not chain and other.start < chain.start:
            yield reason("judged_apart", weeks=plural(other.days // 7, "week"), end=case.say(other.end))
    if case.is_over and case.is_time_met:
        yield reason("last_day_past", last_day=case.say(case.last_day))


def _falls_short(case: Case) -> Reason:
    """Whether weeks or contact days fall short, and whether that is ahead or behind."""
    stem, most = "ended" if case.is_over else "plan", case.preset.contact_days
    planned, last_day = case.chain.days // 7, case.say(case.last_day)
    if planned < case.preset.weeks:
        key = "ended_short" if case.is_over else "plan_ends_short"
        return reason(key, last_day=last_day, planned=planned, needed=case.preset.weeks)
    days = max(case.facts.days_logged, len(case.chain.contact_dates(most)))
    return reason(f"{stem}_few_days", last_day=last_day, days=days, needed=most)


def _season(case: Case, kind: str, conflict: str) -> Iterator[Reason]:
    season = case.season
    if season is None:
        return
    parts = {
        "season": season.name,
        "latest_ask": case.season_day(season.latest_ask),
        "letters_in": case.season_day(season.letters_in_on),
    }
    if kind == "too_late":
        yield from _too_late(case, parts)
    elif conflict == "after_latest_ask":
        yield reason("asks_after_latest", ask_from=case.say(case.ask_from), **parts)
    elif kind == "ask_this_week":
        if case.today > season.latest_ask:
            yield reason("latest_ask_past", **parts)
        elif case.closes_within(season.latest_ask):
            yield reason("latest_ask_near", **parts)
    if kind == "ask_this_week" and case.closes_within(case.last_day):
        yield reason("last_day_near", last_day=case.say(case.last_day))


def _too_late(case: Case, parts: dict[str, str]) -> Iterator[Reason]:
    if case.today > case.season.letters_in_on:
        yield reason("letters_in_past", **parts)
    elif case.chains[0].start > case.season.letters_in_on:
        yield reason("starts_after_letters_in", start=case.say(case.chains[0].start), **parts)
    else:
        yield reason("asks_after_letters_in", ask_from=case.say(case.earliest), **parts)
    later = case.later_season
    if later is None:
        yield reason("next_season_unknown")
        return
    latest_ask, letters_in = (later.say(day, case.today) for day in (later.latest_ask, later.letters_in_on))
    yield reason("next_season", season=later.name, latest_ask=latest_ask, letters_in=letters_in)


def _evidence(case: Case) -> Iterator[Reason]:
    facts = case.facts
    qualities = [quality for quality in case.missing if quality != FEEDBACK]
    if qualities:
        yield reason("examples_missing", qualities=listed(qualities))
    else:
        yield reason("examples_full", examples=plural(sum(facts.examples.values()), "example"))
    if FEEDBACK in case.missing:
        yield reason("feedback_missing")
    else:
        key = "feedback_acted" if facts.feedback_acted_on else "feedback_asked"
        yield reason(key, on=case.say(facts.feedback_asked_on))


def _weight(case: Case) -> Iterator[Reason]:
    """What changes how much the letter says, never whether it can be asked for."""
    facts, writer = case.facts, case.facts.writer
    if facts.specialty and facts.targets:
        yield _specialty(facts)
    kinds = facts.supervisions
    if kinds and all(one.rotation_kind == "observership" for one in kinds):
        yield reason("observed_only")
    if kinds and all(one.rotation_kind == "research" and not one.has_clinic for one in kinds):
        yield reason("research_only")
    if kinds and not any(one.is_direct for one in kinds):
        yield reason("not_direct", writer=writer)
    if facts.role in ROLES:
        yield reason("role", writer=writer, role=ROLES[facts.role])
    elif facts.role == "fellow":
        yield reason("fellow", writer=writer)
    if facts.left_on:
        key = "writer_left" if facts.left_on < case.today else "writer_leaves"
        yield reason(key, writer=writer, on=case.say(facts.left_on))


def _specialty(facts) -> Reason:
    parts = {"writer": facts.writer, "specialty": facts.specialty}
    others = [target for target in facts.targets if target != facts.specialty]
    if facts.specialty not in facts.targets:
        return reason("other_specialty", targets=listed(others), **parts)
    return (
        reason("one_of_two", others=listed(others), **parts) if others else reason("same_specialty", **parts)
    )


def _rule(case: Case) -> Iterator[Reason]:
    preset, weeks = case.preset, plural(case.preset.weeks, "week")
    if case.facts.preset_key is None:
        yield reason("preset_default", weeks=weeks, what=case.preset_for)
    else:
        why = case.facts.preset_why.strip().rstrip(".")
        yield reason("preset_chosen", weeks=weeks, why=f": {why}" if why else "")
    done = case.chain.days_until(case.today) // 7 if case.chain else 0
    if preset.weeks <= done < preset.strongest_weeks:
        yield reason("strongest", strongest=preset.strongest_weeks, done=done)


def _early(case: Case, conflict: str) -> str:
    writer, last = case.facts.writer, case.last_day
    if case.chain is None:
        return f"Add the rotation where {writer} supervised you."
    if conflict == "plan_ends_short":
        return f"Speak with {writer} before {case.say(last)} about staying longer or coming back."
    if conflict == "after_latest_ask":
        return "Pick one of the options while there is time."
    keep = (
        "Keep logging examples until then"
        if case.chain.start <= case.today
        else "Log examples from your first day"
    )
    if last is None:
        return f"{keep}."
    when = f"on your last day together, {case.say(last)}"
    if last > case.ask_from:
        when = f"before your last day together, {case.say(last)}"
    return f"{keep}, and ask in person {when}."


def _nearly(case: Case, conflict: str) -> str:
    writer = case.facts.writer
    if FEEDBACK in case.missing:
        how = "Write to" if case.is_over else "Ask"
        return f"{how} {writer} for feedback: what to keep and what to change."
    return f"Write down {listed(example_words(case.missing))} that {writer} saw."


def _this_week(case: Case, conflict: str) -> str:
    writer = case.facts.writer
    how = f"Ask {writer} by email this week" if case.is_over else f"Ask {writer} in person this week"
    if case.closes_within(case.last_day):
        how = f"Ask {writer} in person by {case.say(case.last_day)}"
    return f"{how}; fill in what is missing afterwards." if case.missing else f"{how}."


def _ready(case: Case, conflict: str) -> str:
    writer = case.facts.writer
    if case.is_over:
        return f"Ask {writer} by email."
    if case.last_day is None:
        return f"Ask {writer} the next time you are together."
    return f"Ask {writer} in person before your last day together, {case.say(case.last_day)}."


def _short(case: Case, conflict: str) -> str:
    return f"Ask to come back, or name {case.facts.writer} as a reference."


def _late(case: Case, conflict: str) -> str:
    writer, later = case.facts.writer, case.later_season
    if later is None:
        return f"Keep in touch with {writer} until the next season has its dates."
    if case.is_time_met:
        return f"Ask {writer} by {later.say(later.latest_ask, case.today)}, for the {later.name} season."
    if case.ask_from:
        return f"Ask {writer} from {case.say(case.ask_from)}, for the {later.name} season."
    return f"Plan more time with {writer} before the {later.name} season."


NEXT_STEPS = {
    "too_early": _early,
    "nearly": _nearly,
    "ask_this_week": _this_week,
    "ready": _ready,
    "too_short": _short,
    "too_late": _late,
}


def _options(case: Case, kind: str, conflict: str) -> Iterator[Option]:
    if conflict == "after_latest_ask":
        yield from _late_options(case)
    elif kind == "too_short" or conflict == "plan_ends_short":
        yield from _short_options(case)
    elif kind == "too_late":
        if case.today <= case.season.letters_in_on:
            yield from _shorter_rule(case, case.season.letters_in_on)
        if case.later_season:
            yield option("keep_for_next", season=case.later_season.name)


def _late_options(case: Case) -> Iterator[Option]:
    season = case.season
    start = latest_start(season, case.preset)
    if case.today <= start < case.chain.start:
        yield option("start_earlier", latest_start=case.season_day(start))
    letters_in = case.season_day(season.letters_in_on)
    yield option("ask_late", ask_from=case.say(case.ask_from), letters_in=letters_in)
    yield from _shorter_rule(case, season.latest_ask)
    if case.later_season:
        yield option("keep_for_next", season=case.later_season.name)


def _short_options(case: Case) -> Iterator[Option]:
    short = case.preset.weeks - case.chain.days // 7
    if not case.is_over and short > 0:
        yield option("stay_longer", weeks=plural(short, "week"))
    yield option("come_back")
    yield from _shorter_rule(case, case.season.letters_in_on if case.season else None)
    yield option("accept_less")
    if case.is_over:
        yield option("use_reference", writer=case.facts.writer)


def _shorter_rule(case: Case, until: date | None) -> Iterator[Option]:
    """The longest of the shorter presets that this time together would meet by `until`."""
    shorter = [preset for preset in case.facts.presets.values() if preset.weeks < case.preset.weeks]
    for preset in sorted(shorter, key=lambda preset: -preset.weeks):
        day = ask_from(case.chain, preset, case.facts.days_logged)
        if day and (until is None or day <= until):
            yield option("shorter_rule", weeks=plural(preset.weeks, "week"))
            return


def _days_so_far(case: Case) -> int:
    """Days together before today: logged ones, or projected, whichever is more."""
    return max(case.facts.days_logged, case.chain.contact_days_before(case.today))


def _span(days: int) -> str:
    return plural(days, "day") if days % 7 else plural(days // 7, "week")
