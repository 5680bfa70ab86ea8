"""`ugovor link`: the address of a person's own signed page."""

from __future__ import annotations

import click

from mappings.suggestions import did_you_mean, join_words
from plugin.bootstrap import Service
from plugin.cli.context import CliContext, pass_cli_context, require_known
from plugin.cli.errors import CommandFailed, WrongUse
from plugin.cli.link_shared import share_calendar, share_links
from plugin.cli.output import add_json_option, format_moment, print_json
from plugin.core.facts import Baseline
from plugin.core.model.signed_links import LINK_VALIDITY, SIGN_IN_LINK_VALIDITY, SignedLink, mark_of
from plugin.pages.link_targets import agree_link, answer_link, choose_link, find_first_awaited, sign_link
from plugin.pages.read_model import read_baseline, read_stage
from plugin.runtime.clock import machine_clock, shift_of
from plugin.store import contracts, issues
from plugin.store.connection import Connection
from plugin.texts.render import Texts


@click.command()
@click.argument("contract", required=False)
@click.argument("person", required=False)
@click.argument("issue", required=False)
@click.option("--sign-in", is_flag=True, help="A link that signs PERSON in, once, within an hour.")
@click.option("--operator", is_flag=True, help="A link that signs you in to /operator, once, within an hour.")
@click.option("--brief", is_flag=True, help="A link to CONTRACT in short, which may be forwarded.")
@click.option("--calendar", is_flag=True, help="The address of PERSON's calendar, to subscribe to.")
@click.option("--list", "listed", is_flag=True, help="List the links of CONTRACT that may be forwarded.")
@click.option("--revoke", metavar="ID", help="Close the link with this ID, as --list shows it.")
@add_json_option
@pass_cli_context
def link(
    context: CliContext,
    contract: str | None,
    person: str | None,
    issue: str | None,
    sign_in: bool,
    operator: bool,
    brief: bool,
    calendar: bool,
    listed: bool,
    revoke: str | None,
    as_json: bool,
) -> None:
    """Print the address of a page for PERSON of CONTRACT.

    There the person answers without an account of the tracker. ISSUE is a stage's issue, an issue with an
    offer, the kick-off's, or one on which they were asked for something; without it the page is about what
    awaits this person first. Whoever has the address answers as PERSON: give it to nobody else. --brief makes
    one that only shows and may be forwarded.
    """
    with context.service() as service:
        if calendar:
            share_calendar(service, contract, person, as_json)
            return
        if brief or listed or revoke is not None:
            share_links(service, contract, as_json, brief=brief, revoke=revoke)
            return
        service.active_contracts.refresh(machine_clock(service.clock).now(), shift_of(service.clock))
        with service.database.look() as connection:
            if operator:
                found = SignedLink("", "", "enter", "", 0)
            elif contract is None or person is None:
                raise WrongUse("Name the contract and the person: ugovor link CONTRACT PERSON [ISSUE].")
            elif sign_in:
                found = _make_sign_in_link(service, connection, contract, person)
            else:
                found = _find(service, connection, contract, person, issue)
        _print(service, found, as_json)


def _make_sign_in_link(service: Service, connection: Connection, contract: str, person: str) -> SignedLink:
    baseline = _read_baseline(service, connection, contract)
    key = require_known("person", person, baseline.mapping.people)
    return SignedLink(baseline.mapping.id, key, "enter", "", 0, mark=mark_of(baseline.mapping.people[key]))


def _find(
    service: Service, connection: Connection, contract: str, person: str, issue: str | None
) -> SignedLink:
    baseline = _read_baseline(service, connection, contract)
    key = require_known("person", person, baseline.mapping.people)
    if issue is not None:
        return _find_about_issue(connection, baseline, key, issue)
    found = find_first_awaited(connection, baseline, key) or answer_link(connection, baseline, key)
    if found is None:
        name = baseline.mapping.people[key].name
        raise CommandFailed(f"Nothing awaits {name} in {contract}. Name an issue to get its page anyway.")
    return found


def _read_baseline(service: Service, connection: Connection, contract: str) -> Baseline:
    ids = [mapping.id for mapping in contracts.load_latest(connection)]
    texts = Texts(service.settings.service.texts)
    baseline = read_baseline(connection, require_known("contract", contract, ids), service.clock.now(), texts)
    if baseline is None:
        raise WrongUse(f"There is no contract {contract!r}.")
    return baseline


def _find_about_issue(connection: Connection, baseline: Baseline, person: str, issue: str) -> SignedLink:
    """Return the link to the page of an issue, by its key or the tracker's id.

    Raises:
        Refused: there is nothing on it that a person could answer.
        WrongUse: the contract has no such issue.
    """
    mapping = baseline.mapping
    state = issues.load_by_key(connection, baseline.tracker, issue) or issues.load(
        connection, baseline.tracker, issue
    )
    names = {issue, *((state.issue.key, state.issue.id) if state else ())}
    for stage in mapping.stages:
        facts = read_stage(connection, baseline, stage.id)
        if facts is not None and names & {stage.issue, stage.id, facts.state.issue_id}:
            return sign_link(facts, person)
    if mapping.kick_off is not None and mapping.kick_off.issue in names:
        found = agree_link(baseline, person)
        if found is None:
            raise CommandFailed(
                f"{issue} was not seen yet: `ugovor recheck {issue}` reads it from the tracker."
            )
        return found
    if state is None or state.contract != mapping.id:
        raise WrongUse(f"{mapping.id} has no issue {issue!r}. {_suggest_issue(connection, baseline, issue)}")
    found = choose_link(baseline, state, person) or answer_link(connection, baseline, person, state.issue.id)
    if found is None:
        raise CommandFailed(
            f"{state.issue.key} has nothing to answer: it is no stage, has no offer, and nothing is asked of "
            f"{person} there."
        )
    return found


def _suggest_issue(connection: Connection, baseline: Baseline, issue: str) -> str:
    mapping = baseline.mapping
    keys = [stage.issue for stage in mapping.stages if stage.issue]
    keys += [mapping.kick_off.issue] if mapping.kick_off else []
    keys += [state.issue.key for state in issues.load_changes(connection, mapping.id)]
    otherwise = (
        f"There are: {join_words(keys)}." if keys else "None of its issues can be answered on a page yet."
    )
    return did_you_mean(issue, keys, otherwise)


def _print(service: Service, link: SignedLink, as_json: bool) -> None:
    address = service.links.address(link)
    valid = SIGN_IN_LINK_VALIDITY if link.purpose == "enter" else LINK_VALIDITY
    if not as_json:
        click.echo(address)
        return
    print_json(
        {
            "address": address,
            "contract": link.contract,
            "person": link.person,
            "purpose": link.purpose,
            "about": link.about,
            "version": link.version,
            "valid_until": format_moment(service.clock.now() + valid),
        }
    )
