"""Finds out what the account may edit and what a field accepts, without writing.

Redmine refuses an issue without a subject (422) and saves nothing of such a request, but says first what else
it would refuse. So a request with an empty subject tells about every other value in it: a wrong value that is
not named was dropped, since the account may not edit that field. Measured on 5.0.4.
"""

from __future__ import annotations

from collections.abc import Mapping

from plugin.trackers.base import TrackerError
from plugin.trackers.http.session import quote_segment
from plugin.trackers.redmine.session import FieldsRefused, RedmineSession

IMPOSSIBLE_VALUE = "ugovor doctor asks whether this field can be edited"
_IMPOSSIBLE_DAY = "2000-02-31"


class NotProvable(TrackerError):
    """The account cannot edit the issue's subject, so nothing can be probed."""


class Probe:
    """Asks about one issue; nothing of it is ever saved."""

    def __init__(self, session: RedmineSession, issue: str) -> None:
        self._session = session
        self._issue = issue
        # Alone first: where it is dropped, whatever stood beside it would be saved.
        self._base = len(self._ask({}))

    def can_set_due_date(self) -> bool:
        """Tell whether the due date can be set.

        It cannot where it is derived from subtasks, or read-only.
        """
        return len(self._ask({"due_date": _IMPOSSIBLE_DAY})) > self._base

    def accepts(self, field_id: str, value: str | list[str]) -> bool:
        """Tell whether a custom field takes a value, or is not looked at."""
        return len(self._ask({"custom_fields": [{"id": int(field_id), "value": value}]})) == self._base

    def _ask(self, change: Mapping[str, object]) -> tuple[str, ...]:
        body = {"issue": {**change, "subject": ""}}
        try:
            self._session.ask("PUT", f"issues/{quote_segment(self._issue)}", body=body)
        except FieldsRefused as refused:
            return refused.messages
        raise NotProvable(f"{self._issue}: the account may not edit this issue, or its subject is read-only")
