"""The lines the guard is measured on. `python -m tests.tracker.phi_lines` prints the figures by batch."""

import sys
from dataclasses import dataclass
from pathlib import Path

from tracker.phi import find

DATA = Path(__file__).parent / "data"
OWN = ("dev", "held", "adversarial", "fresh", "last", "sixth", "seventh", "eighth")
# Written by others, who had not seen the rules.
OTHERS = ("ninth", "tenth", "eleventh", "twelfth", "thirteenth")
# Written like those, measured, and never used to mend a rule: leave it so, or it says nothing any more.
UNTOUCHED = ("untouched",)
BATCHES = OWN + OTHERS + UNTOUCHED


@dataclass(frozen=True)
class Identified:
    """A line with identifiers and the kinds that must be found in it."""

    kinds: frozenset[str]
    text: str


def _read(name: str) -> dict[str, list[str]]:
    batches: dict[str, list[str]] = {}
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("#: "):
            lines = batches.setdefault(line.removeprefix("#: "), [])
        else:
            lines.append(line)
    return batches


def _identified(line: str) -> Identified:
    kinds, text = line.split("\t")
    return Identified(frozenset(kinds.split(",")), text.replace("\\n", "\n"))


HARMLESS: dict[str, list[str]] = _read("phi_harmless.txt")
IDENTIFIED: dict[str, list[Identified]] = {
    batch: [_identified(line) for line in lines] for batch, lines in _read("phi_identifiers.txt").items()
}


def flagged(batch: str) -> list[str]:
    """Harmless lines that the guard stops."""
    return [line for line in HARMLESS[batch] if find(line)]


def missed(batch: str) -> list[str]:
    """Lines with an identifier of which the guard does not find every kind."""
    return [
        line.text
        for line in IDENTIFIED[batch]
        if not line.kinds <= {finding.kind.value for finding in find(line.text)}
    ]


def main() -> None:
    for batch in BATCHES:
        stopped, slipped = flagged(batch), missed(batch)
        harmless, identified = len(HARMLESS[batch]), len(IDENTIFIED[batch])
        stop_rate, catch_rate = len(stopped) / harmless, 1 - len(slipped) / identified
        sys.stdout.write(f"{batch:12} harmless flagged {len(stopped):3} of {harmless:3} ({stop_rate:.1%})   ")
        caught = identified - len(slipped)
        sys.stdout.write(f"identifiers caught {caught:3} of {identified:3} ({catch_rate:.1%})\n")
        for line in stopped:
            sys.stdout.write(f"    flagged: {line}\n")
        for line in slipped:
            sys.stdout.write(f"    missed:  {line!r}\n")


if __name__ == "__main__":
    main()
