"""How a Jira site is set up, asked through the `jira` library.

Projects, permissions, screens.

`ugovor doctor` asks for it, and nothing that `ugovor serve` does: the library is loaded with the first
question. It repeats lost requests and sleeps after 429 unless it is told not to, and waits for ever without a
time-out (docs/trackers/jira.md#client-library).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

import requests

from plugin.runtime.clock import Clock, SystemClock
from plugin.settings.model import TrackerSettings
from plugin.trackers.base import TrackerError, TrackerUnreachable
from plugin.trackers.http.session import CONNECT_TIMEOUT_S, quote_segment
from plugin.trackers.jira.errors import read_jira_failure

if TYPE_CHECKING:
    from jira import JIRA


class SiteSetup:
    """Reads how one Jira site is set up; every failure is a `TrackerError`."""

    def __init__(self, settings: TrackerSettings, clock: Clock | None = None) -> None:
        self._settings = settings
        self._clock = clock or SystemClock()

    def now(self) -> datetime:
        """Return the present."""
        return self._clock.now()

    def list_projects(self) -> tuple[str, ...]:
        """Return the keys of the projects that the account sees.

        Raises:
            TrackerError: Jira does not say.
        """
        with self._translate_errors("projects"):
            return tuple(str(project.key) for project in self._library.projects())

    def find_project(self, key: str) -> None:
        """Look for a project by its key.

        Raises:
            TrackerError: there is none, or the account does not see it.
        """
        with self._translate_errors(f"project {key}"):
            self._library.project(quote_segment(key))

    def list_permissions(self, project: str, names: tuple[str, ...]) -> frozenset[str]:
        """Return those of the permissions that the account holds in a project.

        Raises:
            TrackerError: Jira does not say.
        """
        with self._translate_errors(f"permissions in {project}"):
            answer = self._library.my_permissions(projectKey=project, permissions=",".join(names))
        given = answer.get("permissions") if isinstance(answer, Mapping) else None
        held = given if isinstance(given, Mapping) else {}
        return frozenset(name for name in names if _is_held(held.get(name)))

    def list_editable_fields(self, issue: str) -> frozenset[str]:
        """Return the ids of the fields on the edit screen of an issue.

        Raises:
            TrackerError: Jira does not say.
        """
        with self._translate_errors(f"fields of issue {issue}"):
            answer = self._library.editmeta(quote_segment(issue))
        fields = answer.get("fields") if isinstance(answer, Mapping) else None
        return frozenset(fields) if isinstance(fields, Mapping) else frozenset()

    @cached_property
    def _library(self) -> JIRA:
        # It takes as long to load as a command may take.
        from jira import JIRA

        token = self._settings.token.get_secret_value()
        is_cloud = self._settings.kind == "jira_cloud"
        user = self._settings.user if is_cloud else None
        sign_in: dict[str, Any] = {"basic_auth": (user, token)} if user else {"token_auth": token}
        return JIRA(
            self._settings.url,
            options={"rest_api_version": "3" if is_cloud else "2", "check_update": False},
            get_server_info=False,
            max_retries=0,
            timeout=(CONNECT_TIMEOUT_S, self._settings.timeout_s),
            logging=False,
            **sign_in,
        )

    @contextmanager
    def _translate_errors(self, what: str) -> Iterator[None]:
        from jira import JIRAError

        try:
            yield
        except JIRAError as error:
            # It holds the headers of the request, the token among them, so it is not passed on.
            raise self._read_failure(error.response, what) from None
        except (requests.RequestException, ValueError) as error:
            reason = type(error).__name__
            raise TrackerUnreachable(f"{what}: {self._settings.url} broke off ({reason})") from None

    def _read_failure(self, response: requests.Response | None, what: str) -> TrackerError:
        told = None if response is None else read_jira_failure(response, what, self._clock.now)
        return told or TrackerUnreachable(f"{what}: {self._settings.url} gave no answer that can be read")


def _is_held(permission: object) -> bool:
    return isinstance(permission, Mapping) and permission.get("havePermission") is True
