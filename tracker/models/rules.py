"""What counts how much: the weights, windows and bands of exposure, kept by curators in versions."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from tracker.exposure import Band, Weights

WEIGHTED = ("hands_on", "observership", "research", "volunteer", "remote", "lab")


def _weight(default, words):
    return models.DecimalField(
        words, max_digits=3, decimal_places=2, default=Decimal(default), help_text="0 to 1."
    )


class ExposureRule(models.Model):
    """One version, in force from `since` until the next one. Old ones stay: figures can be explained."""

    since = models.DateField("in force from", unique=True)
    hands_on = _weight("1", "hands-on")
    observership = _weight("0.7", "observership")
    research = _weight("0.6", "research with clinic")
    volunteer = _weight("0.4", "volunteer")
    remote = _weight("0", "remote")
    lab = _weight("0", "research without clinic")
    windows = models.CharField(
        "recency windows", max_length=40, default="1, 2, 3", help_text="Years, with commas between them."
    )
    bands = models.TextField(
        max_length=1000, help_text="One a line: months, a colon, the words. “3: In the usual 3 to 6 months”"
    )
    wanted_from = models.DecimalField("usual amount, from", max_digits=3, decimal_places=1, default=3)
    wanted_to = models.DecimalField("usual amount, to", max_digits=3, decimal_places=1, default=6)
    source = models.CharField(max_length=200, blank=True, help_text="Where this was read, and when.")

    class Meta:
        ordering = ["-since"]
        constraints = [
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__gte": 0, f"{name}__lte": 1}),
                    name=f"tracker_exposurerule_{name}_0_to_1",
                )
                for name in WEIGHTED
            ),
            models.CheckConstraint(
                condition=Q(wanted_from__gt=0, wanted_to__gt=F("wanted_from")),
                name="tracker_exposurerule_wanted_range",
            ),
        ]

    def __str__(self):
        return f"Exposure rule from {self.since}"

    def clean(self):
        for name, read in (("windows", self.read_windows), ("bands", self.read_bands)):
            try:
                read()
            except (ValueError, ArithmeticError):
                raise ValidationError({name: f"This cannot be read: {_EXAMPLES[name]}"}) from None

    def read_windows(self):
        """The years, ascending. Raises ValueError for anything but years from 1 to 10."""
        years = tuple(sorted({int(part) for part in self.windows.split(",") if part.strip()}))
        if not years or years[0] < 1 or years[-1] > 10:
            raise ValueError(self.windows)
        return years

    def read_bands(self):
        """The bands in the order written. Raises ValueError or ArithmeticError for a line it cannot read."""
        bands = []
        for line in filter(None, map(str.strip, self.bands.splitlines())):
            months, colon, words = line.partition(":")
            number = Decimal(months.strip())
            if not colon or not words.strip() or not number.is_finite() or number < 0:
                raise ValueError(line)
            bands.append(Band(number, words.strip()))
        return tuple(bands)

    def weights(self):
        """The version as the rule module reads it."""
        return Weights(
            **{name: getattr(self, name) for name in WEIGHTED},
            windows=self.read_windows(),
            bands=self.read_bands(),
        )


_EXAMPLES = {
    "windows": "write years such as 1, 2, 3.",
    "bands": "write one a line, such as “3: In the usual 3 to 6 months”.",
}
