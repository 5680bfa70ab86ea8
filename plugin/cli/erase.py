"""`ugovor erase`: what is kept about a person, shown.

With `--yes` they are erased from it.
"""

from __future__ import annotations

import secrets
from collections import Counter
from dataclasses import asdict
from itertools import chain

import click

from mappings.addresses import normalise_email, normalise_name
from mappings.suggestions import join_words
from plugin.bootstrap import Service
from plugin.cli.context import CliContext, pass_cli_context, require_known
from plugin.cli.errors import CommandFailed, WrongUse
from plugin.cli.output import add_json_option, format_count, print_columns, print_json
from plugin.core.model.redaction import Traces
from plugin.runtime.clock import machine_clock, shift_of
from plugin.store import erasure
from plugin.store.connection import Connection
from plugin.store.erasure import Held, Named

CONSEQUENCES = {
    "deliveries": "bodies and headers go; when they came and what they came to stays",
    "issues": "the name goes; what the tracker still says of it comes back when the issue is read again",
    "stages": "the name goes",
    "waits": "the name goes, also from what was asked for; who owes what by which day stays",
    "effects": "the name goes, also from texts that were written; mails that wait are not sent",
    "baselines": "name, account and address go from earlier versions of the mapping",
    "exchanges": "the name goes, also from excerpts of the timeline; that something was written stays",
    "calls": "the name goes from what a call was to be about; that it was arranged stays",
    "record": "the name goes; each entry keeps its hash, and an entry says that this was done",
    "sessions": "end",
    "sign_in_requests": "the question for a link to sign in goes",
}
"""What becomes of what is held, by table, in the order in which it is shown."""

_REPLACEMENTS = {"ru": "Участник {}", "en": "Person {}"}


@click.command()
@click.argument("who")
@click.option("--name", help="The person's name, where an address was several people's.")
@click.option("--tracker", help="Whose account WHO is, where there are several trackers.")
@click.option("--yes", is_flag=True, help="Do it. Without it nothing is changed.")
@add_json_option
@pass_cli_context
def erase(
    context: CliContext, who: str, name: str | None, tracker: str | None, yes: bool, as_json: bool
) -> None:
    """Show what is kept about a person, or erase them with --yes.

    WHO is an e-mail address or an account of a tracker. With --json it prints all of it, for a person who
    asks what is kept. Refuses to erase while a mapping in force names the person.
    """
    if not who.strip("@ "):
        raise WrongUse("Nobody is named. Give an e-mail address, or an account of a tracker.")
    with context.service() as service:
        now = service.clock.now()
        service.active_contracts.refresh(machine_clock(service.clock).now(), shift_of(service.clock))
        with service.database.look() as connection:
            traces, people = _find_traces(service, connection, who, name, tracker)
            found = list(erasure.find_kept(connection, traces, people))
            standing = erasure.find_naming_contracts(connection, traces)
        if as_json:
            print_json({**_describe_traces(traces), "held": [asdict(each) for each in found]})
        else:
            _show(traces, found)
        if not (yes and found):
            if not as_json and found:
                click.echo("Nothing was changed. --yes erases it; --json prints it whole.")
            return
        if standing:
            raise CommandFailed(_describe_still_named(standing))
        instead = _REPLACEMENTS[service.settings.service.language].format(secrets.token_hex(3))
        erasure.erase(service.database, traces, people, instead, now)
        _tell(found, instead, as_json)


def _find_traces(
    service: Service, connection: Connection, who: str, name: str | None, tracker: str | None
) -> tuple[Traces, list[Named]]:
    """Return all that names the person, and whom of the contracts they were.

    Raises:
        WrongUse: who is meant is not clear.
    """
    people = erasure.load_people(connection)
    is_address = "@" in who
    where = "" if is_address else _choose_tracker(service, people, tracker)
    theirs = [each for each in people if _is_named(each, who, where)]
    if name is not None:
        theirs = [each for each in theirs if normalise_name(each.name) == normalise_name(name)]
    names = sorted({each.name for each in theirs} | ({name} if name else set()))
    if is_address and len({normalise_name(each) for each in names}) > 1:
        raise WrongUse(f"{who} is or was the address of {join_words(names)}. Say whom you mean with --name.")
    shared = {
        normalise_email(each.email)
        for each in people
        if each.email and normalise_name(each.name) not in map(normalise_name, names)
    }
    traces = Traces(
        accounts=frozenset(
            chain(
                ((each.tracker, each.account) for each in theirs if each.account),
                () if is_address else ((where, who),),
            )
        ),
        emails=frozenset(
            address
            for address in chain((each.email for each in theirs), (who,) if is_address else ())
            if address and normalise_email(address) not in shared
        ),
        names=frozenset(names),
    )
    more = traces.names | erasure.find_names_in_issues(connection, traces)
    return Traces(traces.accounts, traces.emails, more), theirs


def _is_named(person: Named, who: str, tracker: str) -> bool:
    if "@" in who:
        return person.email is not None and normalise_email(person.email) == normalise_email(who)
    return (person.tracker, person.account) == (tracker, who)


def _choose_tracker(service: Service, people: list[Named], named: str | None) -> str:
    names = sorted({*service.settings.trackers, *(each.tracker for each in people)})
    if named is not None:
        return require_known("tracker", named, names)
    if len(names) != 1:
        raise WrongUse(f"Whose account is it? Name one with --tracker: {join_words(names)}.")
    return names[0]


def _describe_traces(traces: Traces) -> dict[str, list[str]]:
    return {
        "names": sorted(traces.names),
        "emails": sorted(traces.emails),
        "accounts": sorted("/".join(each) for each in traces.accounts),
    }


def _show(traces: Traces, found: list[Held]) -> None:
    known_by = [each for words in _describe_traces(traces).values() for each in words]
    click.echo(f"Looked for: {', '.join(known_by)}.")
    numbers = Counter(each.where for each in found)
    rows = [(where, str(numbers[where]), what) for where, what in CONSEQUENCES.items() if numbers[where]]
    print_columns(rows)
    if not found:
        click.echo("Nothing is kept of them.")


def _describe_still_named(contracts: list[str]) -> str:
    return (
        f"They still stand in the mapping of {join_words(contracts)}, or somebody of that name does. "
        'Take name, account and address out of its file (a role such as "former contact" may stay), '
        "and run this again."
    )


def _tell(found: list[Held], instead: str, as_json: bool) -> None:
    waiting = sum(each.waits for each in found)
    if not as_json:
        click.echo(f"Erased. Where a name stood there is “{instead}” now.")
    if waiting:
        still = format_count(waiting, "delivery waits", "deliveries wait")
        click.echo(f"{still} to be handled and was left: run this again afterwards.", err=True)
