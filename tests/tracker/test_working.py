from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from tracker.working import Line, exact, figure, rounded, shown

FALL = (date(2026, 9, 21), date(2026, 10, 26))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (Line(1, *FALL, 26), "21 Sep – 26 Oct 2026: 26 days"),
        (Line(1, *FALL, 1), "21 Sep – 26 Oct 2026: 1 day"),
        (
            Line(1, *FALL, 26, Fraction(1, 2)),
            "21 Sep – 26 Oct 2026: 26 days × 0.5 of full time = 13 days",
        ),
        (
            Line(1, *FALL, 26, Fraction(1), Fraction(7, 10), 20),
            "21 Sep – 26 Oct 2026: 26 days × 0.7 = 18.2 days",
        ),
        (
            Line(1, *FALL, 26, Fraction(1, 3), Fraction(7, 10), 20),
            "21 Sep – 26 Oct 2026: 26 days × 0.33 of full time × 0.7 = 6.07 days",
        ),
        (
            Line(1, *FALL, 26, Fraction(0), Fraction(7, 10), 20),
            "21 Sep – 26 Oct 2026: 26 days add nothing: other work fills them, or no weekly hours are given",
        ),
    ],
)
def test_words_of_a_line(line, words):
    assert line.words == words


def test_a_figure_joins_lines_that_continue_each_other():
    first = Line("a", date(2026, 10, 5), date(2026, 10, 9), 5, per=5)
    weekend = Line("a", date(2026, 10, 10), date(2026, 10, 18), 5, per=5)
    half = Line("a", date(2026, 10, 19), date(2026, 10, 23), 5, Fraction(1, 2), per=5)
    other = Line("b", date(2026, 10, 5), date(2026, 10, 9), 5, Fraction(0), per=5)
    found = figure("weeks", "The rule.", [half, other, weekend, first])
    assert found.value == Fraction(5, 2)
    assert found.working.rule == "The rule."
    assert found.working.lines == (Line("a", date(2026, 10, 5), date(2026, 10, 18), 10, per=5), other, half)


@pytest.mark.parametrize(
    ("unit", "value", "shown_as"),
    [
        ("months", Fraction(2), "2.0"),
        ("months", Fraction(265, 100), "2.7"),
        ("weeks", Fraction(13), "13"),
        ("weeks", Fraction(26, 5), "5.2"),
        ("days", Fraction(0), "0"),
    ],
)
def test_shown(unit, value, shown_as):
    line = Line("a", *FALL, 1, value)
    assert figure(unit, "", [line]).shown == shown_as


def test_rounding_is_half_up_and_only_in_words():
    assert [rounded(Fraction(n, 100), 1) for n in (5, 15, 25, 24)] == [
        Fraction(1, 10),
        Fraction(2, 10),
        Fraction(3, 10),
        Fraction(2, 10),
    ]
    assert [shown(Fraction(n, 1000), 2) for n in (10000, 250, 1005, 4)] == ["10", "0.25", "1.01", "0"]


@pytest.mark.parametrize("number", [0.7, "0.7", Decimal("0.7"), Fraction(7, 10)])
def test_exact(number):
    assert exact(number) == Fraction(7, 10)
