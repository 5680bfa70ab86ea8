"""`ugovor register`: the changes of a contract."""

from __future__ import annotations

import click

from mappings.model import ContractMapping
from plugin.cli.context import CliContext, pass_cli_context
from plugin.cli.errors import WrongUse
from plugin.cli.known_contracts import find_contract
from plugin.cli.output import print_json
from plugin.core.model.issue_state import ChangeState, IssueState
from plugin.core.model.verdict import VerdictKind
from plugin.core.model.waits import Wait
from plugin.reports.register import filter_rows, register_rows
from plugin.reports.register_formats import csv_text, json_rows, table_text
from plugin.store import issues, waits

_VERDICTS = (VerdictKind.BEYOND_SCOPE.value, VerdictKind.BONUS.value)
_STATES = (*(state.value for state in ChangeState), "moved", "proposed", "reset")
_BOM = "\ufeff"


@click.command()
@click.argument("contract")
@click.option(
    "form",
    "--format",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    show_default=True,
    help="For people, programs or spreadsheets.",
)
@click.option("form", "--json", flag_value="json", help="The same as --format json.")
@click.option("--state", type=click.Choice(_STATES), help="Only these.")
@click.option("--verdict", type=click.Choice(_VERDICTS), help="Only these.")
@click.option("--excel", is_flag=True, help="Begin the CSV with a byte order mark, as Excel wants it.")
@pass_cli_context
def register(
    context: CliContext, contract: str, form: str, state: str | None, verdict: str | None, excel: bool
) -> None:
    """List the changes of CONTRACT.

    Each with what was asked beyond the deal, what it costs, and what was decided.
    """
    if excel and form != "csv":
        raise WrongUse("--excel goes with --format csv only.")
    mapping, states, waited = _read(context, contract)
    found = filter_rows(register_rows(mapping, states, waited), state=state, verdict=verdict)
    match form:
        case "json":
            print_json(json_rows(found))
        case "csv":
            click.echo((_BOM if excel else "") + csv_text(found), nl=False)
        case _:
            click.echo(table_text(found, mapping))


def _read(context: CliContext, contract: str) -> tuple[ContractMapping, list[IssueState], tuple[Wait, ...]]:
    """Return the mapping in force with what is on record.

    A contract never loaded has nothing yet.
    """
    with context.database() as database, database.look() as connection:
        mapping = find_contract(context, connection, contract)
        return (
            mapping,
            issues.load_changes(connection, contract),
            waits.load_all_counted(connection, contract),
        )
