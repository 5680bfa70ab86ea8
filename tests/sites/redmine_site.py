"""A genuine Redmine for the conformance suite: a project a test, and faults from a proxy before it."""

from __future__ import annotations

import itertools
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from typing import Any

from fault_proxy import FaultProxy
from redmine_people import RedminePeople
from redmine_server import RedmineServer
from tracker_site import Call, Note, Terms

from mappings.model import TeamComments, TrackerTerms
from plugin.issue import Account
from plugin.settings import TrackerSettings
from plugin.trackers.redmine import RedmineTracker

REQUESTS: dict[Call, tuple[str, str]] = {
    "verdict": ("PUT", "/issues/"),
    "read": ("GET", "/issues/"),
    "post": ("PUT", "/issues/"),
    "edit": ("PUT", "/journals/"),
    "due": ("PUT", "/issues/"),
    "move": ("PUT", "/issues/"),
    "any": ("*", ".*"),
}
"""What the adapter asks for, by method and path."""

_numbers = itertools.count(1)


def terms_on(project: str, contact: str, bot: str) -> Terms:
    """Return the names on a Redmine whose project this is."""
    return Terms(
        contract=TrackerTerms(
            name="main", projects=(project,), fields={"verdict": "Scope", "labels": "Labels"}
        ),
        person=Account(id=contact, name="Анна Белова"),
        bot=Account(id=bot, name="Ugovor Bot"),
        other_project="other",
        statuses=("New", "In Progress", "Done"),
        team={"private notes": TeamComments(internal=True)},
        keeps_marker=False,
    )


def tracker_at(url: str, key: str, terms: Terms, settings: dict[str, object]) -> RedmineTracker:
    """Return an adapter; settings stand above the usual ones."""
    given: dict[str, object] = {
        "kind": "redmine",
        "url": url,
        "token": key,
        "webhook_secrets": (),
        "account": terms.bot.id,
        "timeout_s": 10,
    }
    return RedmineTracker(
        "main",
        TrackerSettings(**{**given, **settings}),  # type: ignore[arg-type]
        render=lambda text, reference: f"{text}\n\nУговор · {reference}",
        terms_of=lambda project: terms.contract if project in terms.contract.projects else None,
    )


class GenuineRedmineSite:
    """One project of a running Redmine."""

    def __init__(self, server: RedmineServer) -> None:
        self._server = server
        self.people = RedminePeople(server.url, server.key)
        self.project = f"acme{next(_numbers)}"
        self._make_project()
        self._proxy = FaultProxy(server.url)
        self.faults = self._proxy.faults
        self.terms = terms_on(self.project, server.user("contact"), server.user("ugovor"))

    def tracker(self, **settings: object) -> RedmineTracker:
        """Return an adapter that goes through the proxy."""
        return tracker_at(self._proxy.url, self._server.key("ugovor"), self.terms, settings)

    def request_of(self, call: Call) -> tuple[str, str]:
        """Return method and path of one of the adapter's calls."""
        return REQUESTS[call]

    def create(self, summary: str, *, project: str = "", labels: tuple[str, ...] = ()) -> str:
        """Create an issue as the contact."""
        fields = [{"id": self._server.told["custom_fields"]["Labels"], "value": list(labels)}]
        return self.people.create("contact", project or self.project, summary, custom_fields=fields)

    def comment(self, issue: str, text: str) -> None:
        """Comment as the contact."""
        self.people.edit("contact", issue, notes=text)

    def edit(
        self,
        issue: str,
        *,
        summary: str | None = None,
        due: date | None = None,
        hours: float | None = None,
        labels: tuple[str, ...] | None = None,
    ) -> None:
        """Edit an issue as the manager."""
        fields = fields_of(self._server, summary=summary, due=due, hours=hours, labels=labels)
        self.people.edit("manager", issue, **fields)

    def move(self, issue: str, status: str) -> None:
        """Move an issue as the contact."""
        self.people.edit("contact", issue, status_id=self._server.told["statuses"][status])

    def delete(self, issue: str) -> None:
        """Delete an issue as the administrator."""
        self.people.ask("admin", "DELETE", f"issues/{issue}")

    def make_quiet(self, issue: str) -> None:
        """Let an issue's last change be two days ago, behind Redmine's back."""
        moment = (datetime.now(UTC) - timedelta(days=2)).strftime("%Y-%m-%d %H:%M:%S.000000")
        with closing(sqlite3.connect(self._server.database, timeout=10)) as connection, connection:
            connection.execute("UPDATE issues SET updated_on = ? WHERE id = ?", (moment, int(issue)))

    def notes(self, issue: str) -> list[Note]:
        """Return what stands on an issue."""
        return [
            Note(str(journal["user"]["id"]), journal["notes"], not journal["private_notes"])
            for journal in self.people.issue(issue)["journals"]
            if journal["notes"]
        ]

    def close(self) -> None:
        """Close the proxy; the server goes on."""
        self._proxy.close()
        self.people.close()

    def _make_project(self) -> None:
        made = self.people.ask(
            "admin",
            "POST",
            "projects",
            {"project": {"name": self.project, "identifier": self.project, "is_public": False}},
        )
        told = self._server.told
        roles = {"ugovor": "Bot", "contact": "Client", "manager": "Agency"}
        for login, role in roles.items():
            membership = {"user_id": told["users"][login], "role_ids": [told["roles"][role]]}
            path = f"projects/{made['project']['id']}/memberships"
            self.people.ask("admin", "POST", path, {"membership": membership})


def fields_of(
    server: RedmineServer,
    *,
    summary: str | None = None,
    due: date | None = None,
    hours: float | None = None,
    labels: tuple[str, ...] | None = None,
) -> dict[str, Any]:
    """Return Redmine's names and values of what changes."""
    given: dict[str, Any] = {
        "subject": summary,
        "due_date": due.isoformat() if due else None,
        "estimated_hours": hours,
    }
    fields = {name: value for name, value in given.items() if value is not None}
    if labels is not None:
        fields["custom_fields"] = [{"id": server.told["custom_fields"]["Labels"], "value": list(labels)}]
    return fields
