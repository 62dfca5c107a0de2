"""Django's `migrate`, which then raises the walls between cities."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.commands.migrate import Command as Migrate
from django.db import connections

from convive.core.walls import raise_walls


class Command(Migrate):
    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        partial = options.get("app_label") or options.get("plan") or options.get("check_unapplied")
        if not partial:
            raise_walls(connections[options["database"]], settings.APPLICATION_ROLE)
            if options["verbosity"] >= 1:
                self.stdout.write("Walls between cities stand.")
