"""The verbs of figures: import them, from the command line or the web."""

from convive.measures.actions.importing import (
    Written,
    add_city,
    plan_import,
    run_import,
    unusable_text,
    write_import,
)
from convive.measures.actions.uploads import (
    agree_to_import,
    clear_uploads,
    discard_import,
    plan_upload,
    start_import,
    write_upload,
)

__all__ = [
    "Written",
    "add_city",
    "agree_to_import",
    "clear_uploads",
    "discard_import",
    "plan_import",
    "plan_upload",
    "run_import",
    "start_import",
    "unusable_text",
    "write_import",
    "write_upload",
]
