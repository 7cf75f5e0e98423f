"""What a rotation's page says plainly about the role: type, access and papers that do not fit. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PageNote:
    """A warning: what is the matter, and what to do."""

    title: str
    text: str


def notes(rotation, *, has_permission) -> tuple[PageNote, ...]:
    """The warnings of a rotation (it has `kind`, `is_hands_on`, `chart_access`), the gravest first."""
    found = []
    if rotation.kind == "observership" and rotation.is_hands_on and not has_permission:
        found.append(
            PageNote(
                "An observership with hands-on work needs a written permission",
                "Attach it here, or change the type if this is an externship.",
            )
        )
    if rotation.kind == "observership" and not rotation.is_hands_on and rotation.chart_access == "orders":
        found.append(
            PageNote(
                "An observer does not write orders",
                "Most hospitals give observers no access to records. Correct the access or the type.",
            )
        )
    return tuple(found)
