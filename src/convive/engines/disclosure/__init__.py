"""What may be published without exposing anyone.

A table of counts (areas by groups) is published with its totals. Cells with few people are left out, and
so are as many other cells as it takes that nobody can compute a left-out cell from the rest.

The method is cell suppression in a two-way table: Cox, "Suppression methodology and statistical
disclosure control", Journal of the American Statistical Association 75 (1980), and Gusfield, "A graph
theoretic approach to statistical data security", SIAM Journal on Computing 17 (1988), whose graph is what
`exposure` walks.
"""

from convive.engines.disclosure.exposure import exposed_cells
from convive.engines.disclosure.tables import (
    DEFAULT_THRESHOLD,
    Protected,
    Reason,
    protect,
    protect_overlapping,
)

__all__ = ["DEFAULT_THRESHOLD", "Protected", "Reason", "exposed_cells", "protect", "protect_overlapping"]
