"""How commands give a table as a file or on the screen."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

import click

from plugin.cli.errors import WrongUse
from plugin.reports.tables import BINARY_FORMATS

Command = TypeVar("Command", bound=Callable[..., object])


def add_output_option(command: Command) -> Command:
    """Add `--output`, the same wherever a command writes a table."""
    return click.option(
        "--output",
        type=click.Path(dir_okay=False, path_type=Path),
        help="Write to this file, not to the screen.",
    )(command)


def refuse_binary_on_screen(form: str, output: Path | None) -> None:
    """Refuse to print a workbook or a PDF on a terminal.

    Raises:
        WrongUse: it would go to a terminal.
    """
    if form in BINARY_FORMATS and output is None and sys.stdout.isatty():
        raise WrongUse(f"A {form} file cannot be shown on the screen: name a file with --output.")


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
