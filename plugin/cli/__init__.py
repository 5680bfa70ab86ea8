"""The command `ugovor`: one module a command, all of them registered here."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click

from plugin.cli.context import CliContext
from plugin.cli.errors import Sentences

COMMANDS = (
    "serve",
    "demo",
    "check",
    "schema",
    "connect",
    "doctor",
    "deliveries",
    "recheck",
    "register",
    "record",
    "link",
    "erase",
)
"""Each is a module of this package with the command of its name in it."""


class Commands(Sentences):
    """Loads a command when it is asked for: `serve` would carry what only the others need in its memory."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, in the order of the help."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by its name, or None."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"plugin.cli.{cmd_name}"), cmd_name)
        return command


def installed_version() -> str:
    """Return the version of the installed package."""
    try:
        return version("ugovor")
    except PackageNotFoundError:
        return "unknown: the package is not installed"


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
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
    ctx.obj = replace(ctx.obj or CliContext(), config=config)
