"""HTTP to Yandex Tracker's REST, v3.

Every request names exactly one organisation. The next page stands in the header `Link`, whose address has no
scheme: its query is copied, the address is not followed (docs/trackers/yandex.md#rest).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import requests
from requests.utils import parse_header_links

from plugin.runtime.clock import Clock
from plugin.settings.model import TrackerSettings
from plugin.trackers.base import TrackerBusy, TrackerConflict, TrackerError, TrackerRefused
from plugin.trackers.http.content import Content
from plugin.trackers.http.json_values import read_identifier
from plugin.trackers.http.response_errors import read_failure
from plugin.trackers.http.session import HttpSession, is_write
from plugin.trackers.yandex.pace import Pace

PAGE_SIZE = 100
_IAM_PREFIX = "t1."
"""Tokens of IAM begin so; all others are OAuth's."""

_MAX_PAGES = 10_000
_STALE = frozenset({412, 428})
Entry = Mapping[str, Any]


class FieldsRefused(TrackerRefused):
    """The values of some fields were refused; the texts about them are localised.

    Attributes:
        fields: the keys of these fields.
    """

    def __init__(self, sentence: str, fields: frozenset[str]) -> None:
        super().__init__(sentence)
        self.fields = fields


class YandexSession(HttpSession):
    """Asks one organisation; paths are below `/v3/`."""

    product = "Yandex Tracker"

    def __init__(self, settings: TrackerSettings, clock: Clock | None = None) -> None:
        super().__init__(settings, clock)
        self._pace = Pace(self._clock.now)

    @property
    def is_iam(self) -> bool:
        """Whether the token is one of IAM, which ends after some hours."""
        return self._settings.token.get_secret_value().startswith(_IAM_PREFIX)

    def ask_with_headers(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str | int] | None = None,
        body: Mapping[str, Any] | str | None = None,
        content: Content | None = None,
    ) -> tuple[object, Mapping[str, str]]:
        """Send one request at this tracker's pace.

        Raises:
            TrackerError: anything but a good answer; nothing was repeated.
        """
        self._pace.take(is_write=is_write(method, path))
        try:
            return super().ask_with_headers(method, path, params=params, body=body, content=content)
        except TrackerBusy as busy:
            self._pace.note_refusal(busy.retry_after_s)
            raise

    def get(self, path: str, **params: str | int) -> object:
        """Read something.

        Raises:
            TrackerError: anything but a good answer.
        """
        return self.ask("GET", path, params=params)

    def get_object(self, path: str, **params: str | int) -> Entry:
        """Read an object; empty where the answer is something else."""
        answer = self.get(path, **params)
        return answer if isinstance(answer, Mapping) else {}

    def iter_entries(self, path: str, **params: str | int) -> Iterator[Entry]:
        """Give every entry of a list once, page by page.

        Raises:
            TrackerError: a page could not be read; the entries before it were given.
        """
        asked: Mapping[str, str | int] = {"perPage": PAGE_SIZE, **params}
        seen: set[str] = set()
        for _ in range(_MAX_PAGES):
            answer, headers = self.ask_with_headers("GET", path, params=asked)
            fresh = [each for each in list_objects(answer) if _name_entry(each) not in seen]
            seen |= {_name_entry(each) for each in fresh}
            yield from fresh
            following = find_next_page(headers)
            if following is None or not fresh:
                return
            asked = following

    def _build_address(self, path: str) -> str:
        return f"{self._settings.url}/v3/{path}"

    def _read_failure(self, response: requests.Response, asked: str) -> TrackerError | None:
        error = read_failure(response, asked, self._clock.now, self.product, _read_messages)
        if isinstance(error, TrackerConflict) or not isinstance(error, TrackerRefused):
            return error
        if response.status_code in _STALE:
            return TrackerConflict(str(error))
        fields = frozenset(map(str, _read_errors(response)))
        return FieldsRefused(str(error), fields) if fields else error

    def _build_headers(self) -> Mapping[str, str]:
        token = self._settings.token.get_secret_value()
        sign_in = {"Authorization": f"{'Bearer' if self.is_iam else 'OAuth'} {token}"}
        if self._settings.org_id is not None:
            return sign_in | {"X-Org-ID": self._settings.org_id}
        return sign_in | {"X-Cloud-Org-ID": self._settings.cloud_org_id or ""}


def find_next_page(headers: Mapping[str, str]) -> dict[str, str | int] | None:
    """Return the query of the next page, None on the last one.

    >>> find_next_page({"Link": '<api.tracker.yandex.net/v3/users?id=7&perPage=50>; rel="next"'})
    {'id': '7', 'perPage': '50'}
    """
    for link in parse_header_links(headers.get("Link", "")):
        if link.get("rel") == "next":
            return dict(parse_qsl(urlsplit(link["url"]).query))
    return None


def list_objects(answer: object) -> list[Entry]:
    """Return the objects of a list; none of anything else."""
    return [each for each in answer if isinstance(each, Mapping)] if isinstance(answer, list) else []


def _name_entry(entry: Entry) -> str:
    """Return by what an entry is known; users have no `id` but `uid`."""
    return read_identifier(entry.get("id")) or read_identifier(entry.get("uid")) or repr(entry)


def _read_body(response: requests.Response) -> Entry:
    try:
        body = response.json()
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, Mapping) else {}


def _read_errors(response: requests.Response) -> Entry:
    errors = _read_body(response).get("errors")
    return errors if isinstance(errors, Mapping) else {}


def _read_messages(response: requests.Response) -> Iterator[str]:
    """Give Yandex Tracker's own words.

    They are localised, and nothing is decided by them.
    """
    messages = _read_body(response).get("errorMessages")
    yield from (str(each) for each in messages if each) if isinstance(messages, list) else ()
    yield from (f"{field}: {text}" for field, text in _read_errors(response).items())
