"""Writing what a plan says: all of it, in the transaction that is open, or nothing."""

from __future__ import annotations

from typing import Any

import polars as pl
from django.db import connection
from django.utils.translation import gettext as _
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from convive.core.models import City
from convive.measures.coverage import out_now, refresh
from convive.measures.importing.geometry import draw
from convive.measures.importing.known import (
    dimension_fields,
    group_fields,
    indicator_fields,
    same_fields,
    set_fields,
)
from convive.measures.importing.plan import SAME, Plan, geometry_digest
from convive.measures.importing.recipe import SetKey
from convive.measures.importing.rows import AreaRow, Progress
from convive.measures.models import (
    Area,
    AreaSet,
    AreaWeight,
    Boundary,
    Dimension,
    Group,
    Import,
    Indicator,
)

ROWS_AT_ONCE = 10_000
WRITE_VALUES = """
    INSERT INTO measures_value
        (city_id, source_file_id, indicator_id, area_set_id, area_id, group_id,
         start, "end", value, n, estimated)
    SELECT %s, %s, * FROM unnest(
        %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[],
        %s::date[], %s::date[], %s::float8[], %s::integer[], %s::boolean[])
    ON CONFLICT ON CONSTRAINT value_once DO UPDATE SET
        value = EXCLUDED.value, n = EXCLUDED.n, estimated = EXCLUDED.estimated,
        source_file_id = EXCLUDED.source_file_id
"""


def lock_imports(city: City) -> None:
    """One import at a time in a city, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('convive.measures.import'), %s)", [city.pk])


class Writer:
    """Writes one plan into one city. Call `write` inside the city's scope."""

    def __init__(
        self, plan: Plan, city: City, source: Import, progress: Progress = lambda text: None
    ) -> None:
        self.plan, self.city, self.source, self.progress = plan, city, source, progress
        self.known = plan.known
        # Whether something changed on which figures rest that this recipe does not name.
        self.others_touched = False
        # Keys of areas, by set and code: those that the city had and those that are made here.
        self.area_ids: dict[SetKey, dict[str, int]] = {
            key: {code: area.pk for code, area in areas.items()} for key, areas in plan.known.areas.items()
        }

    def write(self) -> None:
        published = out_now(self.known.indicators.values())
        self.progress(_("Writing the areas"))
        for spec in self.plan.recipe.area_sets:
            if spec.areas is not None:
                self._area_set(spec.key, set_fields(spec))
        self._parents()
        self._weights()
        self._dimensions()
        self._indicators()
        self.progress(_("Writing the figures"))
        self._values()
        # What may be shown rests on which areas lie in which, on weights and on dimensions as well.
        touched = Indicator.objects.all() if self.others_touched else self.known.indicators.values()
        refresh(self.city, touched, published)

    def _upsert(self, model: type, row: Any, fields: dict[str, Any], **key: Any) -> Any:
        """Make a row, or change it where it differs."""
        if row is None:
            return model.objects.create(city=self.city, **key, **fields)  # type: ignore[attr-defined]
        if not same_fields(row, fields):
            for name, value in fields.items():
                setattr(row, name, value)
            row.save()
        return row

    def _area_set(self, key: SetKey, fields: dict[str, Any]) -> None:
        before = self.known.sets.get(key)
        area_set: AreaSet = self._upsert(AreaSet, before, fields, code=key.code, year=key.year)
        self.known.sets[key] = area_set
        statuses = self.plan.areas[key]
        if all(status == "unchanged" for status in statuses.values()):
            return
        rows = self.plan.batch.areas[key]
        have = self.known.areas.get(key, {})
        moved = {row.code for row in rows if geometry_digest(row) not in ("", _digest(have, row.code))}
        new = [
            Area(city=self.city, area_set=area_set, code=row.code, names=row.names)
            for row in rows
            if statuses[row.code] == "created"
        ]
        ids = self.area_ids.setdefault(key, {})
        for area in Area.objects.bulk_create(new, batch_size=ROWS_AT_ONCE):
            ids[area.code] = area.pk
        renamed = [
            Area(pk=ids[row.code], names=row.names)
            for row in rows
            if statuses[row.code] == "changed" and have[row.code].names != row.names
        ]
        Area.objects.bulk_update(renamed, ["names"], batch_size=500)
        if moved:
            self._draw(key, area_set, rows, moved)

    def _draw(self, key: SetKey, area_set: AreaSet, rows: list[AreaRow], moved: set[str]) -> None:
        """Draw all borders of the set anew: neighbours are simplified together, on one surface."""
        self.progress(_("Drawing the map"))
        ids = self.area_ids[key]
        borders: dict[str, BaseGeometry] = {
            row.code: row.geometry for row in rows if row.geometry is not None
        }
        digests = {row.code: geometry_digest(row) for row in rows}
        codes = {pk: code for code, pk in ids.items()}
        for pk, geometry in Boundary.objects.filter(area__area_set=area_set).values_list(
            "area_id", "geometry"
        ):
            borders.setdefault(codes[pk], shape(geometry))
        order = sorted(borders)
        drawn = draw([borders[code] for code in order])
        areas, boundaries = [], []
        for code, drawing in zip(order, drawn.drawings, strict=True):
            assert drawing is not None
            area = Area(pk=ids[code], area_km2=drawing.area_km2, x=drawing.x, y=drawing.y)
            area.display, area.path = drawing.display, drawing.path
            area.digest = digests.get(code) or _digest(self.known.areas.get(key, {}), code)
            areas.append(area)
            if code in moved:
                boundaries.append(Boundary(city=self.city, area_id=ids[code], geometry=drawing.geometry))
        Area.objects.bulk_update(areas, ["area_km2", "x", "y", "display", "path", "digest"], batch_size=500)
        Boundary.objects.filter(area__in=[boundary.area_id for boundary in boundaries]).delete()
        Boundary.objects.bulk_create(boundaries, batch_size=500)
        area_set.has_geometry, area_set.view_box, area_set.outline = True, drawn.view_box, list(drawn.outline)
        area_set.save()

    def _parents(self) -> None:
        children = []
        for key, rows in self.plan.batch.areas.items():
            have = self.known.areas.get(key, {})
            for row in rows:
                before = have[row.code].parent if row.code in have else None
                if row.parent and row.parent[1] != before:
                    parent_key, code = row.parent
                    children.append(
                        Area(pk=self.area_ids[key][row.code], parent_id=self.area_ids[parent_key][code])
                    )
        Area.objects.bulk_update(children, ["parent"], batch_size=500)
        self.others_touched |= bool(children)

    def _weights(self) -> None:
        methods = {(spec.from_key, spec.to_key): spec.method for spec in self.plan.recipe.weights}
        for keys, rows in self.plan.batch.weights.items():
            have = self.known.weights.get(keys, {})
            new = {(row.from_code, row.to_code): row.weight for row in rows}
            differ = {
                origin
                for (origin, target), weight in new.items()
                if abs(have.get((origin, target), -1.0) - weight) > SAME
            }
            differ |= {origin for origin, target in have if (origin, target) not in new}
            differ &= {origin for origin, _target in new}
            self.others_touched |= bool(differ)
            origins, targets = self.area_ids[keys[0]], self.area_ids[keys[1]]
            AreaWeight.objects.filter(
                from_area__in=[origins[code] for code in differ],
                to_area__area_set=self.known.sets[keys[1]],
            ).delete()
            AreaWeight.objects.bulk_create(
                (
                    AreaWeight(
                        city=self.city,
                        from_area_id=origins[origin],
                        to_area_id=targets[target],
                        weight=weight,
                        method=methods[keys],
                    )
                    for (origin, target), weight in new.items()
                    if origin in differ
                ),
                batch_size=ROWS_AT_ONCE,
            )

    def _dimensions(self) -> None:
        for spec in self.plan.recipe.dimensions:
            before = self.known.dimensions.get(spec.code)
            self.others_touched |= before is not None and not same_fields(before, dimension_fields(spec))
            dimension = self._upsert(Dimension, before, dimension_fields(spec), code=spec.code)
            self.known.dimensions[spec.code] = dimension
            for group in spec.groups:
                fields = {**group_fields(group), "dimension": dimension}
                self.known.groups[group.code] = self._upsert(
                    Group, self.known.groups.get(group.code), fields, code=group.code
                )

    def _indicators(self) -> None:
        for spec in self.plan.recipe.indicators:
            denominator = self.known.indicators[spec.denominator] if spec.denominator else None
            fields = {**indicator_fields(spec), "denominator": denominator}
            before = self.known.indicators.get(spec.code)
            self.known.indicators[spec.code] = self._upsert(Indicator, before, fields, code=spec.code)

    def _values(self) -> None:
        frame = self.plan.values
        for start in range(0, frame.height, ROWS_AT_ONCE):
            self._write_rows(frame.slice(start, ROWS_AT_ONCE))
            made = min(start + ROWS_AT_ONCE, frame.height)
            self.progress(
                _("Writing the figures: %(made)s of %(total)s") % {"made": made, "total": frame.height}
            )

    def _write_rows(self, frame: pl.DataFrame) -> None:
        """Add or replace values column by column. COPY would be as fast, but row-level security does not allow it."""
        indicators = {code: indicator.pk for code, indicator in self.known.indicators.items()}
        groups: dict[str, int | None] = {code: group.pk for code, group in self.known.groups.items()}
        groups[""] = None
        keys = [SetKey(*pair) for pair in frame.select("set", "year").iter_rows()]
        columns = [
            [indicators[code] for code in frame.get_column("indicator")],
            [self.known.sets[key].pk for key in keys],
            [self.area_ids[key][area] for key, area in zip(keys, frame.get_column("area"), strict=True)],
            [groups[code] for code in frame.get_column("group")],
            *(frame.get_column(name).to_list() for name in ("start", "end", "value", "n", "estimated")),
        ]
        with connection.cursor() as cursor:
            cursor.execute(WRITE_VALUES, [self.city.pk, self.source.pk, *columns])


def _digest(have: dict[str, Any], code: str) -> str:
    return have[code].digest if code in have else ""
