"""Telling of a meeting in a few taps."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convive.city.buddies.codes import Doing, MeetingKind, MeetingPlace
from convive.city.buddies.forms.days import DAY
from convive.city.buddies.forms.hours import LENGTHS
from convive.city.buddies.models import Meeting

MINUTES = (30, 60, 90, 120, 180)
OTHER = "other"
USUAL = 60
YES_NO = (("yes", gettext_lazy("yes")), ("no", gettext_lazy("no")))
MOODS = (("3", gettext_lazy("good")), ("2", gettext_lazy("all right")), ("1", gettext_lazy("not so good")))


class MeetingForm(forms.Form):
    """That two people met. Nearly everything may stay as it is: today, as long as last time."""

    sent_as = forms.UUIDField(widget=forms.HiddenInput, required=False)
    planned = forms.IntegerField(widget=forms.HiddenInput, required=False)
    day = forms.ChoiceField(label=gettext_lazy("When?"), widget=forms.RadioSelect)
    on = forms.DateField(label=gettext_lazy("Which day?"), widget=DAY)
    minutes = forms.ChoiceField(label=gettext_lazy("How long?"), widget=forms.RadioSelect)
    other_minutes = forms.IntegerField(
        label=gettext_lazy("How many minutes?"), min_value=1, max_value=24 * 60
    )
    place = forms.ChoiceField(
        label=gettext_lazy("Where?"), required=False, choices=MeetingPlace.choices, widget=forms.RadioSelect
    )
    doing = forms.ChoiceField(
        label=gettext_lazy("What did you do?"),
        required=False,
        choices=Doing.choices,
        widget=forms.RadioSelect,
    )
    practised = forms.ChoiceField(required=False, choices=YES_NO, widget=forms.RadioSelect)
    met_others = forms.ChoiceField(
        label=gettext_lazy("Did you meet new people?"),
        required=False,
        choices=YES_NO,
        widget=forms.RadioSelect,
    )
    mood = forms.ChoiceField(
        label=gettext_lazy("How was it for you?"),
        help_text=gettext_lazy("Only you see this."),
        required=False,
        choices=MOODS,
        widget=forms.RadioSelect,
    )
    call_wanted = forms.BooleanField(
        label=gettext_lazy("I would like a call"),
        help_text=gettext_lazy("The organisation sees this and calls you."),
        required=False,
    )

    FIRST = ("sent_as", "planned", "day", "on", "minutes", "other_minutes")

    def __init__(
        self, *args: Any, today: dt.date, language: str, of_staff: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        days = {"today": _("today"), "yesterday": _("yesterday"), OTHER: _("another day")}
        self.fields["day"].choices = list(days.items())
        lengths = [(str(minutes), words) for minutes, words in LENGTHS if minutes in MINUTES]
        self.fields["minutes"].choices = [*lengths, (OTHER, _("other"))]
        self.fields["practised"].label = _("Did you mostly speak %(language)s?") % {"language": language}
        if of_staff:
            # How it was is told by the two alone.
            del self.fields["mood"]
            self.fields["call_wanted"].label = _("They would like a call")
            self.fields["call_wanted"].help_text = ""

    @property
    def first(self) -> list[forms.BoundField]:
        """What is asked; the rest may be told."""
        return [self[name] for name in self.FIRST if name in self.fields]

    @property
    def rest(self) -> list[forms.BoundField]:
        return [field for field in self if field.name not in self.FIRST and field.name != "call_wanted"]

    @property
    def open(self) -> bool:
        """Whether something beyond what is asked was filled in or is wrong."""
        return any(field.value() or field.errors for field in self.rest)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        # Which day and how many minutes are asked only of whoever chose another one.
        if data.get("day") in ("today", "yesterday"):
            self.errors.pop("on", None)
            data["on"] = self.today - dt.timedelta(days=data["day"] == "yesterday")
        if str(data.get("minutes")) in map(str, MINUTES):
            self.errors.pop("other_minutes", None)
            data["minutes"] = int(data["minutes"])
        else:
            data["minutes"] = data.get("other_minutes")
        return data

    @property
    def told(self) -> dict[str, Any]:
        """What the actions take."""
        data = self.cleaned_data
        yes_no = {"yes": True, "no": False}
        return {
            "on": data["on"],
            "minutes": data["minutes"],
            "place": data["place"],
            "doing": data["doing"],
            "practised": yes_no.get(data["practised"]),
            "met_others": yes_no.get(data["met_others"]),
            "mood": int(data["mood"]) if data.get("mood") else None,
            "call_wanted": data["call_wanted"],
        }


def fresh(today: dt.date, last_minutes: int | None, planned: Meeting | None = None) -> dict[str, Any]:
    """What stands in the form when it opens: today (or the planned day), as long as last time."""
    minutes = last_minutes or USUAL
    on = planned.on if planned is not None and planned.on < today else today
    return {
        "sent_as": uuid.uuid4(),
        "planned": planned.pk if planned else None,
        **_day(on, today),
        **_length(minutes),
    }


def as_told(meeting: Meeting, today: dt.date, mood: int | None) -> dict[str, Any]:
    """A meeting as it was told, to be mended."""
    yes_no = {True: "yes", False: "no", None: ""}
    return {
        **_day(meeting.on, today),
        **_length(meeting.minutes),
        "place": meeting.place,
        "doing": meeting.doing,
        "practised": yes_no[meeting.practised],
        "met_others": yes_no[meeting.met_others],
        "mood": str(mood or ""),
        "call_wanted": meeting.call_wanted,
    }


def _day(on: dt.date, today: dt.date) -> dict[str, Any]:
    near = {0: "today", 1: "yesterday"}.get((today - on).days)
    return {"day": near} if near else {"day": OTHER, "on": on}


def _length(minutes: int) -> dict[str, Any]:
    return {"minutes": str(minutes)} if minutes in MINUTES else {"minutes": OTHER, "other_minutes": minutes}


class PlanForm(forms.Form):
    sent_as = forms.UUIDField(widget=forms.HiddenInput, required=False)
    on = forms.DateField(label=gettext_lazy("Which day?"), widget=DAY)
    at = forms.TimeField(
        label=gettext_lazy("At what time?"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )


class NotMetForm(forms.Form):
    """One tap: cancelled, or tried in vain."""

    sent_as = forms.UUIDField(required=False)
    kind = forms.ChoiceField(
        choices=[each for each in MeetingKind.choices if each[0] in ("cancelled", "attempted")]
    )
    planned = forms.IntegerField(required=False)
