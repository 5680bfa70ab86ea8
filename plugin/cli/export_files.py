"""How commands give a table as a file or on the screen."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

import click

from plugin.cli.errors import WrongUse
from plugin.reports.tables import BINARY_FORMATS

Command = TypeVar("Command", bound=Callable[..., object])


def add_file_options(formats: Sequence[str]) -> Callable[[Command], Command]:
    """Return what adds `--format`, `--json` and `--output` to a command."""
    options = (
        click.option(
            "form",
            "--format",
            type=click.Choice(formats),
            help="For people, programs or a file.  [default: by the name of --output, else table]",
        ),
        click.option("form", "--json", flag_value="json", help="The same as --format json."),
        click.option(
            "--output",
            type=click.Path(dir_okay=False, path_type=Path),
            help="Write to this file, not to the screen.",
        ),
    )

    def add(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return add


def choose_form(form: str | None, output: Path | None, formats: Sequence[str]) -> str:
    """Return the form that was asked for: by its name, else by that of the file.

    Raises:
        WrongUse: a workbook or a PDF would go to a terminal.
    """
    by_name = output.suffix.lower().removeprefix(".") if output is not None else ""
    chosen = form or (by_name if by_name in formats else "table")
    if chosen in BINARY_FORMATS and output is None and sys.stdout.isatty():
        raise WrongUse(f"A {chosen} file cannot be shown on the screen: name a file with --output.")
    return chosen


def write_export(content: bytes, output: Path | None) -> None:
    """Write an export to a file, or to standard output without one.

    Raises:
        WrongUse: the file cannot be written.
    """
    write_parts((content,), output)


def write_parts(parts: Iterable[bytes], output: Path | None) -> None:
    """Write the parts of an export, one after the other.

    Raises:
        WrongUse: the file cannot be written.
    """
    if output is None:
        for part in parts:
            click.echo(part, nl=False)
        return
    try:
        with output.open("wb") as file:
            file.writelines(parts)
    except OSError as error:
        raise WrongUse(f"{output} cannot be written: {error.strerror}. Name another file.") from error
