"""A Redmine for the conformance suite.

A project a test, people over REST, faults from a proxy before it.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any, Protocol

from fault_proxy import FaultProxy
from redmine_people import RedminePeople
from tracker_site import Call, SiteNote, SiteTerms

from mappings.model import TeamComments, TrackerTerms
from plugin.core.model.events import IssueSeen
from plugin.core.model.issue import Account
from plugin.settings.model import TrackerSettings
from plugin.trackers.redmine.adapter import RedmineTracker
from webhooks.redmine.parser import parse

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

MEMBERS = {"ugovor": "Bot", "contact": "Client", "manager": "Agency", "stranger": "Observer"}

_numbers = itertools.count(1)


class AnyRedmine(Protocol):
    """A running Redmine: the genuine one, or the stand-in."""

    told: Mapping[str, Any]

    @property
    def url(self) -> str:
        """Where it answers."""

    def key(self, login: str) -> str:
        """Return somebody's API key."""

    def user(self, login: str) -> str:
        """Return somebody's id."""

    def age(self, issue: str) -> None:
        """Set an issue's last change to two days ago, in the database."""

    def set_rights(self, role: str, *, give: str = "", take: str = "") -> None:
        """Give a role a right, or take one away, behind its back."""

    def set_setting(self, name: str, value: str) -> None:
        """Change one of Redmine's settings, behind its back."""


class RedmineSite:
    """One project of a running Redmine."""

    def __init__(self, server: AnyRedmine) -> None:
        self._server = server
        self.people = RedminePeople(server.url, server.key)
        self.project = f"acme{next(_numbers)}"
        self._project_id = self._make_project()
        self._proxy = FaultProxy(server.url)
        self.faults = self._proxy.faults
        self.terms = SiteTerms(
            contract=TrackerTerms(
                name="main", projects=(self.project,), fields={"verdict": "Scope", "labels": "Labels"}
            ),
            person=Account(id=server.user("contact"), name="Анна Белова"),
            bot=Account(id=server.user("ugovor"), name="Ugovor Bot"),
            other_project="other",
            statuses=("New", "In Progress", "Done"),
            team={"private notes": TeamComments(internal=True)},
            keeps_marker=False,
        )

    def tracker(self, login: str = "ugovor", **settings: object) -> RedmineTracker:
        """Return an adapter for somebody's account, which goes through the proxy."""
        contract = settings.pop("contract", self.terms.contract)
        assert isinstance(contract, TrackerTerms)
        given: dict[str, object] = {
            "kind": "redmine",
            "url": self._proxy.url,
            "token": self._server.key(login),
            "webhook_secrets": (),
            "account": self._server.user(login),
            "timeout_s": 10,
        }
        return RedmineTracker(
            "main",
            TrackerSettings(**{**given, **settings}),
            render=lambda text, reference: f"{text}\n\nУговор · {reference}",
            terms_of=lambda project: contract if project in contract.projects else None,
        )

    @property
    def address(self) -> str:
        """Where adapters reach this Redmine."""
        return self._proxy.url

    def request_of(self, call: Call) -> tuple[str, str]:
        """Return method and path of one of the adapter's calls."""
        return REQUESTS[call]

    # What people do

    def create(self, summary: str, *, project: str = "", labels: tuple[str, ...] = ()) -> str:
        """Create an issue as the contact."""
        fields = [{"id": int(self.field_id("Labels")), "value": list(labels)}]
        return self.people.create("contact", project or self.project, summary, custom_fields=fields)

    def create_child(self, parent: str) -> str:
        """Create a subtask as the manager."""
        return self.people.create("manager", self.project, "Part of it", parent_issue_id=int(parent))

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
        given: dict[str, Any] = {
            "subject": summary,
            "due_date": due.isoformat() if due else None,
            "estimated_hours": hours,
            "custom_fields": [{"id": int(self.field_id("Labels")), "value": list(labels)}]
            if labels
            else None,
        }
        self.people.edit(
            "manager", issue, **{name: value for name, value in given.items() if value is not None}
        )

    def move(self, issue: str, status: str) -> None:
        """Move an issue as the contact."""
        self.people.edit("contact", issue, status_id=self._server.told["statuses"][status])

    def delete(self, issue: str) -> None:
        """Delete an issue as the administrator."""
        self.people.ask("admin", "DELETE", f"issues/{issue}")

    def log_hours(self, issue: str, hours: float) -> None:
        """Log work as the manager."""
        entry = {"issue_id": int(issue), "hours": hours, "activity_id": self._server.told["activity"]}
        self.people.ask("manager", "POST", "time_entries", {"time_entry": entry})

    def publish(self, note: str) -> None:
        """Make a private note public as the administrator."""
        self.people.ask("admin", "PUT", f"journals/{note}", {"journal": {"private_notes": False}})

    def make_quiet(self, issue: str) -> None:
        """Set an issue's last change to two days ago."""
        self._server.age(issue)

    @contextmanager
    def without_right(self, right: str, role: str = "Bot") -> Iterator[None]:
        """Take a right from a role for a while."""
        self._server.set_rights(role, take=right)
        yield
        self._server.set_rights(role, give=right)

    @contextmanager
    def with_right(self, right: str, role: str) -> Iterator[None]:
        """Give a right to a role for a while."""
        self._server.set_rights(role, give=right)
        yield
        self._server.set_rights(role, take=right)

    @contextmanager
    def setting(self, name: str, value: str, otherwise: str) -> Iterator[None]:
        """Change one of Redmine's settings for a while."""
        self._server.set_setting(name, value)
        yield
        self._server.set_setting(name, otherwise)

    # What stands there

    def notes(self, issue: str) -> list[SiteNote]:
        """Return what stands on an issue."""
        return [
            SiteNote(str(journal["user"]["id"]), journal["notes"], not journal["private_notes"])
            for journal in self.people.issue(issue)["journals"]
            if journal["notes"]
        ]

    def watchers(self, issue: str) -> set[str]:
        """Return the ids of those who watch an issue."""
        return {str(each["id"]) for each in self.people.issue(issue)["watchers"]}

    def values(self, issue: str, field: str) -> list[str]:
        """Return the values of a custom field."""
        shown = self.people.issue(issue)["custom_fields"]
        value = next(each["value"] for each in shown if each["name"] == field)
        return sorted(value) if isinstance(value, list) else [value] if value else []

    def field_id(self, name: str) -> str:
        """Return the id of a custom field."""
        return str(self._server.told["custom_fields"][name])

    def project_called(self, by: str) -> str:
        """Return the project's identifier, id or name."""
        return {"identifier": self.project, "id": self._project_id, "name": f"Site {self.project}"}[by]

    def calls(self, method: str) -> int:
        """Return the adapters' requests of a method since `forget_calls`."""
        return self._proxy.passed.count(method)

    def forget_calls(self) -> None:
        """Begin to count anew."""
        self._proxy.passed.clear()

    def as_webhook(self, issue: str) -> IssueSeen:
        """Return an issue as a webhook of its last journal tells it."""
        shown = self.people.issue(issue)
        journals = shown.pop("journals")
        body: dict[str, Any] = {"type": "issue.updated", "timestamp": shown["updated_on"]}
        body["data"] = {"issue": {key: shown[key] for key in shown if "spent" not in key}}
        if journals:
            last = journals[-1]
            details = [
                {**each, "prop_key": each["name"], "value": each["new_value"]} for each in last["details"]
            ]
            body["data"]["journal"] = {**last, "details": details}
        event = parse(json.dumps(body).encode()).events[0]
        assert isinstance(event, IssueSeen)
        return event

    def close(self) -> None:
        """Close the proxy; the server goes on."""
        self._proxy.close()
        self.people.close()

    def _make_project(self) -> str:
        project = {"name": f"Site {self.project}", "identifier": self.project, "is_public": False}
        made = self.people.ask("admin", "POST", "projects", {"project": project})["project"]
        told = self._server.told
        for login, role in MEMBERS.items():
            membership = {"user_id": told["users"][login], "role_ids": [told["roles"][role]]}
            self.people.ask("admin", "POST", f"projects/{made['id']}/memberships", {"membership": membership})
        return str(made["id"])
