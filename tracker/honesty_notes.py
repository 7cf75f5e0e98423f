"""What a rotation's page says plainly about the role: type, access and papers that do not fit. Pure."""

from dataclasses import dataclass

from tracker import honesty


@dataclass(frozen=True)
class PageNote:
    """A warning: what is the matter, and what to do."""

    title: str
    text: str
    is_about_permission: bool = False


def notes(rotation, *, has_permission, roles) -> tuple[PageNote, ...]:
    """The warnings of a rotation (it has `kind`, `is_hands_on`, `chart_access`), the gravest first.

    `roles` are those of the rotation's cases ("observed", "assisted", "performed").
    """
    found = []
    if rotation.kind == "observership" and rotation.is_hands_on and not has_permission:
        found.append(
            PageNote(
                "An observership with hands-on work needs a written permission",
                "Attach it here, or change the type if this is an externship.",
                is_about_permission=True,
            )
        )
    if rotation.kind == "observership" and not rotation.is_hands_on and rotation.chart_access == "orders":
        found.append(
            PageNote(
                "An observer does not write orders",
                "Most hospitals give observers no access to records. Correct the access or the type.",
            )
        )
    if rotation.is_hands_on and (verdict := honesty.mostly_observed(roles)):
        found.append(PageNote(verdict.reason, f"Ask what you may do yourself. The rule: {verdict.source}."))
    return tuple(found)
