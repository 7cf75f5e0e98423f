"""How long is long enough: the presets an admin keeps, and which one a rotation starts with."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from letters.supervision import Supervision, whole_days

END_OF_ROTATION, SEVERAL_WEEKS, LONG = "end_of_rotation", "several_weeks", "long"
SHORT_HANDS_ON_WEEKS = 6


@dataclass(frozen=True)
class Preset:
    """The time a letter asks for. `weeks` of supervision; `contact_days` 0 when days are not counted.

    `opens_in_last_days`: may be asked from the third-last working day when that is earlier.
    `strongest_weeks` 0: no such mark.
    """

    key: str
    name: str
    weeks: int
    contact_days: int = 0
    opens_in_last_days: bool = False
    strongest_weeks: int = 0


DEFAULT_PRESETS: Mapping[str, Preset] = {
    preset.key: preset
    for preset in (
        Preset(END_OF_ROTATION, "End of rotation", weeks=4, contact_days=12, opens_in_last_days=True),
        Preset(SEVERAL_WEEKS, "Several weeks", weeks=8),
        Preset(LONG, "Long", weeks=12, strongest_weeks=24),
    )
}


def default_preset(
    supervisions: Iterable[Supervision], presets: Mapping[str, Preset] = DEFAULT_PRESETS
) -> tuple[Preset, str]:
    """The preset to start with and what it is the rule for (product.md, Readiness).

    Where rotations with one attending suggest different presets the shorter one applies: a second
    rotation must never make the first count for less. Without any, the several-weeks preset.
    """
    suggested = [_suggest(one, presets) for one in supervisions]
    if not suggested:
        return presets[SEVERAL_WEEKS], "a first rotation"
    return min(suggested, key=lambda pair: (pair[0].weeks, pair[1]))


def _suggest(one: Supervision, presets: Mapping[str, Preset]) -> tuple[Preset, str]:
    if one.is_surgical:
        return presets[LONG], "surgical specialties"
    if one.rotation_kind == "research":
        return presets[LONG], "research"
    if one.rotation_kind == "volunteer":
        return presets[LONG], "volunteering"
    if one.rotation_kind == "observership" or not one.is_hands_on:
        return presets[SEVERAL_WEEKS], "observerships"
    weeks = whole_days(one.start, one.last, one.days_per_week) // 7
    if weeks <= SHORT_HANDS_ON_WEEKS:
        return presets[END_OF_ROTATION], f"hands-on rotations of up to {SHORT_HANDS_ON_WEEKS} weeks"
    several = presets[SEVERAL_WEEKS].weeks
    if weeks < several:
        # Seven weeks can never reach eight: a week more than six must not make the verdict worse.
        return presets[END_OF_ROTATION], f"hands-on rotations of fewer than {several} weeks"
    return presets[SEVERAL_WEEKS], f"hands-on rotations of more than {SHORT_HANDS_ON_WEEKS} weeks"
