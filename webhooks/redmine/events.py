"""Redmine's events by name.

Those that are handled, and those that are ignored on purpose.

The names are those of the models that 7.0 makes webhooks of (`acts_as_webhookable` in its source).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from plugin.core.model.events import Event
from webhooks.redmine.body import Body
from webhooks.redmine.issues import (
    read_issue_created,
    read_issue_deleted,
    read_issue_updated,
    read_time_entry,
)

Reader = Callable[[Body], tuple[Event, ...]]

HANDLED: Mapping[str, Reader] = {
    "issue.created": read_issue_created,
    "issue.updated": read_issue_updated,
    "issue.deleted": read_issue_deleted,
    "time_entry.created": read_time_entry,
    "time_entry.updated": read_time_entry,
    "time_entry.deleted": read_time_entry,
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
