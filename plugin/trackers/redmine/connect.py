"""What an administrator sets in Redmine so that it tells the service what happens.

Webhooks of Redmine 7.0 are made on a page by the person whose eyes they see with; REST has no call for them,
nor one to create custom fields (read in 7.0-stable, `app/controllers/webhooks_controller.rb`).
"""

from __future__ import annotations

from plugin.trackers.base import IssueGone, NotPermitted
from plugin.trackers.redmine.session import RedmineSession

EVENTS = ("Issue created", "Issue updated", "Issue deleted", "Time entry created, updated, deleted")


def sends_webhooks(session: RedmineSession) -> bool | None:
    """Tell whether this Redmine has webhooks of its own (7.0).

    None where it does not tell.

    Older ones know no such page (404, measured on 5.0.4); 7.0 keeps it from API keys (401 or 403, read in its
    source).
    """
    try:
        session.ask("GET", "webhooks")
    except IssueGone:
        return False
    except NotPermitted:
        return True
    return None


def describe_steps(session: RedmineSession, url: str, name: str) -> str:
    """Return the steps; nothing was created.

    Args:
        session: the Redmine.
        url: where the service receives.
        name: the tracker's name in the settings.
    """
    fields = "Run `ugovor doctor`: it says which custom fields to create, with which values."
    if sends_webhooks(session) is False:
        return (
            "This Redmine has no webhooks of its own (7.0 has), so it is asked for changes instead. "
            f"Nothing was created.\nSet webhook_secrets = [] in [trackers.{name}]. {fields}"
        )
    steps = (
        "As an administrator: Administration > Settings > API: enable the REST API and the webhooks.",
        "Administration > Roles: give the service account's role the right Use webhooks.",
        "Logged in as the service's account: My account > Webhooks > New webhook.",
        f"    URL       {url}",
        f"    Secret    the first of webhook_secrets in [trackers.{name}]",
        f"    Events    {'; '.join(EVENTS)}",
        "    Projects  those that the mappings name",
        f"The address must not be this machine's own: Redmine refuses loopback addresses. {fields}",
    )
    return "\n".join(
        ("Redmine lets no program register webhooks, so nothing was created. Please set:", *steps)
    )
