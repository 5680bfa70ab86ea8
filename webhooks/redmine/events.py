"""Redmine's events by name: those that are handled, and those that are ignored on purpose.

The names are those of the models that 7.0 makes webhooks of (`acts_as_webhookable` in its source).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from plugin.core.model.events import Event
from webhooks.redmine.body import Body
from webhooks.redmine.issues import issue_created, issue_deleted, issue_updated, time_logged

Reader = Callable[[Body], tuple[Event, ...]]

HANDLED: Mapping[str, Reader] = {
    "issue.created": issue_created,
    "issue.updated": issue_updated,
    "issue.deleted": issue_deleted,
    "time_entry.created": time_logged,
    "time_entry.updated": time_logged,
    "time_entry.deleted": time_logged,
}

_IGNORED_BECAUSE = {
    "wiki pages are no issues": ("wiki_page.created", "wiki_page.updated", "wiki_page.deleted"),
    "news are no issues": ("news.created", "news.updated", "news.deleted"),
    "issues of a changed version send their own updates": (
        "version.created",
        "version.updated",
        "version.deleted",
    ),
}

IGNORED: Mapping[str, str] = {name: why for why, names in _IGNORED_BECAUSE.items() for name in names}
"""Every event that is ignored on purpose, by name, and why."""
