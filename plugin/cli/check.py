"""`ugovor check`: every fault of contract mappings at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mappings.faults import Fault
from mappings.file_text import decode, read_bytes
from mappings.loader import LoadedFolder, LoadedMapping, load_files, load_folder
from mappings.suggestions import did_you_mean, join_words
from mappings.yaml_parser import YamlSource, parse_yaml
from plugin.cli.context import CliContext, pass_cli_context
from plugin.cli.errors import CommandFailed, WrongUse
from plugin.cli.output import add_json_option, format_count, print_json
from plugin.settings.errors import SettingsError

if TYPE_CHECKING:
    from mappings.model import ContractMapping
    from plugin.settings.model import Settings

DEFAULT_FOLDER = Path("mappings")
"""Where the mappings are when there are no settings."""


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path))
@click.option(
    "--put-in-force",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="Put FILE in force, also where its content is that of an older version.",
)
@add_json_option
@pass_cli_context
def check(context: CliContext, files: tuple[Path, ...], put_in_force: Path | None, as_json: bool) -> None:
    """Check contract mappings.

    Without FILE those in the folder of the settings are checked, else those in ./mappings. Prints
    FILE:LINE:COLUMN for every fault. Exits 1 when there is an error; warnings alone exit 0.
    """
    if put_in_force is not None:
        if files:
            raise WrongUse("Name one file after --put-in-force, and no others.")
        files = (put_in_force,)
    settings = _read_settings(context, needed=not files or put_in_force is not None)
    where = settings.service.mappings if settings else DEFAULT_FOLDER
    folder = load_files(_list_files(files)) if files else load_folder(where)
    if not folder.loaded:
        raise CommandFailed(f"There is no contract mapping in {where}. Name the files, or the folder.")
    faults = [fault for loaded in folder.loaded for fault in _find_faults(loaded, settings)]
    if as_json:
        print_json([fault.to_json() for fault in faults])
    else:
        for fault in faults:
            click.echo(str(fault))
        click.echo(_format_summary(folder, faults))
    if any(fault.severity == "error" for fault in faults):
        raise SystemExit(1)
    if put_in_force is not None:
        for mapping in folder.mappings:
            _put_in_force(context, mapping, as_json=as_json)


def _put_in_force(context: CliContext, mapping: ContractMapping, *, as_json: bool) -> None:
    """Put a mapping in force on the database of the settings."""
    from plugin.runtime.clock import machine_clock, shift_of

    with context.service() as service:
        now, shift = machine_clock(service.clock).now(), shift_of(service.clock)
        is_new = service.active_contracts.put_in_force(mapping, now, shift)
    if not as_json:
        said = "is in force now" if is_new else "was in force already"
        click.echo(f"{mapping.id}: the file {said}. Workers with another file decide nothing in it.")


def _read_settings(context: CliContext, *, needed: bool) -> Settings | None:
    """Return the settings, or None where there are none.

    Files can be checked even beside faulty ones.
    """
    if not context.has_settings:
        return None
    try:
        return context.settings()
    except SettingsError as error:
        if needed or context.config is not None:
            raise
        click.echo(f"The names of trackers were not compared with the settings: {error}", err=True)
        return None


def _list_files(files: tuple[Path, ...]) -> Iterator[Path]:
    """Give the files named, and those of the folders named."""
    for path in files:
        if path.is_dir():
            yield from (loaded.path for loaded in load_folder(path).loaded)
        else:
            yield path


def _find_faults(loaded: LoadedMapping, settings: Settings | None) -> list[Fault]:
    compared: list[Fault] = []
    if settings is not None:
        compared += _check_tracker_name(loaded, settings.trackers)
        compared += _check_own_account(loaded, settings)
    return sorted((*loaded.faults, *compared), key=lambda fault: (fault.line, fault.column))


def _check_tracker_name(loaded: LoadedMapping, trackers: Collection[str]) -> Iterator[Fault]:
    """Warn where a mapping names a tracker that the settings do not have."""
    name = loaded.mapping.tracker.name if loaded.mapping else None
    source = _read_source(loaded) if name is not None and name not in trackers else None
    if source is None or name is None:
        return
    there = f"The settings have: {join_words(sorted(trackers))}." if trackers else "The settings have none."
    yield source.fault(
        ("tracker", "name"),
        f'the settings have no tracker "{name}"',
        did_you_mean(name, trackers, there),
        "unknown_tracker",
        severity="warning",
    )


def _check_own_account(loaded: LoadedMapping, settings: Settings) -> Iterator[Fault]:
    """Refuse a person whose account is the one with which the service works.

    It ignores itself.
    """
    mapping = loaded.mapping
    tracker = settings.trackers.get(mapping.tracker.name) if mapping else None
    if mapping is None or tracker is None or not tracker.account:
        return
    own = [key for key, person in mapping.people.items() if person.account == tracker.account]
    source = _read_source(loaded) if own else None
    if source is None:
        return
    for key in own:
        yield source.fault(
            ("people", key, "account"),
            f"{tracker.account} is the account with which the service itself works, so that nothing this "
            "person writes would count",
            f"Give the person an own account; `ugovor people {mapping.tracker.name}` prints the ids.",
            "own_account",
        )


def _read_source(loaded: LoadedMapping) -> YamlSource | None:
    content = read_bytes(loaded.path)
    text = decode(content, str(loaded.path)) if isinstance(content, bytes) else None
    return parse_yaml(text, str(loaded.path))[0] if isinstance(text, str) else None


def _format_summary(folder: LoadedFolder, faults: list[Fault]) -> str:
    files = format_count(len(folder.loaded), "file", "files")
    errors = sum(fault.severity == "error" for fault in faults)
    warnings = len(faults) - errors
    if not faults:
        return f"{files}: no faults."
    found = (format_count(errors, "error", "errors"), format_count(warnings, "warning", "warnings"))
    return f"{files}: {', '.join(found)}."
