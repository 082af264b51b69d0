"""graph-service token and around: the product's question on the terminal, with the same gates and audit."""

import asyncio
import os
from typing import Annotated

import typer
from rich.table import Table

from graph_service.access.caller import Caller, SignedIn
from graph_service.access.policy import Action
from graph_service.access.tokens import development_token
from graph_service.actions.accounts import find_account
from graph_service.actions.gates import admit
from graph_service.actions.networks import read_network
from graph_service.commands.session import complaints, console, opened_graph, said, settings_or_exit
from graph_service.domain.desk import NationalDesk
from graph_service.domain.identifiers import is_child_id, normalised_child_id
from graph_service.domain.networks import Contact, Involvement, Network
from graph_service.domain.problems import InvalidRequest
from graph_service.domain.purposes import Purpose
from graph_service.keys import development_key, token_reader
from graph_service.settings import Settings

As = Annotated[str, typer.Option("--as", help="The sign-in's name, such as amy.khan. Development only.")]


def token(name: As) -> None:
    """Print a token for a made-up person, good for one working day. Development only."""
    settings = settings_or_exit()
    refuse_outside_development(settings)
    with said():
        typer.echo(asyncio.run(_token(settings, name)))


async def _token(settings: Settings, name: str) -> str:
    async with opened_graph(settings) as graph:
        return development_token(development_key(settings.state), await find_account(graph, name))


def around(
    child_id: Annotated[str, typer.Argument(help="Our number for the child.")],
    purpose: Annotated[Purpose, typer.Option(help="Why you are looking.")],
    name: Annotated[
        str | None,
        typer.Option("--as", help="Sign in as somebody (development only); else GRAPH_SERVICE_TOKEN is read."),
    ] = None,
) -> None:
    """Who is around a child: the same question, gates and record as the page and the API."""
    settings = settings_or_exit()
    if name is not None:
        refuse_outside_development(settings)
    with said():
        print_network(asyncio.run(_around(settings, child_id, purpose, name)))


async def _around(settings: Settings, child_id: str, purpose: Purpose, name: str | None) -> Network:
    if not is_child_id(child_id):
        raise InvalidRequest(
            "This is not one of our numbers: 12 letters and digits, of which the last two check the rest."
        )
    async with opened_graph(settings) as graph:
        who = await find_account(graph, name) if name else _from_environment(settings)
        caller = await admit(graph, Caller(who, purpose), Action.READ_NETWORK, child_id)
        desk = NationalDesk(settings.national_desk_phone, settings.national_desk_hours)
        return await read_network(graph, caller, normalised_child_id(child_id), desk)


def _from_environment(settings: Settings) -> SignedIn:
    """A token is a secret, so it comes in the environment and never stands in a list of processes."""
    return token_reader(settings).read(os.environ.get("GRAPH_SERVICE_TOKEN", ""))


def refuse_outside_development(settings: Settings) -> None:
    if not settings.in_development:
        complaints.print("Refused: this is for made-up people, so only with GRAPH_SERVICE_ENVIRONMENT=development.")
        raise typer.Exit(2)


def print_network(network: Network) -> None:
    """The same facts as the page, as tables."""
    if network.child:
        console.print(f"\n[bold]{network.child.given_name} {network.child.family_name}[/], born {network.child.born}")
    console.print(f"Why you can see this: {network.visible_because}")
    if network.protected:
        console.print("This child is protected. The national desk will ring you back.")
    if network.custodian:
        console.print(f"Held by {network.custodian.name}.")
    console.print(f"Ring: {_reach(network.contact)}")
    if network.team:
        console.print(_team(network.team))
    for what, names in (
        ("Cared for by", [_said(carer.name, carer.capacity) for carer in network.carers]),
        ("Brothers and sisters", [_sibling(sibling.given_name, sibling.contact) for sibling in network.siblings]),
        ("Said something", [_said(one.by, one.kind, closed=one.closed_at) for one in network.indications]),
        ("Assessments by", [one.by for one in network.assessments]),
    ):
        if names:
            console.print(f"{what}: {'; '.join(names)}")


def _said(name: str, what: str | None, *, closed: object = None) -> str:
    words = (what or "").replace("_", " ") + (", closed" if closed else "")
    return f"{name} ({words})" if words else name


def _team(team: list[Involvement]) -> Table:
    table = Table("Who", "Role", "Service", "Since", "Until", "How to reach", title="The team around the child")
    for seat in team:
        table.add_row(
            seat.name + (" (leads)" if seat.leads else ""),
            (seat.role or "").replace("_", " "),
            f"{seat.post.name}, {seat.post.agency}" if seat.post else "not named here",
            str(seat.start or ""),
            str(seat.end or ""),
            seat.phone or "ask the duty desk",
        )
    return table


def _reach(contact: Contact) -> str:
    cover = f" (away: {contact.covered_by.name}, {contact.covered_by.phone})" if contact.covered_by else ""
    return f"{contact.name}, {contact.phone or 'no telephone'}{cover}"


def _sibling(given_name: str | None, contact: Contact) -> str:
    return f"{given_name or 'a child who is known'}: ring {_reach(contact)}"
