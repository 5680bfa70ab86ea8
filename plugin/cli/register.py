"""`ugovor register`: the changes of a contract."""

from __future__ import annotations

import codecs
from pathlib import Path

import click

from plugin.cli.context import CliContext, pass_cli_context
from plugin.cli.errors import WrongUse
from plugin.cli.export_files import add_file_options, choose_form, write_export
from plugin.cli.known_contracts import find_contract
from plugin.core.model.issue_state import ChangeState
from plugin.core.model.verdict import VerdictKind
from plugin.reports.register import filter_rows, register_rows
from plugin.reports.register_formats import REGISTER_FORMATS, render_register
from plugin.store import issues, record, waits

_VERDICTS = (VerdictKind.BEYOND_SCOPE.value, VerdictKind.BONUS.value)
_STATES = (*(state.value for state in ChangeState), "moved", "proposed", "reset")
_BOM = codecs.BOM_UTF8


@click.command()
@click.argument("contract")
@add_file_options(REGISTER_FORMATS)
@click.option("--state", type=click.Choice(_STATES), help="Only these.")
@click.option("--verdict", type=click.Choice(_VERDICTS), help="Only these.")
@click.option("--excel", is_flag=True, help="Begin the CSV with a byte order mark, as Excel wants it.")
@pass_cli_context
def register(
    context: CliContext,
    contract: str,
    form: str | None,
    output: Path | None,
    state: str | None,
    verdict: str | None,
    excel: bool,
) -> None:
    """List the changes of CONTRACT.

    Each with what was asked beyond the deal, what it costs, and what was decided.
    """
    form = choose_form(form, output, REGISTER_FORMATS)
    if excel and form != "csv":
        raise WrongUse("--excel goes with --format csv only.")
    # A contract that was never loaded has nothing yet.
    with context.database() as database, database.look() as connection:
        mapping = find_contract(context, connection, contract)
        states = issues.load_changes(connection, contract)
        waited = waits.load_all_counted(connection, contract)
        head = record.load_head(connection)
    found = filter_rows(register_rows(mapping, states, waited), state=state, verdict=verdict)
    content = render_register(form, found, mapping, mapping.contract.language, head)
    write_export((_BOM if excel else b"") + content, output)
