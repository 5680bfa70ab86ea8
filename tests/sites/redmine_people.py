"""What people do in Redmine, over REST with their own keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import requests
from time_limits import scaled


class RedminePeople:
    """Asks a Redmine as one of its people; anything but a good answer ends the test."""

    def __init__(self, url: str, key_of: Callable[[str], str]) -> None:
        self._url = url
        self._key_of = key_of
        self._session = requests.Session()
        self._session.trust_env = False

    def ask(
        self,
        who: str,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        **params: str | int,
    ) -> Any:
        """Send one request as somebody; return the JSON of the answer, or None."""
        answer = self._session.request(
            method,
            f"{self._url}/{path}.json",
            json=body,
            params=params,
            headers={"X-Redmine-API-Key": self._key_of(who)},
            timeout=scaled(20),
        )
        assert answer.ok, (who, method, path, body, answer.status_code, answer.text)
        return answer.json() if answer.content.strip() else None

    def create(self, who: str, project: str, summary: str, **fields: Any) -> str:
        """Create an issue and return its id."""
        issue = {"project_id": project, "subject": summary, **fields}
        return str(self.ask(who, "POST", "issues", {"issue": issue})["issue"]["id"])

    def edit(self, who: str, issue: str, **fields: Any) -> None:
        """Edit an issue; the answer is 204 whatever Redmine made of it."""
        self.ask(who, "PUT", f"issues/{issue}", {"issue": fields})

    def upload(self, who: str, name: str, content: bytes) -> str:
        """Upload a file, and return the token by which an edit attaches it."""
        answer = self._session.post(
            f"{self._url}/uploads.json",
            data=content,
            params={"filename": name},
            headers={"X-Redmine-API-Key": self._key_of(who), "Content-Type": "application/octet-stream"},
            timeout=scaled(20),
        )
        assert answer.ok, (who, name, answer.status_code, answer.text)
        return str(answer.json()["upload"]["token"])

    def issue(self, issue: str) -> dict[str, Any]:
        """Return an issue with journals and watchers, as an administrator sees it."""
        found = self.ask("admin", "GET", f"issues/{issue}", include="journals,watchers")
        shown: dict[str, Any] = found["issue"]
        return shown

    def close(self) -> None:
        """Close the connections."""
        self._session.close()
