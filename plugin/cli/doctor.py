"""`ugovor doctor`: looks at everything that must be well, and says what to do where it is not."""

from __future__ import annotations

from dataclasses import asdict

import click

from plugin.cli.context import CliContext, pass_surroundings
from plugin.cli.doctor_checks import run_checks
from plugin.cli.doctor_lines import DoctorLine
from plugin.cli.output import counted, json_option, print_columns, print_json


@click.command()
@json_option
@pass_surroundings
def doctor(surroundings: CliContext, as_json: bool) -> None:
    """Look whether everything is well, and say what to do where it is not.

    Settings, database, mappings, worker, parked work and every tracker are looked at. Each line says ok,
    warn or no, what was found, and what to do. Exits 1 when one says no.
    """
    lines = list(run_checks(surroundings))
    if as_json:
        print_json([asdict(line) for line in lines])
    else:
        print_columns([(line.level, line.name, _found(line)) for line in lines])
        click.echo(_summary(lines))
    if any(line.level == "no" for line in lines):
        raise SystemExit(1)


def _found(line: DoctorLine) -> str:
    """Return sentence and remedy as two sentences; a tracker's own may lack the full stop."""
    stop = "" if line.sentence.endswith((".", "!", "?")) else "."
    return f"{line.sentence}{stop} {line.remedy}".strip()


def _summary(lines: list[DoctorLine]) -> str:
    wrong = sum(line.level == "no" for line in lines)
    warned = counted(sum(line.level == "warn" for line in lines), "warning", "warnings")
    return f"All is well, {warned}." if not wrong else f"{wrong} not well, {warned}."
