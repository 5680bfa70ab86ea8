"""What commands work with: settings, database, the whole service.

Tests give their own clock and trackers.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mappings.suggestions import did_you_mean, join_words
from plugin.cli.errors import CommandFailed, WrongUse
from plugin.runtime.clock import Clock, SystemClock
from plugin.settings import config_file
from plugin.settings.errors import SettingsError

if TYPE_CHECKING:
    from plugin.bootstrap import Service
    from plugin.settings.model import Settings, TrackerSettings
    from plugin.store.engine import Database
    from plugin.trackers.base import TermsOf, Tracker

_NO_DATABASE = "Check service.database in the settings; `ugovor serve` makes a new one."


def _build(settings: Settings, clock: Clock) -> Service:
    # What the whole service needs is loaded by the commands that use it.
    from plugin.bootstrap import build

    return build(settings, clock)


def _make_tracker(name: str, settings: TrackerSettings, clock: Clock, terms_of: TermsOf) -> Tracker:
    from plugin.bootstrap import make_tracker

    return make_tracker(name, settings, clock, terms_of)


MakeTracker = Callable[[str, "TrackerSettings", Clock, "TermsOf"], "Tracker"]


@dataclass(frozen=True)
class CliContext:
    """Where a command runs.

    Attributes:
        config: the settings file that `--config` names, or None.
        clock: the present.
        build: makes the service from its settings.
        rest: waits a number of seconds.
        make_tracker: makes the adapter of one tracker, for commands that need no database.
    """

    config: Path | None = None
    clock: Clock = SystemClock()
    build: Callable[[Settings, Clock], Service] = _build
    rest: Callable[[float], None] = time.sleep
    make_tracker: MakeTracker = _make_tracker

    @property
    def has_settings(self) -> bool:
        """Whether there are settings at all, in a file or in the environment."""
        return config_file.has_settings(self.config)

    def read_settings(self) -> Settings:
        """Return the settings.

        The database's address is not looked at, for which SQLAlchemy is loaded.

        Raises:
            SettingsError: there are none, or they cannot be used.
        """
        if not self.has_settings:
            raise SettingsError(
                f"There are no settings: no {config_file.CONFIG_NAME} in this folder and no UGOVOR_… in the "
                "environment. Name the file with --config."
            )
        from plugin.settings.model import load_settings
        from plugin.settings.practice_time import check_practice_time

        settings = load_settings(self.config)
        check_practice_time(settings)
        return settings

    def settings(self) -> Settings:
        """Return the settings.

        Raises:
            SettingsError: there are none, or they cannot be used.
        """
        from sqlalchemy.exc import ArgumentError

        from plugin.store.engine import normalise_address

        settings = self.read_settings()
        try:
            normalise_address(settings.service.database)
        except (ArgumentError, ValueError):
            # Neither message nor cause is shown: both repeat the address, which may hold a password.
            raise SettingsError(
                "service.database is not an address. "
                "It looks like sqlite:///ugovor.db or postgresql://user@host/ugovor."
            ) from None
        return settings

    @contextmanager
    def database(self) -> Iterator[Database]:
        """Open the database of the settings, brought up to date.

        No tracker is needed for it.

        Raises:
            Refused: there is none. A command that looks at one never makes one: an address with a slip in it
                would be answered by an empty record.
        """
        from plugin.store import schema
        from plugin.store.database_file import find_file
        from plugin.store.engine import Database

        database = Database(self.settings().service.database, patient=True)
        try:
            file = find_file(database)
            if file is not None and not file.exists():
                raise CommandFailed(f"There is no database at {file}. {_NO_DATABASE}")
            with database.look() as connection:
                current = schema.load_revision(connection)
            if current is None:
                raise CommandFailed(f"The database{f' at {file}' if file else ''} is empty. {_NO_DATABASE}")
            if not schema.is_up_to_date(current):
                schema.upgrade(database)
            yield database
        finally:
            database.close()

    @contextmanager
    def service(self) -> Iterator[Service]:
        """Build the whole service and close it afterwards; nothing runs in it by itself."""
        service = self.build(self.settings(), self.clock)
        try:
            yield service
        finally:
            service.close()


pass_cli_context = click.make_pass_decorator(CliContext)


def require_known(kind: str, word: str, words: Iterable[str]) -> str:
    """Return a word that must be one of the known ones.

    Args:
        kind: what it names, such as `tracker`.
        word: as it was typed.
        words: the known ones.

    Raises:
        WrongUse: it is none of them; the sentence suggests the closest.
    """
    names = sorted(words)
    if word in names:
        return word
    otherwise = f"There are: {join_words(names)}." if names else f"There is no {kind} yet."
    raise WrongUse(f"There is no {kind} {word!r}. {did_you_mean(word, names, otherwise)}")
