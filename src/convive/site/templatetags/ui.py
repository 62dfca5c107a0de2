"""Small helpers for the shell's templates: components with a body, form controls, pages, messages.

Each component is a template in `templates/components/`, whose first comment says what it takes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import template
from django.contrib.messages import constants
from django.core.paginator import Page
from django.forms import BoundField, CheckboxInput
from django.template import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

SEVERITIES = {
    constants.DEBUG: "neutral",
    constants.INFO: "info",
    constants.SUCCESS: "success",
    constants.WARNING: "warning",
    constants.ERROR: "danger",
}


@register.simple_block_tag(takes_context=True)
def component(context: Context, content: SafeString, name: str, **values: Any) -> SafeString:
    """Render `components/<name>.html` around what stands between the tags.

    `{% component "figure" title=_("Where people live") %} … {% endcomponent %}`
    The component sees the page's context, the given values, and the body as `content`.
    """
    with context.push(**values, content=content):
        # The body and the values were escaped while they were rendered.
        return mark_safe(get_template(f"components/{name}.html").template.render(context))


@register.filter
def control(field: BoundField) -> SafeString:
    """A form field's own control with the design system's class; Django adds the ARIA attributes."""
    if field.is_hidden:
        return field.as_widget()
    classes = ["ds-input", field.field.widget.attrs.get("class", "")]
    attrs = {"class": " ".join(filter(None, classes))}
    if field.use_fieldset:
        # The parts of a widget have no labels of their own.
        attrs["aria-label"] = str(field.label)
    return field.as_widget(attrs=attrs)


@register.filter
def options(field: BoundField) -> Iterator[dict[str, Any]]:
    """The choices of a field of radio buttons or checkboxes, each with its label."""
    for choice in field.subwidgets:
        choice.data["attrs"]["class"] = "ds-input"
        yield {"id": choice.id_for_label, "label": choice.choice_label, "control": choice.tag()}


@register.filter
def kind(field: BoundField) -> str:
    """How a field is laid out: hidden, a group of options, parts in a fieldset, a checkbox, or an input."""
    if field.is_hidden:
        return "hidden"
    if field.use_fieldset:
        return "options" if hasattr(field.field.widget, "option_template_name") else "parts"
    return "checkbox" if isinstance(field.field.widget, CheckboxInput) else "input"


@register.filter
def severity(level: int) -> str:
    """The design system's colour for a message's level."""
    return SEVERITIES.get(level, "info")


@register.filter
def pages(page: Page) -> Iterator[int | str]:
    """The page numbers to offer around this one, with an ellipsis for the rest."""
    yield from page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.filter
def cells(row: Mapping[str, Any], columns: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """The cells of a row of components/table.html, each knowing its column; the first is the row's header."""
    for index, (cell, column) in enumerate(zip(row["cells"], columns, strict=True)):
        parts = cell if isinstance(cell, Mapping) else {"text": cell}
        yield {
            "text": parts.get("text", ""),
            "url": parts.get("url"),
            "label": column["label"],
            "number": column.get("number", False),
            "header": index == 0,
        }
