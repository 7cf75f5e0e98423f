"""The before-you-start checklist of one rotation: the template's steps, and what the person did with them.

Pure. A step nobody touched is shown as the template has it today; a ticked one keeps the words it was ticked
under; a removed one stays away.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Step:
    """A line of the template."""

    pk: int
    text: str
    hint: str = ""


@dataclass(frozen=True)
class Item:
    """A line of the rotation. `step` is the template's line it came from, None for the person's own."""

    pk: int
    text: str
    step: int | None = None
    done_on: date | None = None
    is_removed: bool = False


@dataclass(frozen=True)
class Line:
    """One line as shown. `item` is None while nobody touched the step."""

    text: str
    hint: str
    done_on: date | None
    item: int | None
    step: int | None


@dataclass(frozen=True)
class Checklist:
    """The lines in order: the template's, then what was kept of an older one, then the person's own."""

    lines: tuple[Line, ...]

    @property
    def done(self) -> int:
        return sum(line.done_on is not None for line in self.lines)

    @property
    def is_settled(self) -> bool:
        return self.done == len(self.lines)

    @property
    def words(self) -> str:
        """As "4 of 6 settled"."""
        return f"{self.done} of {len(self.lines)} settled"


def combine(steps: Iterable[Step], items: Iterable[Item]) -> Checklist:
    """Steps and items as one list."""
    items = list(items)
    by_step = {item.step: item for item in items if item.step is not None}
    lines = [_line(step, by_step.pop(step.pk, None)) for step in steps]
    rest = [item for item in items if item.step is None or item.step in by_step]
    lines += [Line(i.text, "", i.done_on, i.pk, i.step) for i in rest if not i.is_removed]
    return Checklist(tuple(line for line in lines if line is not None))


def _line(step, item):
    if item is None:
        return Line(step.text, step.hint, None, None, step.pk)
    if item.is_removed:
        return None
    text = item.text if item.done_on else step.text
    return Line(text, step.hint, item.done_on, item.pk, step.pk)
