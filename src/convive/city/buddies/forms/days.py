"""How a day is asked for, in every form."""

from __future__ import annotations

from django import forms

# The browser's own calendar; a form takes a copy.
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
