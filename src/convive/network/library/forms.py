from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from convive.measures.importing.recipe import TOTAL
from convive.measures.queries.offers import set_code
from convive.network.library.figures.chosen import Chosen


class FiguresForm(forms.Form):
    """What to show on a city's page. Every choice lives in the address."""

    indicator = forms.ChoiceField(label=_("What"))
    group = forms.ChoiceField(label=_("Group"))
    period = forms.ChoiceField(label=_("When"))
    areas = forms.ChoiceField(label=_("Areas"))

    def __init__(self, chosen: Chosen) -> None:
        choice, offered = chosen.choice, chosen.offered
        super().__init__(
            initial={
                "indicator": choice.indicator.code,
                "group": choice.group_code,
                "period": choice.period.code,
                "areas": set_code(choice.area_set),
            }
        )
        # The form is a way to other addresses, never a place to go wrong: it is filled, not validated.
        options = {
            "indicator": [(each.code, each.name) for each in offered.indicators.values()],
            "group": [
                (group.code, group.name) if group else (TOTAL, _("Everybody")) for group in choice.groups
            ],
            "period": [(period.code, period.label) for period in choice.periods],
            "areas": [
                (set_code(offered.area_sets[pk]), str(offered.area_sets[pk])) for pk in choice.offered.periods
            ],
        }
        for name, found in options.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = found
            if len(found) < 2:
                field.widget = forms.HiddenInput()
