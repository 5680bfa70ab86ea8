"""`ugovor record`: the append-only record, verified and exported."""

from __future__ import annotations

import json

import click

from plugin.cli.context import CliContext, pass_cli_context
from plugin.cli.output import add_json_option, format_count, print_json
from plugin.store import record as chain


@click.group()
def record() -> None:
    """The append-only record of everything that was decided."""


@record.command()
@add_json_option
@pass_cli_context
def verify(context: CliContext, as_json: bool) -> None:
    """Check that no entry was changed, dropped or reordered; name the first that was."""
    with context.database() as database, database.look() as connection:
        found = chain.verify(connection)
        entries = chain.count_entries(connection)
        erased = len(chain.load_erasures(connection))
    if as_json:
        print_json(
            {
                "ok": found is None,
                "entries": entries,
                "erased": erased,
                "seq": found.seq if found else None,
                "sentence": found.sentence if found else "",
            }
        )
    elif found is None:
        click.echo(
            f"The record holds: {format_count(entries, 'entry', 'entries')}{_describe_erasures(erased)}."
        )
    else:
        click.echo(f"The record does not hold from seq {found.seq} on: {found.sentence}.", err=True)
    if found is not None:
        raise SystemExit(1)


@record.command()
@pass_cli_context
def export(context: CliContext) -> None:
    """Print every entry as JSON Lines, in order."""
    with context.database() as database, database.look() as connection:
        for entry in chain.export(connection):
            click.echo(json.dumps(entry, ensure_ascii=False))


def _describe_erasures(erased: int) -> str:
    return f", a person was erased from {erased} of them" if erased else ""
