"""The figures themselves, and what there is of them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from convive.core.history import keeps_earlier_versions
from convive.core.tenancy import CityModel
from convive.measures.models.area import Area, AreaSet
from convive.measures.models.imports import Import
from convive.measures.models.indicator import Group, Indicator
from convive.measures.periods import Period


@keeps_earlier_versions()
class Value(CityModel):
    """One figure: what, where, when, for whom, how much, how many people stand behind it, and from which
    import.

    Single columns have no index: every reading names the city, the indicator and the area set, and the
    constraint's index serves it. Whoever writes values calls `coverage.refresh` in the same transaction.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="values", db_index=False)
    # The area's own set, repeated here so that a map is read from one table. An area never changes its set.
    area_set = models.ForeignKey(AreaSet, on_delete=models.CASCADE, related_name="values", db_index=False)
    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="values")
    group = models.ForeignKey(
        Group,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="values",
        db_index=False,
        help_text=_("Empty: everybody."),
    )
    # The same day twice for a count on a day; the first and last day for what happened within a period.
    start = models.DateField(_("first day"))
    end = models.DateField(_("last day"))
    value = models.FloatField(_("value"))
    n = models.PositiveIntegerField(_("people behind the value"), null=True, blank=True)
    estimated = models.BooleanField(_("estimated"), default=False)
    source_file = models.ForeignKey(Import, on_delete=models.PROTECT, null=True, related_name="values")

    class Meta:
        verbose_name = _("value")
        verbose_name_plural = _("values")
        constraints = [
            models.UniqueConstraint(
                fields=["city", "indicator", "area_set", "start", "end", "group", "area"],
                nulls_distinct=False,
                name="value_once",
            ),
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="value_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.value:g} ({self.period})"

    @property
    def period(self) -> Period:
        return Period(self.start, self.end)


class Decided(CityModel):
    """What was decided about the figures of one group, in one period and area set."""

    start = models.DateField()
    end = models.DateField()
    # Whether the sum over all areas may be shown, and the areas that may not.
    total_shown = models.BooleanField(default=False)
    left_out = ArrayField(models.BigIntegerField(), default=list)
    # What may be told of why, in the same order and of the total: `engines.disclosure.Reason`.
    reasons = ArrayField(models.SmallIntegerField(), default=list)
    total_reason = models.SmallIntegerField(default=0)

    class Meta:
        abstract = True

    @property
    def period(self) -> Period:
        return Period(self.start, self.end)


class Coverage(Decided):
    """What there is of an indicator for one group, in one period and area set, over all areas. Worked out
    from the values by `coverage.refresh`, so that a page need not read all values to know what it can
    offer.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="coverage")
    area_set = models.ForeignKey(AreaSet, on_delete=models.CASCADE, related_name="coverage")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, null=True, related_name="coverage")
    areas = models.PositiveIntegerField()
    # How many of them were counted and not estimated.
    counted = models.PositiveIntegerField()
    total = models.FloatField()
    mean = models.FloatField()
    lowest = models.FloatField()
    highest = models.FloatField()
    fewest = models.PositiveIntegerField(null=True)
    # By which threshold it was decided: where that is another than today's, it is decided anew.
    threshold = models.PositiveIntegerField(null=True)

    class Meta:
        verbose_name = _("coverage")
        verbose_name_plural = _("coverage")
        constraints = [
            models.UniqueConstraint(
                fields=["city", "indicator", "area_set", "start", "end", "group"],
                nulls_distinct=False,
                name="coverage_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.period}: {self.areas}"


class Release(Decided):
    """What was published of an indicator for one group, in one period and area set, and is no longer: other figures,
    or another decision, took its place. Whoever read it still has it, so whatever is published next is decided
    beside all of these (`measures.releases`).
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="+", db_index=False)
    area_set = models.ForeignKey(AreaSet, on_delete=models.CASCADE, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, null=True, related_name="+")
    # Counted from 1 for each indicator and period; what has the same number was published together.
    number = models.PositiveIntegerField()
    # The areas that had a figure, their figures, and which of these were estimates, in the same order.
    areas = ArrayField(models.BigIntegerField())
    values = ArrayField(models.FloatField())
    estimated = ArrayField(models.BooleanField())
    threshold = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("earlier publication")
        verbose_name_plural = _("earlier publications")
        constraints = [
            models.UniqueConstraint(
                fields=["city", "indicator", "start", "end", "number", "area_set", "group"],
                nulls_distinct=False,
                name="release_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.period}: {self.number}"
