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


def issue_url(settings: Settings, tracker: str, key: str) -> str | None:
    """Return the address of an issue's page, or None for an unknown tracker."""
    known = settings.trackers.get(tracker)
    if known is None:
        return None
    return f"{known.page_url}/{_PATHS[known.kind].format(key=quote(key, safe=''))}"
