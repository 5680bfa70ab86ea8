"""Addresses of issues in their own trackers."""

from __future__ import annotations

from urllib.parse import quote

from plugin.settings.model import Settings

_PATHS = {
    "jira_cloud": "browse/{key}",
    "jira_dc": "browse/{key}",
    "youtrack": "issue/{key}",
    "redmine": "issues/{key}",
    "yandex": "{key}",
}


def issue_url(settings: Settings, tracker: str, key: str, told: str = "") -> str | None:
    """Return the address of an issue's page, or None for an unknown tracker.

    Args:
        settings: of the trackers; their `site_url` stands above what was told.
        tracker: its name.
        key: of the issue.
        told: where people see the tracker, as it says itself.
    """
    known = settings.trackers.get(tracker)
    if known is None:
        return None
    base = known.site_url or told or known.page_url
    return f"{base}/{_PATHS[known.kind].format(key=quote(key, safe=''))}"
