"""What a lint rule is, and the register that holds them in the order of the screen."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from outreach.composer import LABELS, LINES, Draft
from outreach.names import Recipient


class Severity(StrEnum):
    """How loud a finding is. Only BLOCKS stops a send: an empty greeting or name (product.md §6)."""

    BLOCKS = "blocks"
    WARN = "warn"
    HINT = "hint"


@dataclass(frozen=True)
class History:
    """What was sent before, newest first.

    `why_them`: that line of mails to other people (the last 20 count). `surnames`: of people written to
    lately, to catch a name left over from a copied mail. `thread`: the drafts sent in this thread.
    """

    why_them: tuple[str, ...] = ()
    surnames: tuple[str, ...] = ()
    thread: tuple[Draft, ...] = ()


@dataclass(frozen=True)
class Mail:
    """Everything a rule looks at."""

    draft: Draft
    recipient: Recipient
    history: History

    def text(self, line: str) -> str:
        return getattr(self.draft, line)


@dataclass(frozen=True)
class Hit:
    """What a rule found: where, and the two sentences. `span` counts characters of the line as typed."""

    line: str
    title: str
    advice: str
    span: tuple[int, int] | None = None


@dataclass(frozen=True)
class Finding:
    """One thing to look at. `line` is a field of Draft; `number` 1 to 6 for the six lines, else None."""

    key: str
    severity: Severity
    line: str
    title: str
    advice: str
    span: tuple[int, int] | None
    quote: str
    can_fix: bool

    @property
    def number(self) -> int | None:
        return LINES.index(self.line) + 1 if self.line in LINES else None

    @property
    def sentence(self) -> str:
        return f"{self.title} {self.advice}"


@dataclass(frozen=True)
class Example:
    """A way to show a rule. `words` is what a reader sees; the maps change a sound draft to match it."""

    words: str
    draft: Mapping[str, object]
    recipient: Mapping[str, object] = field(default_factory=dict)
    history: Mapping[str, object] = field(default_factory=dict)


Check = Callable[[Mail], Iterable[Hit]]
Fix = Callable[[Mail], Draft]


@dataclass(frozen=True)
class Rule:
    """One rule. `check` finds, `fix` (None where mending needs a person) returns the draft without it."""

    key: str
    severity: Severity
    check: Check
    why: str
    bad: Example
    good: Example
    fix: Fix | None
    on_first: bool
    on_follow_up: bool

    def applies(self, draft: Draft) -> bool:
        return self.on_follow_up if draft.is_follow_up else self.on_first


RULES: dict[str, Rule] = {}


def rule(
    key: str,
    severity: Severity,
    *,
    bad: Example,
    good: Example,
    fix: Fix | None = None,
    only: str = "",
) -> Callable[[Check], Check]:
    """Register a check under `key`; its docstring says why. `only` is "first" or "follow_up"."""

    def register(check: Check) -> Check:
        if key in RULES:
            raise ValueError(f"Two rules are called {key}.")
        why = " ".join((check.__doc__ or "").split())
        RULES[key] = Rule(key, severity, check, why, bad, good, fix, only != "follow_up", only != "first")
        return check

    return register


def show(line: str, words: str, **others: object) -> Example:
    """An example on one line; `others` are `recipient` and `history` maps or further lines of the "
    "draft."""
    recipient, history = others.pop("recipient", {}), others.pop("history", {})
    return Example(words, {line: words, **others}, recipient, history)


def name_of(line: str) -> str:
    """How a sentence calls a field: "Line 6", "The subject", "The greeting"."""
    return f"Line {LINES.index(line) + 1}" if line in LINES else f"The {LABELS[line].lower()}"


def quoted(text: str) -> str:
    """The exact words in curly quotes, on one line."""
    return f"“{' '.join(text.split())}”"
