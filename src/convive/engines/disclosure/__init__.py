"""What may be published without exposing anyone.

A table of counts (areas by groups) is published with its totals. Cells with few people are left out, and
so are as many other cells as it takes that nobody can compute a left-out cell from the rest.

The method is cell suppression in a two-way table: Cox, "Suppression methodology and statistical
disclosure control", Journal of the American Statistical Association 75 (1980), and Gusfield, "A graph
theoretic approach to statistical data security", SIAM Journal on Computing 17 (1988), whose graph is what
`exposure` walks.

`protect` is the quick way for areas by groups. `hide` takes tables of any number of axes, with hierarchies
and magnitudes, and hides as little as possible; `hide_together` tables that share cells, `hide_again` a new
release of an earlier one; `attack` and `check` try to undo it. `round_controlled`, `round_randomly` and
`add_noise` change numbers instead of leaving them out. `least_harmful` compares what each does to indices.
"""

from convive.engines.disclosure.attack import Intervals
from convive.engines.disclosure.closing import Closed, Mix, close_sheets
from convive.engines.disclosure.effects import Effect, effect_on_indices, least_harmful
from convive.engines.disclosure.exposure import exposed_cells
from convive.engines.disclosure.layout import Axis, DisclosureError, Table
from convive.engines.disclosure.nesting import Nested, protect_nested
from convive.engines.disclosure.noise import Budget, BudgetSpent, Noisy, add_noise
from convive.engines.disclosure.releases import Again, Released, hide_again
from convive.engines.disclosure.rounding import Rounded, round_controlled, round_randomly, round_together
from convive.engines.disclosure.rules import Dominance, PPercent, Protection, Threshold, sensitive
from convive.engines.disclosure.sheets import Dimension, Sheet
from convive.engines.disclosure.suppress import Hidden, HidingRules, attack, check, hide, hide_together
from convive.engines.disclosure.tables import (
    DEFAULT_THRESHOLD,
    Protected,
    Reason,
    protect,
    protect_overlapping,
)

__all__ = [
    "DEFAULT_THRESHOLD",
    "Again",
    "Axis",
    "Budget",
    "BudgetSpent",
    "Closed",
    "Dimension",
    "DisclosureError",
    "Dominance",
    "Effect",
    "Hidden",
    "HidingRules",
    "Intervals",
    "Mix",
    "Nested",
    "Noisy",
    "PPercent",
    "Protected",
    "Protection",
    "Reason",
    "Released",
    "Rounded",
    "Sheet",
    "Table",
    "Threshold",
    "add_noise",
    "attack",
    "check",
    "close_sheets",
    "effect_on_indices",
    "exposed_cells",
    "hide",
    "hide_again",
    "hide_together",
    "least_harmful",
    "protect",
    "protect_nested",
    "protect_overlapping",
    "round_controlled",
    "round_randomly",
    "round_together",
    "sensitive",
]
