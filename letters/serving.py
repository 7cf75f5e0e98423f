"""Which season one rotation can still serve, whoever supervises it (product.md §5, Back-planner).

What was already spent with the same attending adds up, as readiness adds it up; with several attendings the
one who serves the earliest season speaks.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from letters import backplan
from letters.backplan import LATE, NO_SEASON, ON_TIME, TOO_SHORT, PlanStep, SeasonFacts, Service
from letters.presets import DEFAULT_PRESETS, Preset, default_preset
from letters.supervision import Supervision, chains

RANK = {ON_TIME: 0, LATE: 1, NO_SEASON: 2, TOO_SHORT: 3}


@dataclass(frozen=True)
class Company:
    """One attending on the rotation in question: `here` on it, `others` with them elsewhere.

    `here` None: the rotation has no dates yet. `preset_key` None: the default for its type.
    """

    name: str
    here: Supervision | None
    others: tuple[Supervision, ...] = ()
    preset_key: str | None = None


@dataclass(frozen=True)
class Outlook:
    """What a rotation can still serve: one sentence, the reasons under it, and the back-plan in days."""

    sentence: str
    reasons: tuple[str, ...] = ()
    steps: tuple[PlanStep, ...] = ()
    is_warning: bool = False


def outlook(
    company: Sequence[Company],
    sketch: Supervision,
    seasons: Sequence[SeasonFacts],
    today: date,
    presets: Mapping[str, Preset] = DEFAULT_PRESETS,
) -> Outlook:
    """`sketch` is the rotation itself, for its type where nobody or no day is known yet."""
    if all(one.here is None for one in company):
        keys = [one.preset_key for one in company if one.preset_key]
        preset = presets[keys[0]] if keys else default_preset([sketch], presets)[0]
        return _undated(preset, seasons, today)
    found = [_of(one, seasons, today, presets) for one in company if one.here]
    service, preset, adds_up, one = min(found, key=lambda each: _rank(each[0], each[3].name))
    reasons = list(late_words(seasons, today))
    if missed := _missed(service, preset, seasons, today):
        reasons.append(missed)
    if adds_up:
        reasons.append(f"Counted with the weeks you have with {one.name} on other rotations.")
    elif len(found) > 1:
        reasons.append(f"Reckoned for {one.name}.")
    season = service.season or next(iter(_ahead(seasons, today)), None)
    steps = backplan.plan(season, preset, today) if season else ()
    return Outlook(service.sentence, tuple(reasons), steps, service.mode != ON_TIME)


def late_words(seasons: Iterable[SeasonFacts], today: date) -> Iterable[str]:
    """Late-season mode by its name, for each season that is in it."""
    for season in sorted(seasons, key=lambda one: one.review_on):
        if backplan.season_mode(season, today) == backplan.LATE_SEASON:
            asked, closes = (season.say(day, today) for day in (season.latest_ask, season.letters_in_on))
            yield (
                f"Late-season mode for {season.name}: the latest day to ask, {asked}, has passed. "
                f"Letters can arrive until {closes}."
            )


def _of(one: Company, seasons, today, presets):
    """(service, preset, whether other rotations add up, the company) of one attending."""
    everything = (*one.others, one.here)
    preset = presets[one.preset_key] if one.preset_key else default_preset(everything, presets)[0]
    chain = next(chain for chain in chains(everything) if one.here in chain.supervisions)
    service = backplan.serves(chain.supervisions, preset, seasons, today)
    return service, preset, len(chain.supervisions) > 1, one


def _rank(service: Service, name: str):
    return (RANK[service.mode], service.season.review_on if service.season else date.max, name)


def _missed(service: Service, preset: Preset, seasons, today) -> str:
    """The earlier season that is out of reach, and the start that would have served it."""
    first = next(iter(_ahead(seasons, today)), None)
    if first is None or service.mode == TOO_SHORT or service.season == first:
        return ""
    start = backplan.latest_start(first, preset)
    verb = "was" if start < today else "is"
    return f"Not {first.name}: its latest start for {_weeks(preset)} {verb} {first.say(start, today)}."


def _undated(preset: Preset, seasons, today) -> Outlook:
    """Without days there is still a last start for each season."""
    reasons = tuple(late_words(seasons, today))
    for season in _ahead(seasons, today):
        start = backplan.latest_start(season, preset)
        if start >= today:
            sentence = (
                f"Start by {season.say(start, today)} to serve the {season.name} season: "
                f"the rule asks for {_weeks(preset)}."
            )
            return Outlook(sentence, reasons, backplan.plan(season, preset, today))
    return Outlook("After every season Wardbook knows.", reasons, is_warning=True)


def _ahead(seasons, today) -> list[SeasonFacts]:
    ordered = sorted(seasons, key=lambda one: one.review_on)
    return [season for season in ordered if today <= season.letters_in_on]


def _weeks(preset: Preset) -> str:
    return "1 week" if preset.weeks == 1 else f"{preset.weeks} weeks"
