from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convive.core.models import City
from convive.measures.mix import MixChoice
from convive.measures.mix.choosing import NO_EARLIER
from convive.measures.periods import Period
from convive.measures.queries.offers import set_code

Options = list[tuple[str, str]]


class MixForm(forms.Form):
    """Whose mix, where and when. Every choice lives in the address, so nothing here can be wrong: the form is filled
    and not validated.
    """

    indicator = forms.ChoiceField(label=gettext_lazy("What"))
    group = forms.ChoiceField(label=gettext_lazy("Groups"))
    areas = forms.ChoiceField(label=gettext_lazy("Areas"))
    period = forms.ChoiceField(label=gettext_lazy("When"))
    since = forms.ChoiceField(label=gettext_lazy("Compared with"))

    def __init__(self, choice: MixChoice, prefix: str = "", cities: Sequence[City] = ()) -> None:
        super().__init__(initial={**choice.parts, "city": choice.city.slug}, prefix=prefix or None)
        if cities:
            self.fields["city"] = forms.ChoiceField(label=_("City"))
            self.order_fields(["city"])
            self._offer("city", [(city.slug, city.name) for city in cities])
            # Both sides have a date of their own: neither needs an earlier one.
            del self.fields["since"]
        else:
            earlier = [(period.code, _date(choice, period)) for period in choice.earlier_periods]
            self._offer("since", [(NO_EARLIER, _("no earlier date")), *earlier] if earlier else [])
        self._offer("indicator", [(each.code, each.name) for each in choice.indicators])
        self._offer("group", [(who.code, _of(who.names) if who.group else who.name) for who in choice.whos])
        self._offer("areas", [(set_code(row), str(row)) for row in choice.area_sets])
        self._offer("period", [(period.code, period.label) for period in choice.periods])

    def _offer(self, name: str, options: Options) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = options
        if len(options) < 2:
            field.widget = forms.HiddenInput()


def _date(choice: MixChoice, period: Period) -> str:
    origin = choice.carried.get(period)
    if origin is None:
        return period.label
    return _("%(when)s (estimated from the borders of %(year)s)") % {
        "when": period.label,
        "year": origin.year,
    }


def _of(names: tuple[str, ...]) -> str:
    return _("%(group)s and %(others)s") % {"group": names[0], "others": names[1]}
