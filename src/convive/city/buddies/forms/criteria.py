"""Criteria in plain words. The form reads and writes what `convive match` and the engine read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from convive.city.buddies.forms.programmes import NumbersField
from convive.city.buddies.models import Programme
from convive.city.buddies.reasons import ChangeReason
from convive.city.buddies.words import language_name
from convive.city.people.lists import Band
from convive.core.forms import WhyField
from convive.engines.matching import Criteria, MatchError

WEIGHTS = {
    "languages": (_("How well they share a language"), _("The language that both speak best.")),
    "interests": (_("Interests in common"), ""),
    "goals": (_("Goals in common"), ""),
    "life_stage": (_("The same stage of life"), ""),
    "overlap": (_("More hours in common"), ""),
    "distance": (_("Living closer by"), ""),
}
LEAST_STEPS = 3


def _number(label: Any, help_text: Any = "", **more: Any) -> forms.FloatField:
    return forms.FloatField(label=label, help_text=help_text, required=False, min_value=0, **more)


class CriteriaForm(forms.Form):
    """What must hold, what is better, who comes first, and wider rules with waiting."""

    language = forms.MultipleChoiceField(
        label=_("A language in common"),
        help_text=_("Both speak one of these languages. None chosen: any language that both speak."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    newcomer_band = forms.ChoiceField(
        label=_("The newcomer speaks it at least at"),
        required=False,
        choices=[("", _("no rule")), *Band.choices],
    )
    volunteer_band = forms.ChoiceField(
        label=_("The volunteer speaks it at least at"),
        required=False,
        choices=[("", _("no rule")), *Band.choices],
    )
    overlap_hours = _number(_("Hours a week when both can"), _("Empty: no rule."), max_value=168)
    distance_km = _number(
        _("Kilometres between them, at most"),
        _("In a straight line. Empty: no rule. Somebody whose place is not known is near nobody."),
    )
    gender_wish = forms.BooleanField(
        label=_("The wish for a woman or a man holds"),
        help_text=_("Whom each would like to meet, both ways. Without a wish, anybody."),
        required=False,
    )
    age_wish = forms.BooleanField(
        label=_("The wish for an age holds"),
        help_text=_("Only where people say which age they wish for."),
        required=False,
    )
    age_difference = forms.IntegerField(
        label=_("Years between them, at most"),
        help_text=_("Empty: no rule. Somebody whose year of birth is not known fits nobody."),
        required=False,
        min_value=0,
        max_value=150,
    )
    organisation = forms.BooleanField(
        label=_("Both are with the same organisation"),
        help_text=_("Matters only where several organisations match together."),
        required=False,
    )
    waiting_bands_weeks = NumbersField(
        label=_("Who waited longer comes first, by weeks"),
        help_text=_(
            "With 26, 12, 4: first whoever waited 26 weeks or longer, then 12, then 4, then the others. "
            "Few free hours let nobody pass."
        ),
        required=False,
    )
    seed = forms.CharField(
        label=_("Words from which lots are drawn"),
        help_text=_("Where all else is the same, a draw decides. Publish these words before the day."),
        max_length=80,
        required=False,
    )
    why = WhyField(ChangeReason)

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        self.programme = programme
        super().__init__(*args, **kwargs)
        known = Criteria.of(programme.criteria or {})
        codes = dict.fromkeys(
            [programme.practised, *known.hard.language, *(code for code, _name in settings.LANGUAGES)]
        )
        self.fields["language"].choices = [(code, language_name(code)) for code in codes]
        self.soft, self.steps = list(WEIGHTS), max(LEAST_STEPS, len(known.escalation) + 1)
        why = self.fields.pop("why")
        for name, (label, text) in WEIGHTS.items():
            self.fields[f"soft_{name}"] = _number(label, text, max_value=1_000_000)
        for place in range(self.steps):
            number = {"number": place + 1}
            self.fields[f"weeks_{place}"] = _number(_("Step %(number)s: after so many weeks") % number)
            self.fields[f"more_km_{place}"] = _number(_("Step %(number)s: so many kilometres more") % number)
            self.fields[f"fewer_hours_{place}"] = _number(_("Step %(number)s: so many hours less") % number)
        self.fields["why"] = why
        self.initial.update({**_initial(known), **self.initial})

    @property
    def parts(self) -> list[tuple[Any, Any, list[forms.BoundField]]]:
        """The fields in four parts, each with its title and what it means."""
        soft = [self[f"soft_{name}"] for name in self.soft]
        steps = [
            self[f"{name}_{place}"]
            for place in range(self.steps)
            for name in ("weeks", "more_km", "fewer_hours")
        ]
        order = [self["waiting_bands_weeks"], self["seed"]]
        taken = {field.name for field in (*soft, *steps, *order)} | {"why"}
        hard = [field for field in self if field.name not in taken]
        return [
            (_("What must hold"), _("Two people who do not fit these rules are never proposed."), hard),
            (
                _("Who comes first"),
                _("As many duos as possible; among them, those who waited longest."),
                order,
            ),
            (
                _("What is better"),
                _(
                    "How much each counts beside the others. 0: it does not count. It never costs anybody a duo."
                ),
                soft,
            ),
            (
                _("Wider rules with waiting"),
                _("So that nobody waits for ever: after so many weeks the rules are wider for a newcomer."),
                steps,
            ),
        ]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if self.errors:
            return data
        for place in range(self.steps):
            weeks, more, fewer = (data.get(f"{name}_{place}") for name in ("weeks", "more_km", "fewer_hours"))
            if weeks is None and (more or fewer):
                self.add_error(f"weeks_{place}", _("After how many weeks?"))
            if more and data.get("distance_km") is None:
                self.add_error(f"more_km_{place}", _("There is no rule on kilometres that could be wider."))
            if fewer and fewer > (data.get("overlap_hours") or 0):
                self.add_error(
                    f"fewer_hours_{place}", _("This is more than the hours that must be in common.")
                )
        if not self.errors:
            try:
                Criteria.of(self.criteria)
            except MatchError:
                # What is left are steps that are out of order, which the engine says in English.
                raise ValidationError(
                    _(
                        "The steps do not fit together: each begins after another number of weeks, and a later one is "
                        "never narrower than one before it."
                    )
                ) from None
        return data

    @property
    def criteria(self) -> dict[str, Any]:
        """As the engine reads them, and as they stand in the settings of the programme."""
        data = self.cleaned_data
        hard: dict[str, Any] = {"gender_wish": data["gender_wish"], "age_wish": data["age_wish"]}
        if data["organisation"]:
            hard["organisation"] = True
        for name in ("language", "newcomer_band", "volunteer_band"):
            if data[name]:
                hard[name] = data[name]
        for name in ("overlap_hours", "distance_km", "age_difference"):
            if data[name] is not None:
                hard[name] = _plain(data[name])
        made: dict[str, Any] = {
            "hard": hard,
            "soft": {name: _plain(data[f"soft_{name}"] or 0) for name in self.soft},
            "order": {"waiting_bands_weeks": data["waiting_bands_weeks"], "seed": data["seed"]},
        }
        steps = [self._step(place) for place in range(self.steps) if data.get(f"weeks_{place}") is not None]
        if steps:
            made["escalation"] = {"steps": steps}
        return made

    def _step(self, place: int) -> dict[str, Any]:
        data = self.cleaned_data
        step = {"weeks": data[f"weeks_{place}"], "more_km": data[f"more_km_{place}"] or 0}
        step["fewer_hours"] = data[f"fewer_hours_{place}"] or 0
        return {name: _plain(number) for name, number in step.items()}


def _plain(number: float) -> float | int:
    return int(number) if number == int(number) else number


def _initial(known: Criteria) -> dict[str, Any]:
    hard = known.hard
    found: dict[str, Any] = {
        name: getattr(hard, name)
        for name in (
            "gender_wish",
            "age_wish",
            "age_difference",
            "organisation",
            "overlap_hours",
            "distance_km",
        )
    }
    found |= {"language": list(hard.language), "newcomer_band": hard.newcomer_band or ""}
    found |= {"volunteer_band": hard.volunteer_band or "", "seed": known.order.seed}
    found["waiting_bands_weeks"] = list(known.order.waiting_bands_weeks)
    found |= {f"soft_{name}": getattr(known.soft, name) for name in WEIGHTS}
    for place, step in enumerate(known.escalation):
        found |= {f"weeks_{place}": step.weeks, f"more_km_{place}": step.more_km}
        found[f"fewer_hours_{place}"] = step.fewer_hours
    return found
