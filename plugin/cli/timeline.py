"""`ugovor timeline`: who sent what to whom when, and who answered when."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from plugin.cli.context import CliContext, pass_cli_context, require_known
from plugin.cli.export_files import add_file_options, choose_form, write_parts
from plugin.cli.known_contracts import find_contract
from plugin.core.model.exchanges import ExchangeKind
from plugin.reports.timeline import SIDES, TimelineFilter, read_timeline
from plugin.reports.timeline_formats import TIMELINE_FORMATS, render_timeline
from plugin.store import record

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.argument("contract")
@add_file_options(TIMELINE_FORMATS)
@click.option("--side", type=click.Choice(SIDES), help="Only what this side sent.")
@click.option("--kind", type=click.Choice([kind.value for kind in ExchangeKind]), help="Only these.")
@click.option("--person", help="Only what PERSON, a key of the mapping, sent or was sent.")
@click.option("--since", type=_DAY, help="Only from this day on.")
@click.option("--until", type=_DAY, help="Only up to this day.")
@pass_cli_context
def timeline(
    context: CliContext,
    contract: str,
    form: str | None,
    output: Path | None,
    side: str | None,
    kind: str | None,
    person: str | None,
    since: datetime | None,
    until: datetime | None,
) -> None:
    """List who sent what to whom in CONTRACT.

    Each with what answered it, and after how many working hours. Comments for the team alone never show.
    """
    form = choose_form(form, output, TIMELINE_FORMATS)
    with context.database() as database, database.look() as connection:
        mapping = find_contract(context, connection, contract)
        language = mapping.contract.language
        if person is not None:
            require_known("person", person, mapping.people)
        wanted = TimelineFilter(side, kind, person, _day(since), _day(until))
        lines = [line for line in read_timeline(connection, mapping, language) if wanted.takes(line)]
        head = record.load_head(connection)
    write_parts(render_timeline(form, lines, mapping, language, head), output)


def _day(value: datetime | None) -> date | None:
    return value.date() if value else None
