"""`ugovor link --brief`, `--calendar`, `--list`, `--revoke`: links without powers."""

from __future__ import annotations

import click

from mappings.suggestions import did_you_mean
from plugin.bootstrap import Service
from plugin.cli.context import require_known
from plugin.cli.errors import WrongUse
from plugin.cli.output import format_moment, print_json
from plugin.core.model.signed_links import mark_of
from plugin.pages.brief_pages import BRIEF_PATH, make_link_id
from plugin.pages.calendar_pages import CALENDAR_ENDING, CALENDAR_PATH
from plugin.runtime.clock import machine_clock, shift_of
from plugin.store import contracts, shared_links
from plugin.store.shared_links import SharedLink


def share_links(
    service: Service, contract: str | None, as_json: bool, *, brief: bool, revoke: str | None
) -> None:
    """Make, revoke or list links that show something and have no powers.

    Args:
        service: the service.
        contract: the contract's id; a link that is revoked needs none.
        as_json: for other programs.
        brief: make a link to the contract in short.
        revoke: the id of the link to close.
    """
    service.active_contracts.refresh(machine_clock(service.clock).now(), shift_of(service.clock))
    if revoke is not None:
        _revoke(service, revoke)
        return
    if contract is None:
        raise WrongUse("Name the contract: ugovor link CONTRACT --brief, or ugovor link CONTRACT --list.")
    with service.database.look() as connection:
        ids = [mapping.id for mapping in contracts.load_latest(connection)]
    known = require_known("contract", contract, ids)
    if brief:
        made = SharedLink(make_link_id(), known, "brief", "", "", service.clock.now())
        with service.database.change() as connection:
            shared_links.add(connection, made)
        _print([made], service, as_json, alone=True)
        return
    with service.database.look() as connection:
        found = shared_links.load_of_contract(connection, known)
    _print(list(found), service, as_json)


def share_calendar(service: Service, contract: str | None, person: str | None, as_json: bool) -> None:
    """Make the address of a person's calendar."""
    if contract is None or person is None:
        raise WrongUse("Name the contract and the person: ugovor link CONTRACT PERSON --calendar.")
    service.active_contracts.refresh(machine_clock(service.clock).now(), shift_of(service.clock))
    with service.database.look() as connection:
        known = {mapping.id: mapping for mapping in contracts.load_latest(connection)}
    people = known[require_known("contract", contract, list(known))].people
    key = require_known("person", person, people)
    made = SharedLink(
        make_link_id(), contract, "calendar", key, "", service.clock.now(), mark=mark_of(people[key])
    )
    with service.database.change() as connection:
        shared_links.add(connection, made)
    _print([made], service, as_json, alone=True)


def _address(service: Service, link: SharedLink) -> str:
    if link.purpose == "calendar":
        return service.links.share(CALENDAR_PATH, link.id, CALENDAR_ENDING)
    return service.links.share(BRIEF_PATH, link.id)


def _revoke(service: Service, link_id: str) -> None:
    with service.database.change() as connection:
        found = shared_links.find(connection, link_id)
        if found is not None:
            shared_links.revoke(connection, link_id, service.clock.now())
        ids = shared_links.load_open_ids(connection)
    if found is None:
        otherwise = "`ugovor link CONTRACT --list` shows them."
        raise WrongUse(f"There is no link {link_id!r}. {did_you_mean(link_id, ids, otherwise)}")
    click.echo(f"Closed: {link_id} ({found.contract}). It opens nothing any more.")


def _print(found: list[SharedLink], service: Service, as_json: bool, *, alone: bool = False) -> None:
    rows = [
        {
            "id": each.id,
            "contract": each.contract,
            "purpose": each.purpose,
            "person": each.person or None,
            "made_by": each.made_by or None,
            "made_at": format_moment(each.made_at),
            "revoked_at": format_moment(each.revoked_at) if each.revoked_at else None,
            "address": _address(service, each) if each.revoked_at is None else None,
        }
        for each in found
    ]
    if as_json:
        print_json(rows[0] if alone else rows)
    elif alone:
        click.echo(rows[0]["address"])
    else:
        for row in rows:
            state = f"revoked {row['revoked_at']}" if row["revoked_at"] else row["address"]
            click.echo(f"{row['id']}  {row['purpose']}  {row['made_at']}  {state}")
        if not rows:
            click.echo("No links that may be forwarded. `ugovor link CONTRACT --brief` makes one.")
