"""Where values came from: which recipe, which files, who, when."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from convive.core.history import keeps_history
from convive.core.reasons import REASONS
from convive.core.tenancy import CityModel


class Status(models.TextChoices):
    """Where an import stands. What it would do is worked out (planned) before a person lets it be written."""

    PLANNING = "planning", _("being read")
    PLANNED = "planned", _("read, waiting for your yes")
    REFUSED = "refused", _("refused")
    WRITING = "writing", _("being written")
    WRITTEN = "written", _("written")
    DISCARDED = "discarded", _("put away")
    FAILED = "failed", _("failed")


# The report and the progress are worked out; what was agreed to and written stands in the other columns.
@keeps_history(exclude=["report", "progress"])
class Import(CityModel):
    """One import of files by a recipe. Its values point back to it."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("who")
    )
    at = models.DateTimeField(_("when"))
    recipe_name = models.CharField(_("recipe"), max_length=200)
    recipe_text = models.TextField(_("text of the recipe"))
    # [{"role": "map", "name": "areas.geojson", "sha256": "…", "bytes": 123}]
    files = models.JSONField(default=list)
    # Why somebody said yes to it, as a code of the audit; empty until then.
    why = models.CharField(_("why"), max_length=40, blank=True)
    rows_read = models.PositiveIntegerField(_("rows read"), default=0)
    rows_used = models.PositiveIntegerField(_("rows used"), default=0)
    rows_unusable = models.PositiveIntegerField(_("rows that could not be used"), default=0)
    skip_unusable = models.BooleanField(_("leave out rows that cannot be used"), default=False)
    report = models.JSONField(default=dict)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PLANNING)
    # From 0 to 100, while a worker is at it.
    progress = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["city", "-at"])]

    def __str__(self) -> str:
        return f"{self.recipe_name} ({self.at:%Y-%m-%d %H:%M})"

    @property
    def why_told(self) -> str:
        """Why it was agreed to, in words."""
        return REASONS.name(self.why)


class ImportFile(CityModel):
    """An uploaded file, kept only until its import is written, or for a day.

    In the database and not on a disk, so that any worker can read it and the wall between cities holds
    for it too.
    """

    source = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="uploads")
    role = models.CharField(max_length=60)
    name = models.CharField(max_length=255)
    content = models.BinaryField()

    class Meta:
        verbose_name = _("uploaded file")
        verbose_name_plural = _("uploaded files")
        constraints = [
            models.UniqueConstraint(fields=["city", "source", "role"], name="import_file_once_a_role")
        ]

    def __str__(self) -> str:
        return self.name
