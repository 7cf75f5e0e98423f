"""Figures of a drill beside what must hold."""


class Report:
    """`broken` are the names of figures that do not hold."""

    def __init__(self):
        self.broken = []

    def say(self, words):
        print(f"  {words}", flush=True)

    def hold(self, name, value, **bounds):
        """Print a figure with its bounds (see holds), and remember it if it breaks."""
        is_held = holds(value, **bounds)
        if not is_held:
            self.broken.append(name)
        words = " and ".join(f"{_WORDS[how]} {_short(bound)}" for how, bound in bounds.items())
        print(f"  {name:<34} {_short(value):>12}   {words}{'' if is_held else '   BROKEN'}", flush=True)


_WORDS = {"exactly": "must be", "at_most": "at most", "at_least": "at least"}


def holds(value, *, exactly=None, at_most=None, at_least=None):
    """Whether a figure keeps within its bounds."""
    return (
        (exactly is None or value == exactly)
        and (at_most is None or value <= at_most)
        and (at_least is None or value >= at_least)
    )


def _short(value):
    return f"{value:.2f}" if isinstance(value, float) else str(value)
