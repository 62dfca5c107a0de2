"""What migrations need beside what Django and pgtrigger give them."""

from __future__ import annotations

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class InstallTriggers(Operation):
    """Install the triggers of all models of an app, as the `triggers` among the options of its `CreateModel` say.

    For an app's first migration. `AddTrigger` for each has Django draw up every related model anew each time: with some
    hundred triggers that is half a minute before an empty database can be used.
    """

    reversible = False

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The models have them already."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        models = (model for (label, _), model in to_state.models.items() if label == app_label)
        for model in models:
            for trigger in model.options.get("triggers", ()):
                schema_editor.execute(trigger.install_sql, params=None)

    def describe(self) -> str:
        return "Install the triggers of all models of the app"
