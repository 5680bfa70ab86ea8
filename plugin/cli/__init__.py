"""The command `ugovor`: one module a command, loaded when that command is run."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from pathlib import Path

import click

from plugin.cli.errors import CommandGroup

COMMANDS = {
    "serve": "Run the service: web and worker together, or one of them.",
    "demo": "Try the service with a practice tracker and an example contract.",
    "check": "Check contract mappings.",
    "schema": "Print the JSON Schema of a contract mapping.",
    "init": "Draft a mapping for PROJECT of TRACKER; nothing is written to the tracker.",
    "connect": "Register the webhook of TRACKER, signed with its first secret.",
    "doctor": "Look whether everything is well, and say what to do where it is not.",
    "people": "Print the accounts of people at TRACKER, to paste into a mapping.",
    "backtest": "Show what CONTRACT would have done with its project's past; write nothing.",
    "deliveries": "Webhooks as they were received.",
    "recheck": "Read ISSUE from its tracker and judge it anew.",
    "register": "List the changes of CONTRACT.",
    "timeline": "List who sent what to whom in CONTRACT.",
    "waits": "List who owes what to whom in CONTRACT.",
    "record": "The append-only record of everything that was decided.",
    "link": "Print the address of a page for PERSON of CONTRACT.",
    "deploy-files": "Write the files for systemd, nginx, containers and YouTrack to FOLDER.",
    "erase": "Show what is kept about a person, or erase them with --yes.",
}
"""Each is a module of this package with the command of its name in it.

The list of commands shows this line.

The lines stand here, because loading every command for its own line takes seconds. A test compares both.
"""

CONFIG_HELP = "The settings file; else UGOVOR_CONFIG, else ugovor.toml in this folder."


class LazyCommands(CommandGroup):
    """Loads a command when it is asked for, and gives it `--config` as well."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, in the order of the help."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by its name, or None."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        name = cmd_name.replace("-", "_")
        command: click.Command = getattr(import_module(f"plugin.cli.{name}"), name)
        _add_config(command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands from the table; no command is loaded for it."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _add_config(command: click.Command) -> None:
    """Accept `--config` after a command, too; the last one counts."""
    if any(parameter.name == "config" for parameter in command.params):
        return
    command.params.append(
        click.Option(
            ["--config"],
            type=click.Path(path_type=Path, dir_okay=False),
            help=CONFIG_HELP,
            expose_value=False,
            callback=_use_config,
        )
    )
    if isinstance(command, click.Group):
        for below in command.commands.values():
            _add_config(below)


def _use_config(ctx: click.Context, parameter: click.Parameter, config: Path | None) -> None:
    del parameter
    if config is not None:
        ctx.obj = replace(ctx.obj, config=config)


def get_installed_version() -> str:
    """Return the version of the installed package."""
    # It takes as long to load as all else that `--help` needs.
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("ugovor")
    except PackageNotFoundError:
        return "unknown: the package is not installed"


def _print_version(ctx: click.Context, parameter: click.Parameter, is_wanted: bool) -> None:
    del parameter
    if is_wanted and not ctx.resilient_parsing:
        click.echo(f"ugovor {get_installed_version()}")
        ctx.exit()


@click.group(cls=LazyCommands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--config", type=click.Path(path_type=Path, dir_okay=False), help=CONFIG_HELP)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Show the version and exit.",
)
@click.pass_context
def main(ctx: click.Context, config: Path | None) -> None:
    """Keep an agency and its client to the deal, inside the task tracker that they share.

    Exit codes: 0 done, 1 the answer is no, 2 wrong use.
    """
    from plugin.cli.context import CliContext

    ctx.obj = replace(ctx.obj or CliContext(), config=config)
