"""What goes wrong, as one or two sentences on standard error.

Never a traceback for what people can mend.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from plugin.settings.errors import SettingsError

if TYPE_CHECKING:
    from sqlalchemy.exc import DBAPIError


class CommandFailed(click.ClickException):
    """The answer is no: exit code 1."""

    exit_code = 1


class WrongUse(click.ClickException):
    """The command or the settings name something that cannot be used: exit code 2."""

    exit_code = 2


class CommandGroup(click.Group):
    """A group of commands whose expected failures are told in sentences."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 -- click's own type
        """Run a command; turn what people can mend into a sentence and an exit code."""
        try:
            return super().invoke(ctx)
        except SettingsError as error:
            raise WrongUse(str(error)) from error
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except Exception as error:
            if sentence := describe_failure(error):
                raise CommandFailed(sentence) from error
            raise


def describe_failure(error: Exception) -> str | None:
    """Return the sentence of a failure that people can fix; None for a code error."""
    # Imported here, because the web's first process never needs them and would keep them in memory.
    from alembic.util import CommandError
    from sqlalchemy.exc import SQLAlchemyError

    from plugin.store.inbox import StoreUnavailable
    from plugin.store.migration_helpers import TablesInUse
    from plugin.trackers.base import TrackerError

    if isinstance(error, TablesInUse):
        return str(error)
    if isinstance(error, (SQLAlchemyError, CommandError, StoreUnavailable)):
        return describe_database_failure(error)
    if isinstance(error, TrackerError):
        return f"The tracker did not do it: {error}"
    if isinstance(error, OSError) and error.filename and error.strerror:
        return f"{error.filename} cannot be used: {error.strerror}. Check the path and its permissions."
    return None


def describe_database_failure(error: Exception) -> str:
    """Say what is wrong with the database.

    The address, which may hold a password, is never repeated.
    """
    from alembic.util import CommandError
    from sqlalchemy.exc import DBAPIError

    from plugin.store.db_errors import HELD, NO_ROOM, describe_error
    from plugin.store.inbox import StoreUnavailable

    trouble = describe_error(error)
    if trouble in (HELD, NO_ROOM):
        return f"The database does not take what is written: {trouble.sentence}. {trouble.remedy}"
    if isinstance(error, DBAPIError):
        why = str(error.orig).strip().splitlines() or [type(error).__name__]
        return f"The database does not answer: {why[0]}. {_describe_remedy(error)}"
    if isinstance(error, CommandError):
        return "The database was made by another version of the service. Install the newest version."
    if isinstance(error, StoreUnavailable):
        return f"The database did not take it ({error.detail}). Try again in {error.retry_after_s} seconds."
    return (
        "service.database in the settings is not an address that can be used. "
        "It looks like sqlite:///ugovor.db or postgresql://user@host/ugovor."
    )


def _describe_remedy(error: DBAPIError) -> str:
    import sqlite3

    if isinstance(error.orig, sqlite3.Error):
        return (
            "service.database in the settings names the file; its folder must exist and the service's user "
            "must be able to write there. A path counts from the settings file unless it is whole, such as "
            "sqlite:////var/lib/ugovor/ugovor.db."
        )
    return "Check service.database in the settings."
