"""The first people of an installation: everybody after them is invited on a screen."""

from __future__ import annotations

import click

from convive.cli import use_django


@click.command("administrator")
@click.argument("city")
@click.argument("email")
@click.option("--name", default="", help="The person's name.")
def administrator_command(city: str, email: str, name: str) -> None:
    """Make the first administrator of CITY. Where there is one already, that person gives the roles."""
    use_django()
    from django.core.exceptions import ValidationError

    from convive.core import actions
    from convive.core.models import City
    from convive.core.tenancy import in_city

    found = City.objects.filter(slug=city).first()
    if found is None:
        known = ", ".join(City.objects.values_list("slug", flat=True)) or "none yet"
        raise click.ClickException(f"there is no city {city}. There are: {known}.")
    try:
        with in_city(found):
            actions.first_administrator(found, email=email, name=name)
    except ValidationError as error:
        raise click.ClickException(" ".join(error.messages)) from None
    click.echo(f"{email} administers {city} now. A mail says how to sign in.")


@click.command("network")
@click.argument("email")
@click.option(
    "--role",
    type=click.Choice(["network_secretary", "editor"]),
    default="network_secretary",
    show_default=True,
    help="A secretary publishes pages; an editor writes them.",
)
@click.option("--name", default="", help="The person's name.")
@click.option("--end", is_flag=True, help="End the role instead.")
def network_command(email: str, role: str, name: str, end: bool) -> None:
    """Give somebody a role in the network of cities, or end it: who writes its pages."""
    use_django()
    from django.core.exceptions import ValidationError

    from convive.core import actions

    try:
        if end:
            actions.end_network_role(email, role)
            click.echo(f"{email} no longer has the role {role}.")
            return
        actions.give_network_role(email, role, name=name)
    except ValidationError as error:
        raise click.ClickException(" ".join(error.messages)) from None
    click.echo(f"{email} has the role {role}. A mail says how to sign in.")
