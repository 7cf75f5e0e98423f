"""Clinical free text as a field type: the PHI guard is in the field, so no form can forget it.

What is flagged is shown back in the answer to that one request and kept nowhere. The buttons of the
note belong to the same form, so all of it works without JavaScript:
`<name>-rewrite` saves the offered text, `<name>-allow` says that certain words may stay.
"""

import json
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy

from tracker import phi

REFUSED = "Not saved. This looks like a real patient."


@dataclass(frozen=True)
class Typed:
    """What came in for one guarded field: text, what its writer vouched for, "save it like this".

    `choices` are what the buttons posted: a reason and the words it is about (`phi.read_choice`).
    """

    text: str
    choices: frozenset[str] = frozenset()
    takes_rewrite: bool = False

    @property
    def allowed(self):
        return keys_of(self.choices)

    def __str__(self):
        return self.text


class GuardedInput(forms.Textarea):
    """A textarea with the note under it. `colleagues` are names remembered for the rotation."""

    template_name = "widgets/guarded.html"
    colleagues = frozenset()

    def value_from_datadict(self, data, files, name):
        text = data.get(name)
        if text is None:
            return None
        allowed = data.getlist(f"{name}-allow") if hasattr(data, "getlist") else []
        return Typed(text, frozenset(allowed), f"{name}-rewrite" in data)

    def get_context(self, name, value, attrs):
        typed = value if isinstance(value, Typed) else Typed(str(value or ""))
        context = super().get_context(name, typed.text, attrs)
        findings = phi.decide(typed.text, allowed=typed.allowed, colleagues=self.colleagues)
        is_posted = isinstance(value, Typed)
        context["widget"] |= {
            "findings": findings if is_posted else (),
            "offer": phi.rewrite(typed.text, findings) if is_posted and findings else "",
            "allowed": sorted(typed.choices),
            "live_url": reverse_lazy("tracker:guard"),
            "live_values": json.dumps({"field": name, "known": sorted(self.colleagues)}),
        }
        return context


class GuardedField(forms.CharField):
    """Text that may hold no patient identifiers. `clean` returns an `Allowed` string."""

    widget = GuardedInput

    def to_python(self, value):
        typed = value if isinstance(value, Typed) else Typed(str(value or ""))
        text = super().to_python(typed.text)
        findings = phi.decide(text, allowed=typed.allowed, colleagues=self.widget.colleagues)
        if findings and not typed.takes_rewrite:
            raise ValidationError(REFUSED, code="phi")
        if findings:
            text = phi.rewrite(text, findings)
        return Allowed(text, vouched(text, typed.choices))

    def has_changed(self, initial, data):
        return super().has_changed(initial, str(data) if data is not None else None)

    def vouch_for(self, colleagues):
        """Names that are colleagues on this rotation."""
        self.widget.colleagues = frozenset(colleagues)


@dataclass(frozen=True)
class Override:
    """Words that stay although they were flagged, and why: to be counted, never copied."""

    finding: phi.Finding
    reason: phi.Reason

    @property
    def choice(self):
        """What a button would post for it."""
        return f"{self.reason} {self.finding.key}"


class Allowed(str):
    """The text, and the Overrides its writer let through."""

    __slots__ = ("overrides",)

    def __new__(cls, text, overrides=()):
        made = super().__new__(cls, text)
        made.overrides = tuple(overrides)
        return made


def keys_of(choices):
    """The keys of the findings that these choices let through."""
    return frozenset(phi.read_choice(choice)[0] for choice in choices)


def vouched(text, choices):
    """The Overrides in `text` that only stand because of `choices`."""
    reasons = dict(phi.read_choice(choice) for choice in choices)
    found = phi.find(text) if reasons else ()
    return [Override(f, reasons[f.key]) for f in found if f.can_override and f.key in reasons]
