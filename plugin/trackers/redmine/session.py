"""HTTP to Redmine.

JSON alone, the account's API key in a header, and Redmine's own words in errors.

See https://www.redmine.org/projects/redmine/wiki/Rest_api; measured on 5.0.4.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import requests

from plugin.trackers.base import NotPermitted, TrackerError, TrackerRefused
from plugin.trackers.http.response_errors import read_failure
from plugin.trackers.http.session import HttpSession


class FieldsRefused(TrackerRefused):
    """422: Redmine refused the whole request because of some fields.

    Nothing was saved.

    Attributes:
        messages: Redmine's own sentences, each of which begins with the name of a field.
    """

    def __init__(self, sentence: str, messages: tuple[str, ...]) -> None:
        super().__init__(sentence)
        self.messages = messages

    def mentions(self, field: str) -> bool:
        """Tell whether one of the sentences is about a field, which it calls as people do."""
        return any(message.startswith(f"{field} ") for message in self.messages)


class RedmineSession(HttpSession):
    """Asks one Redmine; a path counts from the root and has no `.json`."""

    product = "Redmine"

    def _build_address(self, path: str) -> str:
        return f"{self._settings.url}/{path}.json"

    def _read_failure(self, response: requests.Response, asked: str) -> TrackerError | None:
        if response.status_code == 401:
            # Also while REST is off: Redmine then knows no key at all.
            return NotPermitted(
                f"{asked}: Redmine did not accept the key; renew it in the settings, and see that the REST "
                "API is enabled (Administration > Settings > API)"
            )
        error = read_failure(response, asked, self._clock.now, self.product, _read_messages)
        if response.status_code == 422:
            return FieldsRefused(str(error), tuple(_read_messages(response)))
        return error

    def _build_headers(self) -> Mapping[str, str]:
        return {"X-Redmine-API-Key": self._settings.token.get_secret_value()}


def _read_messages(response: requests.Response) -> Iterator[str]:
    try:
        body = response.json()
    except (ValueError, RecursionError):
        return
    errors = body.get("errors") if isinstance(body, Mapping) else None
    yield from (str(error) for error in (errors if isinstance(errors, list) else []))
