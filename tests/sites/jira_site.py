"""Jira of both flavours for the conformance suite.

The strict practice tracker, served over HTTP.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from jira_standin import JiraStandIn
from tracker_site import Call, SiteNote, SiteTerms

from mappings.model import TeamComments, TrackerTerms
from plugin.core.model.issue import Account
from plugin.practice.tracker import actions
from plugin.practice.tracker.edits import Edit
from plugin.practice.tracker.people import ADMINISTRATOR, PracticeUser
from plugin.practice.tracker.state import Flavour, Project
from plugin.settings.model import TrackerSettings
from plugin.trackers.jira.adapter import JiraTracker
from plugin.trackers.jira.adf import read_adf_text

TOKEN = "token-of-the-bot"

TERMS = SiteTerms(
    contract=TrackerTerms(name="main", projects=("ACME",)),
    person=Account(id="anna", name="Анна Белова"),
    bot=Account(id="bot", name="Ugovor"),
    other_project="DESK",
    team={"a role": TeamComments(role="Agency"), "a group": TeamComments(group="agency")},
    unknown_issue="ACME-99",
)

_REQUESTS: dict[Call, tuple[str, str]] = {
    "verdict": ("PUT", "/issue/"),
    "read": ("GET", "/issue/"),
    "post": ("POST", "/comment"),
    "edit": ("PUT", "/comment/"),
    "due": ("PUT", "/issue/"),
    "move": ("POST", "/transitions"),
    "any": ("*", ".*"),
}


def new_state(flavour: Flavour) -> JiraStandIn:
    """Return a site with the service's account and the client's contact."""
    bot = PracticeUser(
        "bot",
        "Ugovor",
        TOKEN,
        "bot@acme.example",
        roles=frozenset({"Agency"}),
        groups=frozenset({"agency"}),
        permissions=ADMINISTRATOR,
        is_agent=True,
    )
    anna = PracticeUser("anna", "Анна Белова", "token-of-anna", "anna@acme.example", title="client")
    projects = [Project("ACME", "Acme"), Project("DESK", "Help", "10001", is_service_desk=True)]
    return JiraStandIn(flavour, people=[bot, anna], projects=projects)


def body_of(state: JiraStandIn) -> Callable[[str, str], object]:
    """Return the plainest rendering.

    A paragraph a line on Cloud, the text itself on Data Center.
    """

    def render(markdown: str, reference: str) -> object:
        text = f"{markdown}\n\nУговор · {reference}"
        if not state.is_cloud:
            return text
        lines = [line for line in text.split("\n") if line]
        content = [{"type": "paragraph", "content": [{"type": "text", "text": line}]} for line in lines]
        return {"type": "doc", "version": 1, "content": content}

    return render


class JiraSite:
    """One flavour of Jira."""

    def __init__(self, flavour: Flavour) -> None:
        self.terms = TERMS
        self.state = new_state(flavour)
        self.state.comments_shown = 2
        self.faults = self.state.faults
        self._server = self.state.serve()

    def tracker(self, **settings: object) -> JiraTracker:
        """Return an adapter; settings stand above the usual ones."""
        given = {
            "kind": "jira_cloud" if self.state.is_cloud else "jira_dc",
            "url": self.state.url,
            "user": "bot@acme.example" if self.state.is_cloud else None,
            "token": TOKEN,
            "webhook_secrets": ("secret",),
            "account": "bot",
            "timeout_s": 5,
        }
        return JiraTracker("main", TrackerSettings(**{**given, **settings}), render=body_of(self.state))

    def request_of(self, call: Call) -> tuple[str, str]:
        """Return method and path of one of the adapter's calls."""
        return _REQUESTS[call]

    def create(self, summary: str, *, project: str = "", labels: tuple[str, ...] = ()) -> str:
        """Create an issue as the contact."""
        fields = {"summary": summary, "labels": list(labels)}
        return actions.create_issue(self.state, self._anna, project or "ACME", fields=fields).id

    def comment(self, issue: str, text: str) -> None:
        """Comment as the contact."""
        actions.add_note(self.state, self.state.issue(issue), self._anna, {"body": text})

    def edit(
        self,
        issue: str,
        *,
        summary: str | None = None,
        due: date | None = None,
        hours: float | None = None,
        labels: tuple[str, ...] | None = None,
    ) -> None:
        """Edit an issue as an administrator."""
        given = {
            "summary": summary,
            "duedate": due.isoformat() if due else None,
            "timeoriginalestimate": int(hours * 3600) if hours is not None else None,
            "labels": list(labels) if labels is not None else None,
        }
        fields = {name: value for name, value in given.items() if value is not None}
        actions.apply_edit(self.state, self.state.issue(issue), self.state.person("bot"), Edit(fields=fields))

    def move(self, issue: str, status: str) -> None:
        """Move an issue as the contact."""
        actions.move_issue(self.state, self.state.issue(issue), self._anna, status)

    def delete(self, issue: str) -> None:
        """Delete an issue as an administrator."""
        actions.delete_issue(self.state, self.state.issue(issue), self.state.person("bot"))

    def make_quiet(self, issue: str) -> None:
        """Set an issue's last change to two days ago."""
        self.state.issue(issue).updated = datetime.now(UTC) - timedelta(days=2)

    def notes(self, issue: str) -> list[SiteNote]:
        """Return what stands on an issue."""
        return [
            SiteNote(
                note.author.id,
                note.body if isinstance(note.body, str) else read_adf_text(note.body),
                not (note.visibility or note.internal),
            )
            for note in self.state.issue(issue).notes
        ]

    def watchers(self, issue: str) -> set[str]:
        """Return the accounts that watch an issue."""
        return set(self.state.issue(issue).watchers)

    def close(self) -> None:
        """End the site."""
        self.faults.release()
        self._server.shutdown()
        self._server.server_close()

    @property
    def _anna(self) -> PracticeUser:
        return self.state.person("anna")
