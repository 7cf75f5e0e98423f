"""Figures of a drill beside what must hold."""

import sys


class Report:
    """`broken` are the names of figures that do not hold."""

    def __init__(self):
        self.broken = []

    def say(self, words):
        print(f"  {words}", flush=True)

    def hold(self, name, value, *, exactly=None, at_most=None, at_least=None):
        """Print a figure with its bound, and remember it if it breaks."""
        bound, holds = "", True
        if exactly is not None:
            bound, holds = f"must be {exactly}", value == exactly
        if at_most is not None:
            bound, holds = f"at most {_short(at_most)}", value <= at_most
        if at_least is not None:
            bound, holds = f"at least {_short(at_least)}", holds and value >= at_least
        if not holds:
            self.broken.append(name)
        print(f"  {name:<34} {_short(value):>12}   {bound}{'' if holds else '   BROKEN'}", flush=True)
        sys.stdout.flush()


def _short(value):
    return f"{value:.2f}" if isinstance(value, float) else str(value)
