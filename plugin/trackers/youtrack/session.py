"""HTTP to YouTrack's REST, asked plainly, with `fields` and pages always named.

YouTrack answers an entity with its id and type alone unless `fields` says more, and a list with 42 entries
unless `$top` does (https://www.jetbrains.com/help/youtrack/devportal/api-fields-syntax.html). There is no
library to lean on here (docs/trackers/youtrack.md#rest), and the adapter needs few calls.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import requests

from plugin.trackers.base import TrackerError
from plugin.trackers.http.response_errors import read_failure
from plugin.trackers.http.session import HttpSession

_PAGE_SIZE = 100


class YouTrackSession(HttpSession):
    """Asks one YouTrack by its permanent token; paths are below `/api/`."""

    product = "YouTrack"

    def get(self, path: str, fields: str, **params: str | int) -> object:
        """Read an entity, or a page of a list.

        Args:
            path: below `/api/`.
            fields: what the answer should hold, in YouTrack's syntax.
            **params: the rest of the query.

        Raises:
            TrackerError: anything but a good answer.
        """
        return self.ask("GET", path, params={**params, "fields": fields})

    def post(self, path: str, body: Mapping[str, Any], fields: str = "id") -> object:
        """Write, and return what `fields` asks for of what was written.

        Raises:
            TrackerError: anything but a good answer; nothing was repeated.
        """
        return self.ask("POST", path, params={"fields": fields}, body=body)

    def iter_entries(
        self, path: str, fields: str, *, overlap: int = 0, **params: str | int
    ) -> Iterator[Mapping[str, Any]]:
        """Give every entry of a list once, page by page, until a page holds nothing new.

        Args:
            path: below `/api/`.
            fields: of each entry; `id` has to be among them.
            overlap: entries that a page repeats, where entries move while they are read.
            **params: the rest of the query.
        """
        seen: set[str] = set()
        skip = 0
        while True:
            entries = self.read_page(path, fields, skip, _PAGE_SIZE, **params)
            fresh = [entry for entry in entries if str(entry.get("id")) not in seen]
            if not fresh:
                return
            seen |= {str(entry.get("id")) for entry in fresh}
            yield from fresh
            skip += max(1, len(entries) - overlap)

    def read_page(
        self, path: str, fields: str, skip: int, top: int, **params: str | int
    ) -> list[Mapping[str, Any]]:
        """Give the entries of one page.

        Fewer than `top` where there are no more, or no more are given.
        """
        return _list_entries(self.get(path, fields, **params, **{"$top": top, "$skip": skip}))

    def _build_address(self, path: str) -> str:
        return f"{self._settings.url}/api/{path}"

    def _read_failure(self, response: requests.Response, asked: str) -> TrackerError | None:
        return read_failure(response, asked, self._clock.now, self.product, _read_messages)

    def _build_headers(self) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {self._settings.token.get_secret_value()}"}


def _list_entries(answer: object) -> list[Mapping[str, Any]]:
    if not isinstance(answer, list):
        return []
    return [entry for entry in answer if isinstance(entry, Mapping)]


def _read_messages(response: requests.Response) -> Iterator[str]:
    """Give YouTrack's own words.

    `error`, `error_description`, and `error_children` of a refused query.
    """
    try:
        body = response.json()
    except (ValueError, RecursionError):
        return
    if not isinstance(body, Mapping):
        return
    yield from (str(body[key]) for key in ("error", "error_description") if body.get(key))
    children = body.get("error_children")
    for child in children if isinstance(children, list) else []:
        if isinstance(child, Mapping) and child.get("error"):
            yield str(child["error"])
