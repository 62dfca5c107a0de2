"""What the coordinator writes down on a person's way: dates and codes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from convive.city.buddies.codes import IntakeOutcome, Referral, Side, Trajectory
from convive.city.buddies.forms.days import DAY
from convive.city.buddies.models import Application, Programme
from convive.city.buddies.phases import ApplicationPhase
from convive.city.buddies.queries.intake import TO_RECORD, Filters, languages_of
from convive.city.buddies.reasons import WithdrawReason
from convive.city.buddies.words import language_name
from convive.city.people.lists import Band, CheckKind, CheckOutcome
from convive.core.forms import WhyField


class FiltersForm(forms.Form):
    """Of the list of people; they live in the address."""

    side = forms.ChoiceField(label=_("Side"), required=False)
    phase = forms.ChoiceField(label=_("Where they stand"), required=False)
    municipality = forms.ChoiceField(label=_("Municipality"), required=False)
    language = forms.ChoiceField(label=_("Speaks"), required=False)
    words = forms.CharField(label=_("Name"), required=False, max_length=80)

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = ("", _("all"))
        self.fields["side"].choices = [everything, *Side.choices]
        to_record = (TO_RECORD, _("intake talk to write down"))
        self.fields["phase"].choices = [everything, to_record, *ApplicationPhase.choices]
        self.fields["municipality"].choices = [
            everything,
            *((name, name) for name in programme.municipalities),
        ]
        spoken = [(code, language_name(code)) for code in languages_of(programme)]
        self.fields["language"].choices = [everything, *sorted(spoken, key=lambda pair: pair[1].casefold())]

    @property
    def filters(self) -> Filters:
        """What can be understood of the address; a filter that is none lets everybody through."""
        self.is_valid()
        return Filters(**{name: self.cleaned_data.get(name, "") for name in self.fields})


class ActForm(forms.Form):
    """One act with an application. What it gives is what the action takes."""

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.application = application
        self.today: dt.date = application.programme.city.today
        self.prepare()

    def prepare(self) -> None:
        """Set what depends on the person or the day."""


class NothingForm(ActForm):
    """Nothing to ask but whether."""


class PlanForm(ActForm):
    day = forms.DateField(label=_("Day"), widget=DAY)
    time = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))

    def prepare(self) -> None:
        if self.application.intake_on:
            at = timezone.localtime(self.application.intake_on)
            self.initial.update({"day": at.date(), "time": at.time(), **self.initial})

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if "day" in data and "time" in data:
            return {"at": timezone.make_aware(dt.datetime.combine(data["day"], data["time"]))}
        return data


class RecordForm(ActForm):
    held_on = forms.DateField(label=_("The talk was on"), widget=DAY)
    band = forms.ChoiceField(required=False, choices=[("", _("not judged")), *Band.choices])
    trajectory = forms.ChoiceField(
        label=_("Civic-integration trajectory, as the person says"),
        required=False,
        choices=[("", _("not asked")), *Trajectory.choices],
    )
    outcome = forms.ChoiceField(
        label=_("Outcome"), choices=IntakeOutcome.choices, widget=forms.RadioSelect,
        help_text=_("Whoever is ready waits for a duo from the day of the talk."),
    )  # fmt: skip
    referred_to = forms.ChoiceField(
        label=_("Goes to"), required=False, choices=[("", "—"), *Referral.choices],
        help_text=_("Only if the person goes to another offer."),
    )  # fmt: skip

    def prepare(self) -> None:
        spoken = language_name(self.application.programme.practised)
        self.fields["band"].label = _("How well the person speaks %(language)s, by your ear") % {
            "language": spoken
        }
        if self.application.side != Side.NEWCOMER:
            del self.fields["trajectory"]
        planned = self.application.intake_on
        day = timezone.localtime(planned).date() if planned else self.today
        self.initial.update({"held_on": min(day, self.today), **self.initial})


class HoldForm(ActForm):
    until = forms.DateField(
        label=_("Not before"),
        widget=DAY,
        help_text=_("Until this day nobody is proposed to the person."),
    )


class CapacityForm(ActForm):
    capacity = forms.IntegerField(label=_("Duos at once"), min_value=1, max_value=10)

    def prepare(self) -> None:
        self.initial.update({"capacity": self.application.capacity, **self.initial})


class CheckForm(ActForm):
    kind = forms.ChoiceField(label=_("What"), choices=CheckKind.choices)
    outcome = forms.ChoiceField(label=_("Outcome"), choices=CheckOutcome.choices)
    on = forms.DateField(label=_("On"), widget=DAY)
    expires = forms.DateField(label=_("Holds until"), widget=DAY, required=False)

    def prepare(self) -> None:
        self.initial.update({"on": self.today, **self.initial})


class WithdrawForm(ActForm):
    why = WhyField(
        WithdrawReason,
        label=_("How the person said it"),
        help_text=_("Nobody needs to say why they stop. This stands in the audit."),
    )
