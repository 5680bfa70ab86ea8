"""`ugovor backtest`: what a contract would have done with a project's past."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mappings.loader import load_file
from mappings.model import ContractMapping
from plugin.cli.backtest_progress import Progress
from plugin.cli.context import CliContext, pass_cli_context, require_known
from plugin.cli.errors import CommandFailed, WrongUse
from plugin.cli.output import print_json
from plugin.core.backtest.results import BacktestResult
from plugin.reports.backtest import as_json, summary_lines
from plugin.reports.backtest_labels import BACKTEST_LABELS

if TYPE_CHECKING:
    from plugin.trackers.exports.dates import DayOrder

_DAY = click.DateTime(["%Y-%m-%d"])
_MAX_MAPPINGS = 2


@click.command()
@click.argument("contract", required=False)
@click.option(
    "mapping_files",
    "--mapping",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="A mapping file in place of CONTRACT; give it twice to see two side by side.",
)
@click.option(
    "--since", type=_DAY, help="As if the contract had been live from this day; else the first issue."
)
@click.option(
    "export_file",
    "--from",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="EXPORT",
    help="A CSV export of Jira, YouTrack or Redmine in place of the tracker.",
)
@click.option(
    "outputs",
    "--output",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the report: a page (.html), a workbook (.xlsx) or .json. May be given several times.",
)
@click.option(
    "columns",
    "--column",
    multiple=True,
    metavar='NAME="COLUMN"',
    help="Which column of the export holds key, summary, created, … or a field of the mapping.",
)
@click.option(
    "projects",
    "--project",
    multiple=True,
    metavar='"NAME"=KEY',
    help="What the mapping calls a project that the export calls NAME.",
)
@click.option(
    "order",
    "--dates",
    type=click.Choice(["dmy", "mdy"]),
    help="Whether the day or the month comes first in the export's dates.",
)
@click.option(
    "form",
    "--format",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="What is printed: for people, or for programs.",
)
@click.option("form", "--json", flag_value="json", help="The same as --format json.")
@pass_cli_context
def backtest(
    context: CliContext,
    contract: str | None,
    mapping_files: tuple[Path, ...],
    since: datetime | None,
    export_file: Path | None,
    outputs: tuple[Path, ...],
    columns: tuple[str, ...],
    projects: tuple[str, ...],
    order: DayOrder | None,
    form: str,
) -> None:
    """Show what CONTRACT would have done with its project's past; write nothing.

    The past is read from the tracker, which is opened for reading alone, or from an export (--from), for
    which neither settings nor a database are needed. CONTRACT is one in force; --mapping names files instead.
    A report that is there already is written anew.
    """
    _check_use(contract, mapping_files, export_file, outputs)
    mappings = _load_mappings(context, contract, mapping_files)
    first_day = since.date() if since else None
    with _seldom_collecting():
        if export_file is not None:
            named, called = _read_pairs(columns, "--column"), _read_pairs(projects, "--project")
            from plugin.cli.backtest_export import ExportRequest, play_file

            results = play_file(mappings, ExportRequest(export_file, named, called, order), first_day)
        else:
            if columns or projects or order:
                raise WrongUse("--column, --project and --dates are about an export: name it with --from.")
            results = _play_tracker(context, mappings, first_day)
        for output in outputs:
            _write_report(output, results)
    if form == "json":
        print_json(as_json(results))
        return
    for line in summary_lines(results):
        click.echo(line)
    for output in outputs:
        click.echo(f"{output} is written.", err=True)


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """Look for garbage in circles seldom: a fifth of the time, and it finds none."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _check_use(
    contract: str | None, mapping_files: Sequence[Path], export_file: Path | None, outputs: Sequence[Path]
) -> None:
    if contract is not None and mapping_files:
        raise WrongUse("Name a CONTRACT in force or files with --mapping, not both.")
    if contract is None and not mapping_files:
        raise WrongUse("Name a CONTRACT in force, or a mapping file with --mapping FILE.")
    if len(mapping_files) > _MAX_MAPPINGS:
        raise WrongUse("Two mappings can be shown side by side, no more.")
    for path in (*mapping_files, *((export_file,) if export_file else ())):
        if not path.is_file():
            raise WrongUse(f"There is no file {path}.")
    for output in outputs:
        if output.suffix.lower() not in (".html", ".htm", ".xlsx", ".json"):
            raise WrongUse(f"A report is .html, .xlsx or .json; {output.name} is none of them.")
        if not output.parent.is_dir():
            raise WrongUse(f"There is no folder {output.parent} for {output.name}.")


def _load_mappings(
    context: CliContext, contract: str | None, files: tuple[Path, ...]
) -> list[tuple[str, ContractMapping]]:
    """Return the mappings, each with the name by which it is told apart.

    Raises:
        CommandFailed: a file has faults, which are told.
    """
    if contract is not None:
        # The store is needed for what is in force alone.
        from plugin.cli.known_contracts import find_contract

        with context.database() as database, database.look() as connection:
            mapping = find_contract(context, connection, contract)
        return [(mapping.id, mapping)]
    # One by one: two versions of one contract may stand side by side.
    loaded = [load_file(path) for path in files]
    mappings = [each.mapping for each in loaded if each.mapping is not None]
    faults = [fault for each in loaded for fault in each.faults if fault.severity == "error"]
    if faults or len(mappings) < len(files):
        for fault in faults:
            click.echo(str(fault), err=True)
        raise CommandFailed("A mapping has faults; `ugovor check` tells all of them.")
    names = [path.name if len({each.name for each in files}) == len(files) else str(path) for path in files]
    return list(zip(names, mappings, strict=True))


def _read_pairs(given: Sequence[str], option: str) -> dict[str, str]:
    found = {}
    for each in given:
        name, equals, value = each.partition("=")
        if not equals or not name.strip() or not value.strip():
            raise WrongUse(f'{option} wants NAME=VALUE, and "{each}" is not that.')
        key = name.strip().strip('"')
        if key in found:
            raise WrongUse(f'{option} names "{key}" twice.')
        found[key] = value.strip().strip('"')
    return found


def _play_tracker(
    context: CliContext, mappings: Sequence[tuple[str, ContractMapping]], since: date | None
) -> list[BacktestResult]:
    from plugin.core.backtest.play_past import Surroundings, play_past
    from plugin.trackers.past_reader import PastReader
    from plugin.trackers.read_only import ReadOnlyTracker

    settings = context.read_settings()
    first = mappings[0][1]
    names = {mapping.tracker.name for _, mapping in mappings}
    if len(names) > 1 or len({mapping.tracker.projects for _, mapping in mappings}) > 1:
        raise WrongUse("Two mappings side by side name the same tracker and the same projects.")
    of_tracker = settings.trackers[require_known("tracker", first.tracker.name, settings.trackers)]
    terms = dict.fromkeys(first.tracker.projects, first.tracker)
    tracker = ReadOnlyTracker(context.make_tracker(first.tracker.name, of_tracker, context.clock, terms.get))
    reader = PastReader(tracker, first, context.rest)
    with Progress("read", "issues", each=100) as progress:
        pasts = reader.read(since, progress.told_of)
    around = Surroundings(tracker.get_own_account(), reader.find_team(pasts), tracker.markup)
    source = f"{first.tracker.name} ({of_tracker.url})"
    results = []
    for name, mapping in mappings:
        with Progress("played", "events", each=1_000) as progress:
            result = play_past(
                mapping, pasts, since, around, name=name, source=source, progress=progress.told
            )
        notes = (
            [BACKTEST_LABELS[mapping.contract.language].texts["observed"]]
            if mapping.contract.mode == "observe"
            else []
        )
        results.append(replace(result, writes_sent=tracker.writes_sent, notes=tuple(notes)))
    return results


def _write_report(output: Path, results: Sequence[BacktestResult]) -> None:
    """Write a report in the form that its name asks for, in place of an older one."""
    match output.suffix.lower():
        case ".xlsx":
            from plugin.reports.backtest_xlsx import render_xlsx

            content = render_xlsx(results)
        case ".json":
            import json

            content = json.dumps(as_json(results), ensure_ascii=False, indent=2).encode()
        case _:
            from plugin.reports.backtest_html import render_html

            content = render_html(results).encode()
    try:
        output.write_bytes(content)
    except OSError as error:
        raise CommandFailed(f"{output} could not be written: {error.strerror}.") from error
