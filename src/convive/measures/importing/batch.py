"""Everything that a recipe and its files say, read and checked, before the database is asked anything."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from convive.measures.importing.areas import read_areas
from convive.measures.importing.problems import ImportRefused
from convive.measures.importing.reading import SourceFile
from convive.measures.importing.recipe import Recipe, SetKey
from convive.measures.importing.rows import Batch, Progress
from convive.measures.importing.values import read_values
from convive.measures.importing.weights import carry_over, read_weights

__all__ = ["Batch", "Progress", "read_batch"]


def read_batch(
    recipe: Recipe,
    files: Mapping[str, SourceFile],
    known_areas: Mapping[SetKey, set[str]] | None = None,
    progress: Progress = lambda text: None,
) -> Batch:
    """Read all files by the recipe. `known_areas` are the codes of sets that the city has already.

    Raises: ImportRefused: a file is not what the recipe says. Wrong rows do not raise: they are listed in
    `problems`.
    """
    batch = Batch(recipe, dict(files))
    known = {key: set(codes) for key, codes in (known_areas or {}).items()}
    for spec in recipe.area_sets:
        if spec.areas is None:
            if spec.key not in known:
                raise ImportRefused(
                    _(
                        "The recipe names no file for the areas of %(key)s, "
                        "and the city does not have them yet."
                    )
                    % {"key": spec.key}
                )
            continue
        progress(_("Reading the areas of %(key)s") % {"key": spec.key})
        read_areas(batch, spec, known)
        known.setdefault(spec.key, set()).update(area.code for area in batch.areas[spec.key])
    for values in recipe.values:
        progress(_("Reading the figures in %(file)s") % {"file": batch.files[values.file].name})
        read_values(batch, values, known[values.key])
    for weights in recipe.weights:
        progress(_("Reading the weights in %(file)s") % {"file": batch.files[weights.file].name})
        read_weights(batch, weights, known[weights.from_key], known[weights.to_key])
        carry_over(batch, weights)
    return batch
