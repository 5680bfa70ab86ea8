"""The command `ugovor`: one module a command, all of them registered here."""

from __future__ import annotations

from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click

from plugin.cli.check import check
from plugin.cli.connect import connect
from plugin.cli.deliveries import deliveries
from plugin.cli.demo import demo
from plugin.cli.doctor import doctor
from plugin.cli.errors import Sentences
from plugin.cli.recheck import recheck
from plugin.cli.record import record
from plugin.cli.register import register
from plugin.cli.schema import schema
from plugin.cli.serve import serve
from plugin.cli.surroundings import Surroundings

COMMANDS: tuple[click.Command, ...] = (
    serve,
    demo,
    check,
    schema,
    connect,
    doctor,
    deliveries,
    recheck,
    register,
    record,
)


def installed_version() -> str:
    """Return the version of the installed package."""
    try:
        return version("ugovor")
    except PackageNotFoundError:
        return "unknown: the package is not installed"


@click.group(cls=Sentences, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The settings file; else UGOVOR_CONFIG, else ugovor.toml in this folder.",
)
@click.version_option(installed_version(), prog_name="ugovor", message="%(prog)s %(version)s")
@click.pass_context
def main(ctx: click.Context, config: Path | None) -> None:
    """Keep an agency and its client to the deal, inside the task tracker that they share.

    Exit codes: 0 done, 1 the answer is no, 2 wrong use.
    """
    ctx.obj = replace(ctx.obj or Surroundings(), config=config)


for _command in COMMANDS:
    main.add_command(_command)
