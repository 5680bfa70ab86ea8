"""`ugovor record`: the append-only record, verified and exported."""

from __future__ import annotations

import json
import re
from pathlib import Path

import click

from plugin.cli.checked_stamps import CheckedStamps, check_stamps
from plugin.cli.context import CliContext, pass_cli_context
from plugin.cli.errors import WrongUse
from plugin.cli.output import add_json_option, format_count, print_json
from plugin.store import record as chain
from plugin.store import record_timestamps

_HEAD = re.compile(r"(\d{1,18})\s*[:·]\s*([0-9a-fA-F]{12,64})")
"""An entry's number and at least the first twelve digits of its head."""


@click.group()
def record() -> None:
    """The append-only record of everything that was decided."""


@record.command()
@click.option(
    "--head",
    "heads",
    multiple=True,
    metavar="SEQ:HASH",
    help="Compare with an entry's number and head as a comment, mail or certificate shows them.",
)
@add_json_option
@pass_cli_context
def verify(context: CliContext, heads: tuple[str, ...], as_json: bool) -> None:
    """Check that no entry was changed, dropped or reordered; name the first that was.

    Time stamps of the record's head are checked as well, and what --head names. Exits 1 when something does
    not hold.
    """
    noted = [_read_head(each) for each in heads]
    with context.database() as database, database.look() as connection:
        found = chain.verify(connection)
        entries = chain.count_entries(connection)
        erased = len(chain.load_erasures(connection))
        unfit = [chain.find_unfit_head(connection, seq, head) for seq, head in noted]
        stamps = check_stamps(connection, context.settings().record.timestamp_roots)
    faults = [*filter(None, unfit), *stamps.faults]
    if as_json:
        print_json(
            {
                "ok": found is None and not faults,
                "entries": entries,
                "erased": erased,
                "seq": found.seq if found else None,
                "sentence": found.sentence if found else "; ".join(faults),
                "timestamps": stamps.held,
            }
        )
    else:
        _print_findings(found, entries, erased, stamps)
        for fault in faults:
            click.echo(f"It does not fit: {fault}.", err=True)
        if noted and not any(unfit):
            click.echo(f"{format_count(len(noted), 'noted head fits', 'noted heads fit')}.")
    if found is not None or faults:
        raise SystemExit(1)


def _print_findings(found: chain.Break | None, entries: int, erased: int, stamps: CheckedStamps) -> None:
    if found is not None:
        click.echo(f"The record does not hold from seq {found.seq} on: {found.sentence}.", err=True)
        return
    number = format_count(entries, "entry", "entries")
    click.echo(f"The record holds: {number}{_describe_erasures(erased)}.")
    if stamps.held:
        number = format_count(stamps.held, "time stamp holds", "time stamps hold")
        click.echo(f"{number}, the last of {stamps.last}.")


def _read_head(given: str) -> tuple[int, str]:
    match = _HEAD.fullmatch(given.strip())
    if match is None:
        raise WrongUse(
            f"--head {given} is not a number and a head, such as 412:3f9a2b7c10de. Both "
            "stand under comments and mails, and on certificates."
        )
    return int(match[1]), match[2].lower()


@record.command()
@click.option(
    "--timestamps",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Write the authority's answers there, one file SEQ.tsr each.",
)
@pass_cli_context
def export(context: CliContext, timestamps: Path | None) -> None:
    """Print every entry as JSON Lines, in order."""
    with context.database() as database, database.look() as connection:
        if timestamps is not None:
            timestamps.mkdir(parents=True, exist_ok=True)
            for stamp in record_timestamps.load_all(connection):
                (timestamps / f"{stamp.seq}.tsr").write_bytes(stamp.answer)
        for entry in chain.export(connection):
            click.echo(json.dumps(entry, ensure_ascii=False))


def _describe_erasures(erased: int) -> str:
    return f", a person was erased from {erased} of them" if erased else ""
