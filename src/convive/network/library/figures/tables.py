"""The table that says the same as the map."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from convive.core.numbers import number
from convive.measures.queries.figures import Figure
from convive.network.library.figures.chosen import Chosen

DASH = "–"
SORTS = ("name", "figure")


def columns(chosen: Chosen) -> list[str]:
    """The heads of the table."""
    heads = [_("Area"), _("Share") if chosen.is_share else chosen.choice.indicator.unit_name]
    if chosen.is_share:
        heads += [chosen.choice.group_name, _("Everybody")]
    elif chosen.choice.indicator.kind != "count":
        heads.append(_("People behind it"))
    return heads


def cells(chosen: Chosen, row: Figure) -> list[str]:
    """The cells of one area's row, its name first."""
    texts = [row.name, chosen.text(row)]
    if chosen.is_share:
        texts.append(chosen.value_text(row.value) if row.value is not None else DASH)
        texts.append(chosen.value_text(row.total) if row.total is not None else DASH)
    elif chosen.choice.indicator.kind != "count":
        texts.append(number(row.n) if row.n is not None else DASH)
    return texts


def sorted_rows(chosen: Chosen, sort: str) -> list[Figure]:
    """The areas by name, or by their figure from high to low with those left out at the end."""
    if sort == "name":
        return sorted(chosen.found.rows, key=lambda row: row.name)
    return sorted(
        chosen.found.rows,
        key=lambda row: (chosen.mapped(row) is None, -(chosen.mapped(row) or 0), row.name),
    )


def body(chosen: Chosen, sort: str) -> SafeString:
    """The rows as HTML."""
    rows = ((row.code, cells(chosen, row)) for row in sorted_rows(chosen, sort))
    return rows_of_areas(columns(chosen), rows)


def rows_of_areas(heads: Sequence[str], rows: Iterable[tuple[str, Sequence[str]]]) -> SafeString:
    """Rows of areas, each with its code and its cells, the name first. Written and escaped here, not in a template: a
    city may have a thousand areas.
    """
    first, *others = (escape(head) for head in heads)
    lines = []
    for code, cells_ in rows:
        name, *texts = (escape(text) for text in cells_)
        numbers = "".join(
            f'<td class="number" role="cell" data-label="{head}">{text}</td>'
            for head, text in zip(others, texts, strict=True)
        )
        lines.append(
            f'<tr role="row" data-area="{escape(code)}">'
            f'<th scope="row" role="rowheader" data-label="{first}">{name}</th>{numbers}</tr>'
        )
    return mark_safe("\n".join(lines))


def head(chosen: Chosen, sort: str) -> SafeString:
    """The head, with links that sort."""
    return head_of_areas(columns(chosen), chosen.query, sort)


def head_of_areas(heads: Sequence[str], query: str, sort: str) -> SafeString:
    """The head of a table of areas; by its first two columns it can be sorted."""
    links = [("name", heads[0], "ascending"), ("figure", heads[1], "descending")]
    cells_ = [
        format_html(
            '<th scope="col" role="columnheader"{}{}>'
            '<a class="sort" href="?{}&amp;sort={}#areas">{}</a></th>',
            format_html(' class="{}"', "number") if key == "figure" else "",
            format_html(' aria-sort="{}"', direction) if key == sort else "",
            query,
            key,
            label,
        )
        for key, label, direction in links
    ]
    cells_ += [
        format_html('<th scope="col" role="columnheader" class="number">{}</th>', label)
        for label in heads[2:]
    ]
    return format_html_join("", "{}", ((cell,) for cell in cells_))
