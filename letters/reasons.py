"""Every sentence a verdict can give as its reason, in one registry (listed in docs/readiness.md).

Page, email and API take the words from here, so the same facts give the same words everywhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    key: str
    sentence: str


@dataclass(frozen=True)
class ReasonRule:
    """The words with their blanks, when they are said, and what they rest on."""

    key: str
    sentence: str
    rule: str
    source: str


_READINESS = "product.md, Readiness"
_PLANNER = "product.md §5, Back-planner; domain.md §2 IMG route"
_LADDER = "product.md §5, Ladder"
_ALARMS = "product.md §5, Alarms"
_MIX = "domain.md §2 Timing practice (usually)"
_LETTERS_PAGE = "domain.md §2 The system (AAMC, letters of recommendation; season 2027)"

_TIME = (
    ("nothing_together", "No rotation with {writer} yet.",
     "No supervision is recorded.", _READINESS),
    ("starts_on", "You start together on {start}.",
     "The first supervised day is ahead.", _READINESS),
    ("weeks_so_far", "{done} of {needed} weeks supervised.",
     "Full weeks from the first supervised day to today or the last one; less than the preset.", _READINESS),
    ("weeks_met", "{weeks} supervised; the rule asks for {needed}.",
     "The preset’s weeks are reached.", _READINESS),
    ("last_days", "The last three working days of {weeks} together, {days} so far.",
     "End of rotation opens on the third-last working day when that is before its weeks are full.",
     _READINESS),
    ("contact_days", "{days} of {needed} days together so far.",
     "End of rotation asks for contact days: logged ones, or projected from days a week, whichever is more.",
     _READINESS),
    ("gap_left_out", "Not counted: {span} without supervision.",
     "A gap of a week or more is left out.", _READINESS),
    ("added_up", "{count} rotations with {writer} are added up.",
     "Rotations with the same attending add up when at most 12 months lie between them.", _READINESS),
    ("judged_apart", "Not added: {weeks} until {end}. More than 12 months lie between.",
     "Rotations more than 12 months apart are judged apart; the better one speaks.", _READINESS),
    ("plan_ends_short", "Your last day together, {last_day}, comes after {planned} of {needed} weeks.",
     "The plan ends before the preset’s weeks are reached.", _READINESS),
    ("plan_few_days", "Your last day together, {last_day}, comes after {days} of {needed} days together.",
     "The plan ends before the preset’s contact days are reached.", _READINESS),
    ("ended_short", "Your last day together was {last_day}, after {planned} of {needed} weeks.",
     "The last day passed before the preset’s weeks were reached.", _READINESS),
    ("ended_few_days", "Your last day together was {last_day}, after {days} of {needed} days together.",
     "The last day passed before the preset’s contact days were reached.", _READINESS),
    ("last_day_near", "Your last day together is {last_day}.",
     "The last day is within 7 days.", _READINESS),
    ("last_day_past", "Your last day together was {last_day}.",
     "The last day has passed.", _READINESS),
    ("strongest", "The strongest letters usually come after {strongest} weeks; you are at {done}.",
     "The long preset names a second mark; it never changes the verdict.", "product.md §5, Presets"),
    ("preset_default", "{weeks} is the rule for {what}.",
     "The preset comes from the type of rotation.", _READINESS),
    ("preset_chosen", "You chose {weeks} for this letter{why}.",
     "The user chose another preset for this letter.", "product.md §5, Presets"),
)  # fmt: skip

_SEASON = (
    ("latest_ask_near", "The latest day to ask for the {season} season is {latest_ask}.",
     "The latest ask is within 7 days.", _PLANNER),
    ("latest_ask_past",
     "Late: the latest day to ask, {latest_ask}, has passed. Letters can arrive until {letters_in}.",
     "The latest ask has passed, the letters-in day has not.", _PLANNER),
    ("asks_after_latest", "{ask_from} is after {latest_ask}, the latest day to ask for the {season} season.",
     "Ask-from falls after the latest ask: the conflict is named with its options.", _PLANNER),
    ("asks_after_letters_in",
     "{ask_from} is after {letters_in}, when letters for the {season} season must be in.",
     "Ask-from falls after the letters-in day.", _PLANNER),
    ("starts_after_letters_in",
     "You start together on {start}, after letters for the {season} season must be in.",
     "The first supervised day falls after the letters-in day.", _PLANNER),
    ("letters_in_past", "Letters for the {season} season had to be in by {letters_in}.",
     "The letters-in day has passed.", _PLANNER),
    ("next_season", "For the {season} season, ask by {latest_ask}; letters are in by {letters_in}.",
     "Too late names the next season.", _READINESS),
    ("next_season_unknown", "Wardbook does not have the dates of the next season yet.",
     "Too late, and no later season is recorded.", _READINESS),
)  # fmt: skip

_EVIDENCE = (
    ("examples_full", "{examples} across all five qualities.",
     "At least one example in each quality.", _READINESS),
    ("examples_missing", "No example yet for {qualities}.",
     "A quality has no example.", _READINESS),
    ("feedback_missing", "Mid-rotation feedback is not asked yet.",
     "Ready needs feedback asked.", _READINESS),
    ("feedback_asked", "You asked for feedback on {on}.",
     "Feedback was asked.", _READINESS),
    ("feedback_acted", "You asked for feedback on {on} and acted on it.",
     "Feedback was asked and what changed is written down.", "product.md §5, Readiness"),
)  # fmt: skip

_WEIGHT = (
    ("same_specialty", "{writer} is in {specialty}, where you apply.",
     "The writer’s specialty is a target.", _MIX),
    ("one_of_two", "{writer} is in {specialty}; the letter counts there, less in {others}.",
     "The writer’s specialty is one of several targets.", _MIX),
    ("other_specialty", "{writer} is in {specialty}; you apply in {targets}.",
     "The writer’s specialty is not a target.", _MIX),
    ("observed_only",
     "An observership: the letter can say how you think and work with people, not what you did.",
     "No supervised rotation was hands-on.", "product.md, Honest-role check"),
    ("research_only", "Research without clinic: a portfolio takes at most one research or home letter.",
     "Every supervised rotation was research without clinic.", _MIX),
    ("not_direct", "{writer} did not supervise you directly. Programs usually want someone who did.",
     "No supervision was direct.", _MIX),
    ("role", "{writer} is {role}.",
     "The writer is a program director, a chair or core faculty.", "product.md §5, Readiness"),
    ("fellow", "{writer} is a fellow. Programs usually look for an attending.",
     "The writer is a fellow.", _MIX),
    ("writer_leaves", "{writer} leaves on {on}; your last day together is then at the latest.",
     "The writer’s last day at the institution is ahead.", "product design, letter"),
    ("writer_left", "{writer} left on {on}. A letter on personal letterhead is accepted.",
     "The writer left the institution; supervision there ends that day.",
     "domain.md §2 The system (ECFMG, letter writers)"),
)  # fmt: skip

_STANDING = (
    ("asked", "{writer} was asked on {on}.",
     "Step on the ladder.", _LADDER),
    ("agreed", "{writer} agreed on {on}.",
     "Step on the ladder.", _LADDER),
    ("agreed_strong", "{writer} agreed on {on}, to a strong letter.",
     "Agreed, and said strong.", _LADDER),
    ("agreed_lukewarm", "{writer} agreed on {on}, but not to a strong letter.",
     "Agreed, and lukewarm.", _LADDER),
    ("declined", "{writer} declined on {on}.",
     "Step on the ladder.", _LADDER),
    ("packet_sent", "The packet went to {writer} on {on}.",
     "Step on the ladder.", _LADDER),
    ("requested", "The request is in ERAS since {on}. It can still be edited.",
     "Not Confirmed for Upload.", _LETTERS_PAGE),
    ("confirmed", "Confirmed for upload on {on}. The entry is locked.",
     "Confirmed for Upload.", _LETTERS_PAGE),
    ("uploaded", "In ERAS since {on}.",
     "Step on the ladder.", _LADDER),
    ("assigned", "Assigned to {programs}.",
     "Step on the ladder.", _LADDER),
    ("thanked", "You thanked {writer} on {on}.",
     "Step on the ladder.", _LADDER),
    ("withdrawn", "Withdrawn on {on}.",
     "Aside from the ladder.", _LADDER),
    ("imported", "Imported from an earlier season on {on}. It counts toward the 4.",
     "Imports count toward the 4 per program.", "domain.md §2 IMG route (AAMC, importing letters)"),
    ("void", "This request is void since {on}.",
     "Requests from before 1 June 2026 were removed.",
     "domain.md §2 The system (AAMC, letter writers FAQ; season 2027)"),
)  # fmt: skip

_ALARM = (
    ("alarm_no_letter_id", "{writer} agreed on {on}, 14 or more days ago, and there is no Letter ID yet.",
     "Agreed 14 days ago, no Letter ID.", _ALARMS),
    ("alarm_not_uploaded",
     "{writer} has had the Letter ID since {on}, 21 or more days, and nothing is uploaded.",
     "Letter ID 21 days ago, no upload.", _ALARMS),
    ("alarm_not_assigned",
     "The letter of {writer} is in ERAS but assigned to no program. New uploads are not "
     "assigned by themselves.",
     "Uploaded but assigned to no program.", _ALARMS),
    ("alarm_few_letters", "{program} has {number}. Never send fewer than 3.",
     "A program with fewer than 3.", _ALARMS),
    ("alarm_many_letters", "{program} has {number}. ERAS takes at most 4.",
     "More than 4 to one program.", _ALARMS),
    ("alarm_same_author", "{writer} stands twice among your letters. One letter per author.",
     "Same author twice for one specialty or one program.", _ALARMS),
    ("alarm_old_request", "The request of {on} is from before 1 June 2026 and was removed. Create a new one.",
     "Request from before 1 June 2026, not uploaded by then.",
     "product.md §5, Alarms; domain.md §2 The system (AAMC, letter writers FAQ; season 2027)"),
    ("alarm_old_letter",
     "The letter of {writer} is dated {on}, more than 12 months before programs read on {review}.",
     "Letter older than 12 months at review.", _ALARMS),
)  # fmt: skip

_RISK = (
    ("risk_calm", "Programs read on {review}, {away}: there is time.",
     "More than 28 days to review.", _ALARMS),
    ("risk_nudge", "Programs read on {review}, {away}: send a polite nudge.",
     "15 to 28 days to review.", _ALARMS),
    ("risk_backup", "Programs read on {review}, {away}: nudge, and line up a backup.",
     "8 to 14 days to review.", _ALARMS),
    ("risk_replace", "Programs read on {review}, {away}: replace this letter.",
     "7 days or fewer to review.", _ALARMS),
    ("risk_reading",
     "Programs have been reading since {review}: replace this letter, and add it if it still comes.",
     "The review day has passed.", _ALARMS),
)  # fmt: skip

GROUPS: Mapping[str, tuple[ReasonRule, ...]] = {
    name: tuple(ReasonRule(*row) for row in rows)
    for name, rows in (
        ("Time together", _TIME),
        ("Season", _SEASON),
        ("Evidence", _EVIDENCE),
        ("What the letter weighs", _WEIGHT),
        ("Where the letter stands", _STANDING),
        ("Alarms", _ALARM),
        ("Risk", _RISK),
    )
}
REASONS: Mapping[str, ReasonRule] = {rule.key: rule for rules in GROUPS.values() for rule in rules}

_OPTION = (
    ("stay_longer", "Ask to stay {weeks} longer.",
     "The plan ends before the preset is met.", _READINESS),
    ("come_back", "Ask to come back within 12 months: the weeks add up.",
     "The plan ends or ended short.", _READINESS),
    ("shorter_rule", "Choose the shorter rule, {weeks}, for this letter and say why.",
     "A preset with fewer weeks would be met in time.", "product.md §5, Presets"),
    ("start_earlier", "Start by {latest_start}, the latest start that still fits.",
     "The rotation has not begun and the latest start is ahead.", _PLANNER),
    ("ask_late", "Ask on {ask_from} all the same: letters can arrive until {letters_in}.",
     "Ask-from falls between the latest ask and the letters-in day.", _PLANNER),
    ("keep_for_next", "Keep this letter for the {season} season.",
     "A later season is known.", _READINESS),
    ("accept_less", "Ask all the same and accept a letter that says less.",
     "The plan ends or ended short.", "product.md §5, Readiness"),
    ("use_reference", "Name {writer} as a reference instead of a letter.",
     "The time together ended short.", "product design, letters"),
)  # fmt: skip
OPTIONS: Mapping[str, ReasonRule] = {row[0]: ReasonRule(*row) for row in _OPTION}


@dataclass(frozen=True)
class Option:
    key: str
    sentence: str


def reason(key: str, **parts: object) -> Reason:
    """The reason with its blanks filled. KeyError for a key or a blank the registry does not know."""
    return Reason(key, REASONS[key].sentence.format(**parts))


def option(key: str, **parts: object) -> Option:
    return Option(key, OPTIONS[key].sentence.format(**parts))
