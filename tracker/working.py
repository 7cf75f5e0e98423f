"""A figure and its working: no number without the lines it is made of (product.md, "What it is not").

Fractions throughout, so that a figure is exactly the sum of its lines; rounding happens only in words.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from accounts import spoken


@dataclass(frozen=True)
class Line:
    """What one stay gave over some days: `days` × `share` × `weight` ÷ `per`.

    `share` is the part of full time those days were worked at (0 to 1), `weight` the value of the type, `per`
    how many days make one of the figure's unit.
    """

    stay_id: int | str
    start: date
    end: date
    days: int
    share: Fraction = Fraction(1)
    weight: Fraction = Fraction(1)
    per: int = 1

    @property
    def amount(self) -> Fraction:
        share, weight = self.share, self.weight  # one fraction, not three: this is summed for every figure
        over = share.denominator * weight.denominator * self.per
        return Fraction(self.days * share.numerator * weight.numerator, over)

    @property
    def words(self) -> str:
        """Says "21 Sep – 26 Oct 2026: 26 days × 0.5 of full time × 0.7 = 9.1 days"; no factors of one."""
        if not self.share:
            nothing = "add nothing: other work fills them, or no weekly hours are given"
            return f"{spoken.plain_span(self.start, self.end)}: {spoken.plural(self.days, 'day')} {nothing}"
        factors = [spoken.plural(self.days, "day")]
        if self.share != 1:
            factors.append(f"{shown(self.share, 2)} of full time")
        if self.weight != 1:
            factors.append(shown(self.weight, 2))
        said = " × ".join(factors)
        if len(factors) > 1:
            said += f" = {shown(self.amount * self.per, 2)} days"
        return f"{spoken.plain_span(self.start, self.end)}: {said}"


@dataclass(frozen=True)
class Working:
    """The rule in one sentence and the lines that add up to the figure, in order of date."""

    rule: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Figure:
    """A number with its unit ("weeks", "months", "days") and the working it can be opened to."""

    value: Fraction
    unit: str
    working: Working

    @property
    def shown(self) -> str:
        """The number as the screen says it: months always with one decimal, the rest only when needed."""
        return months_shown(self.value) if self.unit == "months" else shown(self.value)


def figure(unit: str, rule: str, lines: Iterable[Line]) -> Figure:
    """The figure that these lines add up to; lines that continue each other are joined."""
    joined = _joined(sorted(lines, key=lambda line: (line.start, str(line.stay_id))))
    return Figure(sum((line.amount for line in joined), Fraction(0)), unit, Working(rule, joined))


@lru_cache(maxsize=256, typed=True)
def exact(number: int | float | str | Decimal | Fraction) -> Fraction:
    """The number as it was written: 0.7 is seven tenths, also when it comes as a float."""
    return Fraction(str(number)) if isinstance(number, float) else Fraction(number)


def rounded(value: Fraction, places: int) -> Fraction:
    """Rounded half up, as people do it."""
    scale = 10**places
    return Fraction((value * scale + Fraction(1, 2)).__floor__(), scale)


def shown(value: Fraction, places: int = 1) -> str:
    """At most `places` decimals and no zeros at the end: "13", "2.6", "0.25"."""
    text = f"{float(rounded(value, places)):.{places}f}"
    return text.rstrip("0").rstrip(".")


def months_shown(value: Fraction) -> str:
    """Months as the screen says them, always with one decimal: "2.0", "4.7"."""
    return f"{float(rounded(value, 1)):.1f}"


def _joined(lines: list[Line]) -> tuple[Line, ...]:
    joined: list[Line] = []
    latest: dict[int | str, int] = {}
    for line in lines:
        place = latest.get(line.stay_id)
        if place is not None and _continues(joined[place], line):
            earlier = joined[place]
            joined[place] = replace(earlier, end=line.end, days=earlier.days + line.days)
        else:
            latest[line.stay_id] = len(joined)
            joined.append(line)
    return tuple(joined)


def _continues(earlier: Line, later: Line) -> bool:
    if earlier.end + timedelta(days=1) != later.start:
        return False
    return (earlier.share, earlier.weight, earlier.per) == (later.share, later.weight, later.per)
