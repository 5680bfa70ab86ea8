"""`ugovor people`: account ids to paste into a mapping."""

from __future__ import annotations

from dataclasses import asdict

import click

from mappings.loader import load_folder
from plugin.cli.context import CliContext, pass_cli_context, require_known
from plugin.cli.errors import CommandFailed
from plugin.cli.output import add_json_option, print_columns, print_json
from plugin.trackers.base import NotPermitted


@click.command()
@click.argument("tracker")
@click.argument("name", required=False, default="")
@add_json_option
@pass_cli_context
def people(context: CliContext, tracker: str, name: str, as_json: bool) -> None:
    """Print the accounts of people at TRACKER, to paste into a mapping.

    TRACKER is the NAME of a [trackers.NAME] section of the settings. With NAME only people whose name holds
    these words; exits 1 when there is nobody.
    """
    settings = context.settings()
    of_tracker = settings.trackers[require_known("tracker", tracker, settings.trackers)]
    mappings = load_folder(settings.service.mappings).mappings
    projects = tuple(
        dict.fromkeys(
            project for each in mappings if each.tracker.name == tracker for project in each.tracker.projects
        )
    )
    asked = context.make_tracker(tracker, of_tracker, context.clock, lambda _: None)
    try:
        found = sorted(
            asked.find_people(name.strip(), projects), key=lambda each: (each.name.casefold(), each.account)
        )
    except NotPermitted as error:
        raise CommandFailed(
            f"The tracker does not let the service's account look at users ({error}). Let it see them "
            "(Jira: the global permission Browse users and groups), or copy the ids from people's profiles."
        ) from error
    if as_json:
        print_json([asdict(each) for each in found])
    else:
        rows = [(each.name, each.account, "active" if each.active else "switched off") for each in found]
        print_columns(rows)
    if not found:
        if not as_json:
            whom = f'There is nobody called "{name}"' if name else "There is nobody"
            click.echo(f"{whom} whom the service's account sees in {tracker}.", err=True)
        raise SystemExit(1)
