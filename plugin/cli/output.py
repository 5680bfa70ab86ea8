"""How commands print: JSON for programs, aligned columns for people."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import TypeVar

import click

from plugin.reports.text_table import align_columns

Command = TypeVar("Command", bound=Callable[..., object])


def add_json_option(command: Command) -> Command:
    """Add `--json`, the same wherever a program may read the answer."""
    return click.option("as_json", "--json", is_flag=True, help="Print JSON for programs.")(command)


def print_json(data: object) -> None:
    """Print data as JSON."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def print_columns(rows: Iterable[Sequence[str]]) -> None:
    """Print rows with every column as wide as its widest cell."""
    for line in align_columns(rows):
        click.echo(line)


def format_moment(value: datetime) -> str:
    """Return a moment as ISO 8601 in UTC, to the second."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def format_count(number: int, one: str, many: str) -> str:
    """Return a number with its noun.

    >>> format_count(1, "error", "errors"), format_count(0, "error", "errors")
    ('1 error', '0 errors')
    """
    return f"{number} {one if number == 1 else many}"
