"""`ugovor doctor`: checks everything, and says what to do where it is not well."""

from __future__ import annotations

from dataclasses import asdict

import click

from plugin.cli.context import CliContext, pass_cli_context
from plugin.cli.doctor_checks import run_checks
from plugin.cli.doctor_lines import DoctorLine
from plugin.cli.output import add_json_option, format_count, print_columns, print_json


@click.command()
@add_json_option
@pass_cli_context
def doctor(context: CliContext, as_json: bool) -> None:
    """Look whether everything is well, and say what to do where it is not.

    Settings, database, mappings, worker, parked work and every tracker are looked at. Each line says ok,
    warn or no, what was found, and what to do. Exits 1 when one says no.
    """
    lines = list(run_checks(context))
    if as_json:
        print_json([asdict(line) for line in lines])
    else:
        print_columns([(line.level, line.name, _format_finding(line)) for line in lines])
        click.echo(_format_summary(lines))
    if any(line.level == "no" for line in lines):
        raise SystemExit(1)


def _format_finding(line: DoctorLine) -> str:
    """Return sentence and remedy as two sentences.

    A tracker's own may lack the full stop.
    """
    stop = "" if line.sentence.endswith((".", "!", "?")) else "."
    return f"{line.sentence}{stop} {line.remedy}".strip()


def _format_summary(lines: list[DoctorLine]) -> str:
    wrong = sum(line.level == "no" for line in lines)
    warned = format_count(sum(line.level == "warn" for line in lines), "warning", "warnings")
    return f"All is well, {warned}." if not wrong else f"{wrong} not well, {warned}."
