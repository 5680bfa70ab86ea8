"""`ugovor waits`: who waits for whom, since when, and what comes next."""

from __future__ import annotations

from pathlib import Path

import click

from plugin.cli.context import CliContext, pass_cli_context, require_known
from plugin.cli.export_files import add_file_options, choose_form, write_export
from plugin.cli.known_contracts import find_contract
from plugin.core.model.waits import WaitState
from plugin.reports.waits import read_waits, sum_by_stage
from plugin.reports.waits_formats import WAITS_FORMATS, render_waits
from plugin.settings.practice_time import choose_clock
from plugin.store import record


@click.command()
@click.argument("contract")
@add_file_options(WAITS_FORMATS)
@click.option("--state", type=click.Choice([state.value for state in WaitState]), help="Only these.")
@click.option("--person", help="Only what PERSON, a key of the mapping, owes.")
@pass_cli_context
def waits(
    context: CliContext,
    contract: str,
    form: str | None,
    output: Path | None,
    state: str | None,
    person: str | None,
) -> None:
    """List who owes what to whom in CONTRACT.

    Each with the working days on which either side had the ball, and the next step of the ladder.
    """
    form = choose_form(form, output, WAITS_FORMATS)
    now = choose_clock(context.settings(), context.clock).now()
    with context.database() as database, database.look() as connection:
        mapping = find_contract(context, connection, contract)
        found = read_waits(connection, mapping, now)
        sums = sum_by_stage(connection, mapping, now)
        head = record.load_head(connection)
    if person is not None:
        require_known("person", person, mapping.people)
    rows = [row for row in found if state in (None, row.state) and person in (None, row.person)]
    content = render_waits(form, rows, sums, mapping, mapping.contract.language, head)
    write_export(content, output)
