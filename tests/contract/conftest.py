"""A Jira site of either flavour, served over HTTP, and the adapter that speaks to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from plugin.sandbox.acts import create_issue
from plugin.sandbox.app import serve_sandbox
from plugin.sandbox.people import ADMINISTRATOR, Person
from plugin.sandbox.state import Flavour, Issue, Project, SandboxState
from plugin.settings import TrackerSettings
from plugin.trackers.jira import JiraTracker

TOKEN = "token-of-the-bot"


@dataclass
class Bench:
    """A site with one issue, its people, and a way to make adapters for it."""

    state: SandboxState
    issue: Issue
    contact: Person

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


def body_of(state: SandboxState) -> Callable[[str, str], object]:
    """Return the plainest rendering: a paragraph a line on Cloud, the text itself on Data Center."""

    def render(markdown: str, reference: str) -> object:
        text = f"{markdown}\n\nУговор · {reference}"
        if not state.is_cloud:
            return text
        lines = [line for line in text.split("\n") if line]
        content = [{"type": "paragraph", "content": [{"type": "text", "text": line}]} for line in lines]
        return {"type": "doc", "version": 1, "content": content}

    return render


def new_state(flavour: Flavour) -> SandboxState:
    """Return a site with the service's account and the client's contact."""
    bot = Person(
        "bot",
        "Ugovor",
        TOKEN,
        "bot@acme.example",
        roles=frozenset({"Agency"}),
        groups=frozenset({"agency"}),
        permissions=ADMINISTRATOR,
        is_agent=True,
    )
    anna = Person("anna", "Анна Белова", "token-of-anna", "anna@acme.example", title="client")
    projects = [Project("ACME", "Acme"), Project("DESK", "Help", "10001", is_service_desk=True)]
    return SandboxState(flavour, people=[bot, anna], projects=projects)


@pytest.fixture(params=["cloud", "dc"])
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    """A served site of each flavour."""
    yield from _served(new_state(request.param))


@pytest.fixture
def cloud() -> Iterator[Bench]:
    """A served Cloud site."""
    yield from _served(new_state("cloud"))


@pytest.fixture
def data_center() -> Iterator[Bench]:
    """A served Data Center site."""
    yield from _served(new_state("dc"))


def _served(state: SandboxState) -> Iterator[Bench]:
    server = serve_sandbox(state)
    anna = state.person("anna")
    issue = create_issue(state, anna, "ACME", fields={"summary": "Cost calculator", "labels": ["site"]})
    yield Bench(state, issue, anna)
    state.faults.release()
    server.shutdown()
    server.server_close()
