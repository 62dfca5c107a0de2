"""The command line: `convive demo`, `convive import`, `convive serve`, ..."""

from __future__ import annotations

import os

import click


class LazyGroup(click.Group):
    """Knows its commands by name and loads the one that is asked for, so that `convive --help` needs no database."""

    commands_at = {
        "administrator": ("convive.cli.people", "administrator_command"),
        "demo": ("convive.cli.demo", "demo_command"),
        "import": ("convive.cli.importing", "import_command"),
        "match": ("convive.cli.match", "match_command"),
        "migrate": ("convive.cli.server", "migrate_command"),
        "mix": ("convive.cli.mix", "mix_command"),
        "network": ("convive.cli.people", "network_command"),
        "protect": ("convive.cli.protect", "protect_command"),
        "serve": ("convive.cli.server", "serve_command"),
        "warm": ("convive.cli.warm", "warm_command"),
        "work": ("convive.cli.server", "work_command"),
    }

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(self.commands_at)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.commands_at:
            return None
        module, name = self.commands_at[cmd_name]
        return getattr(__import__(module, fromlist=[name]), name)


@click.group(cls=LazyGroup)
@click.version_option(package_name="convive")
def main() -> None:
    """Plan, run and measure how the people of a city come to know each other."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "convive.site.settings")


def use_django() -> None:
    """Set Django up, once a command needs the database."""
    import django

    from convive.site.starting import without_pauses

    with without_pauses():
        django.setup()
