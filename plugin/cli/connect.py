"""`ugovor connect`: registers the webhook in the tracker."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

import click

from mappings.loader import load_folder
from plugin.cli.context import CliContext, pass_cli_context, require_known
from plugin.cli.errors import CommandFailed


@click.command()
@click.argument("tracker")
@pass_cli_context
def connect(context: CliContext, tracker: str) -> None:
    """Register the webhook of TRACKER, signed with its first secret.

    TRACKER is the NAME of a [trackers.NAME] section of the settings.
    """
    settings = context.settings()
    of_tracker = settings.trackers[require_known("tracker", tracker, settings.trackers)]
    public_url = settings.service.public_url
    if _is_this_machine(public_url) and not _is_this_machine(of_tracker.url):
        raise CommandFailed(
            f"service.public_url is {public_url}, which {of_tracker.url} cannot reach. "
            "Set it to the address at which the tracker finds this service."
        )
    if not of_tracker.webhook_secrets:
        raise CommandFailed(
            f"trackers.{tracker}.webhook_secrets is empty: this tracker is asked for changes and sends "
            "none. Give a secret first, if it is to send webhooks."
        )
    with context.service() as service:
        secret = of_tracker.webhook_secrets[0].get_secret_value()
        mappings = load_folder(settings.service.mappings).mappings
        projects = tuple(
            dict.fromkeys(
                project
                for each in mappings
                if each.tracker.name == tracker
                for project in each.tracker.projects
            )
        )
        url = f"{public_url}/webhooks/{tracker}"
        click.echo(service.trackers[tracker].connect(url, secret, projects))


def _is_this_machine(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified
