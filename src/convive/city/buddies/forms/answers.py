from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from convive.city.buddies.codes import Answer, Side
from convive.city.buddies.models import Duo


class AnswerForForm(forms.Form):
    """What somebody said by phone. A no needs no reason, so there is no field for one."""

    side = forms.ChoiceField(label=_("Who answered"), widget=forms.RadioSelect)
    answer = forms.ChoiceField(label=_("What they said"), choices=Answer.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, duo: Duo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = {side: duo.application(side).participant for side in Side.values}
        field = self.fields["side"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(side, str(who)) for side, who in people.items() if not duo.answer(side)]
