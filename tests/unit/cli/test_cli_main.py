"""What holds for every command.

Settings, failures, version, and the documentation.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from cli_scene import SETTINGS, CliScene
from sqlalchemy import text

from plugin.cli import COMMANDS, main
from plugin.cli.context import CliContext
from plugin.store import schema
from plugin.store.engine import Database

DOCS = Path(__file__).parents[3] / "docs" / "commands.md"
NEED_SETTINGS = [
    ("connect", "main"),
    ("deliveries", "list"),
    ("deliveries", "show", "1"),
    ("deliveries", "replay", "1"),
    ("deliveries", "park", "1", "--why", "x"),
    ("recheck", "ACME-1"),
    ("register", "ACME-SITE"),
    ("record", "verify"),
    ("record", "export"),
]
MAKE_A_DATABASE = ("connect", "recheck")
NEED_A_DATABASE = [args for args in NEED_SETTINGS if args[0] not in MAKE_A_DATABASE]


def _commands(group: click.Group, before: str = "") -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from _commands(command, f"{before}{name} ")
        elif command is not None:
            yield f"{before}{name}", command


def _examples() -> list[str]:
    return re.findall(r"^    (ugovor .+)$", DOCS.read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("args", NEED_SETTINGS, ids=" ".join)
def test_without_settings_a_command_says_so(empty_office: CliScene, args: tuple[str, ...]) -> None:
    """Wrong use, one sentence, and no empty database is left in the folder."""
    result = empty_office.run(*args)
    assert result.exit_code == 2
    assert result.stderr.startswith("Error: There are no settings: ")
    assert list(empty_office.folder.iterdir()) == []


@pytest.mark.parametrize("args", NEED_A_DATABASE, ids=" ".join)
def test_where_there_is_no_database_a_command_makes_none(office: CliScene, args: tuple[str, ...]) -> None:
    """An address with a slip in it is not answered by an empty record."""
    before = sorted(office.folder.iterdir())
    result = office.run(*args)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"Error: There is no database at {office.folder / 'ugovor.db'}. ")
    assert result.stdout == ""
    assert sorted(office.folder.iterdir()) == before


@pytest.mark.parametrize("args", NEED_A_DATABASE, ids=" ".join)
def test_an_empty_database_is_left_empty(office: CliScene, args: tuple[str, ...]) -> None:
    """A file that somebody touched holds no record."""
    file = office.folder / "ugovor.db"
    file.touch()
    result = office.run(*args)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"Error: The database at {file} is empty. ")
    database = Database(f"sqlite:///{file}")
    with database.look() as connection:
        assert schema.load_revision(connection) is None
    database.close()


@pytest.mark.parametrize("args", [("connect", "main"), ("recheck", "ACME-1")], ids=" ".join)
def test_a_database_that_cannot_be_made_is_told(office: CliScene, args: tuple[str, ...]) -> None:
    """The answer is no; what SQLAlchemy says at length is one sentence here."""
    office.furnish(SETTINGS.replace("sqlite:///{database}", "sqlite:////nowhere/at/all/x.db"))
    result = office.run(*args)
    assert result.exit_code == 1
    assert result.stderr == (
        "Error: The database does not answer: unable to open database file: /nowhere/at/all/x.db. "
        "service.database in the settings names the file; its folder must exist and the service's user must "
        "be able to write there. A path counts from the settings file unless it is whole, such as "
        "sqlite:////var/lib/ugovor/ugovor.db.\n"
    )


@pytest.mark.parametrize(
    ("address", "exit_code"),
    [
        pytest.param("nonsense", 2, id="no address"),
        pytest.param("postgresql://u:secret-word@host:port/x", 2, id="a port that is no number"),
        pytest.param("oracle9://u:secret-word@host/x", 1, id="a database that is not supported"),
    ],
)
def test_an_address_that_cannot_be_used_is_not_repeated(
    office: CliScene, address: str, exit_code: int
) -> None:
    """It may hold a password."""
    office.furnish(SETTINGS.replace("sqlite:///{database}", address))
    result = office.run("deliveries", "list")
    assert result.exit_code == exit_code
    assert "It looks like sqlite:///ugovor.db" in result.stderr
    assert "secret-word" not in result.output


@pytest.mark.parametrize(
    ("revision", "exit_code"),
    [
        pytest.param("9999", 0, id="a newer version: migrations only add"),
        pytest.param("3f2a9c", 1, id="somebody else's migrations: the tables may mean something else"),
    ],
)
def test_a_newer_database_is_used_and_a_foreign_one_refused(
    office: CliScene, revision: str, exit_code: int
) -> None:
    """A newer one is worked with and left as it is.

    A foreign one is left alone, with a sentence.
    """
    database = office.database()
    with database.change() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})
    database.close()
    result = office.run("deliveries", "list")
    assert exit_code == result.exit_code
    assert (exit_code == 1) == ("made by another version" in result.stderr)


def test_the_settings_can_be_named(office: CliScene, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--config` or `UGOVOR_CONFIG` name a file that is not here."""
    office.begin()
    (office.folder / "ugovor.toml").rename(office.folder / "other.toml")
    assert office.run("--config", "other.toml", "deliveries", "list").exit_code == 0
    monkeypatch.setenv("UGOVOR_CONFIG", "other.toml")
    assert office.run("deliveries", "list").exit_code == 0


def test_the_settings_can_come_from_the_environment_alone(
    empty_office: CliScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A container needs no file."""
    empty_office.begin()
    (empty_office.folder / "ugovor.db").rename(empty_office.folder / "here.db")
    monkeypatch.setenv("UGOVOR_SERVICE__DATABASE", f"sqlite:///{empty_office.folder / 'here.db'}")
    assert empty_office.json("deliveries", "list", "--json") == []


@pytest.mark.parametrize(
    "args",
    [
        pytest.param(("deliveries", "list", "--config", "other.toml"), id="after the command"),
        pytest.param(("deliveries", "--config", "other.toml", "list"), id="after the group"),
        pytest.param(("--config", "none.toml", "deliveries", "list", "--config", "other.toml"), id="twice"),
    ],
)
def test_the_settings_can_be_named_after_the_command(office: CliScene, args: tuple[str, ...]) -> None:
    """`--config` may stand anywhere; the one next to the command counts."""
    office.begin()
    (office.folder / "ugovor.toml").rename(office.folder / "other.toml")
    assert office.run(*args).exit_code == 0


@pytest.mark.parametrize("name", [name for name, _ in _commands(main)])
def test_every_command_takes_the_settings_file(name: str) -> None:
    """`--config` works the same on each of them, however often it was loaded."""
    command: click.Command = main
    for word in name.split():
        assert isinstance(command, click.Group)
        command = command.get_command(click.Context(command), word) or pytest.fail(name)
    assert [["--config"]] == [one.opts for one in command.params if one.name == "config"]


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_shows_each_commands_own_help(name: str) -> None:
    """The table is written by hand, so that the list needs no command."""
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert COMMANDS[name] == command.get_short_help_str(200)


def test_help_is_shown_in_full(empty_office: CliScene) -> None:
    """Each command has its line."""
    shown = " ".join(empty_office.run("--help").stdout.split())
    assert all(f" {name} {line}" in shown for name, line in COMMANDS.items())


def test_the_version_needs_no_settings(empty_office: CliScene) -> None:
    """The version is printed without any settings."""
    result = empty_office.run("--version")
    assert result.exit_code == 0
    assert result.stdout.startswith("ugovor ")


def test_an_unknown_command_is_wrong_use(empty_office: CliScene) -> None:
    """Exit code 2."""
    assert empty_office.run("chekc").exit_code == 2


def test_every_command_is_documented_and_nothing_else() -> None:
    """`docs/commands.md` has a section for each command, under its name."""
    sections = re.findall(r"^## `ugovor (.+)`$", DOCS.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(sections) == sorted(name for name, _ in _commands(main))


@pytest.mark.parametrize("name", [name for name, _ in _commands(main)])
def test_every_command_has_an_example(name: str) -> None:
    """A person copies it and changes a word."""
    assert [example for example in _examples() if f" {name}" in example]


@pytest.mark.parametrize("example", _examples())
def test_every_example_can_be_typed(example: str) -> None:
    """Command, options and arguments of an example exist."""
    command: click.Command = main
    words = shlex.split(example.split(" > ")[0])[1:]
    if words[0] == "--config":
        words = words[2:]
    while isinstance(command, click.Group):
        found = command.get_command(click.Context(command), words.pop(0))
        assert found is not None
        command = found
    command.make_context("ugovor", words, obj=CliContext())
