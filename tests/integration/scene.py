"""A strict Jira site over HTTP with the service beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jira_standin import JiraStandIn, move_to_project
from prepared import Prepared, restore
from service_scene import CONTRACTS, SECRET, ServiceScene, SetClock

from plugin.practice.tracker import actions
from plugin.practice.tracker.edits import Edit
from plugin.practice.tracker.people import ADMINISTRATOR, PracticeUser
from plugin.practice.tracker.state import Flavour, PracticeIssue, PracticeNote, Project
from plugin.practice.tracker.webhooks import WebhookDelivery, WebhookOutbox
from plugin.trackers.jira.adf import read_adf_text

PEOPLE = (
    PracticeUser(
        "bot",
        "Ugovor",
        "token-of-the-bot",
        "bot@acme.example",
        roles=frozenset({"Agency"}),
        permissions=ADMINISTRATOR,
        is_agent=True,
    ),
    PracticeUser("director", "Пётр Соколов", "token-of-director", title="client"),
    PracticeUser("contact", "Анна Белова", "token-of-contact", title="client", permissions=ADMINISTRATOR),
    PracticeUser("deputy", "Игорь Ким", "token-of-deputy", title="client"),
    PracticeUser(
        "manager", "Мария Орлова", "token-of-manager", roles=frozenset({"Agency"}), permissions=ADMINISTRATOR
    ),
    PracticeUser("developer", "Денис Котов", "token-of-developer", roles=frozenset({"Agency"})),
    PracticeUser("stranger", "Кто-то ещё", "token-of-stranger"),
)


class Scene(ServiceScene):
    """Acts on a Jira site as people do, delivers webhooks, works and reads back."""

    def __init__(
        self,
        folder: Path,
        database: str,
        flavour: Flavour = "cloud",
        contract: str = "acme.yaml",
        mail: Mapping[str, Any] | None = None,
        sign_in: Mapping[str, Any] | None = None,
        prepared: Prepared | None = None,
        gateway: str = "",
        site_url: str | None = None,
    ) -> None:
        self.clock = SetClock(prepared.moment) if prepared else SetClock()
        self.site = JiraStandIn(
            flavour,
            people=list(PEOPLE),
            projects=[Project("ACME", "Acme"), Project("OTHER", "Other", "10002")],
            now=self.clock.now,
            gateway=gateway,
            screen={*JiraStandIn().screen, "customfield_10014"},
        )
        self.site.hooks = WebhookOutbox(
            deliver=self._receive, back_off_s=lambda _: 0.0, monotonic_s=lambda: 0.0
        )
        self._server = self.site.serve()
        # A contract of one test alone is given as its text.
        written = "\n" in contract
        text = contract if written else (CONTRACTS / contract).read_text(encoding="utf-8")
        tracker = {**tracker_of(self.site), "site_url": site_url}
        self._begin(folder, database, tracker, text, mail, sign_in)
        self.site.hooks.register("/webhooks/main", frozenset(), SECRET)
        self._take_over(prepared)

    def _take_over(self, prepared: Prepared | None) -> None:
        """Continue a prepared beginning, on a copy of its database."""
        if prepared:
            restore(self.site, prepared.site)
            self.answers += prepared.answers
            # As at every start: the contracts are loaded.
            self.worker.run_until_idle()

    def close(self) -> None:
        """Stop the site and release the database."""
        self._server.shutdown()
        self._server.server_close()
        self.service.close()

    # What people do

    def person(self, name: str) -> PracticeUser:
        """Return somebody of the site."""
        return self.site.person(name)

    def create(self, who: str, summary: str, **fields: Any) -> PracticeIssue:
        """Create an issue as somebody.

        `hours` are the estimate of our side, unless `estimated_by` names somebody else.
        """
        type_, project = fields.pop("type", "Task"), fields.pop("project", "ACME")
        estimated_by = fields.pop("estimated_by", self.estimator_of(who))
        hours = fields.pop("hours", None) if estimated_by != who else None
        given = {
            "summary": summary,
            "description": "Нужно посетителям, чтобы выбрать тариф без звонка",
            **fields,
        }
        issue = actions.create_issue(self.site, self.person(who), project, type_, _plain(given))
        if hours is not None:
            self.edit(estimated_by, issue, hours=hours)
        return issue

    def edit(self, who: str, issue: PracticeIssue, **fields: Any) -> None:
        """Edit an issue as somebody."""
        actions.apply_edit(self.site, issue, self.person(who), Edit(fields=_plain(fields)))

    def comment(self, who: str, issue: PracticeIssue, text: str) -> PracticeNote:
        """Write a comment as somebody."""
        body: Any = text
        if self.site.is_cloud:
            lines = [{"type": "text", "text": line} for line in text.split("\n")]
            body = {
                "type": "doc",
                "version": 1,
                "content": [{"type": "paragraph", "content": [line]} for line in lines],
            }
        return actions.add_note(self.site, issue, self.person(who), {"body": body})

    def move_to(self, who: str, issue: PracticeIssue, project: str) -> None:
        """Move an issue to another project as somebody."""
        move_to_project(self.site, issue, self.person(who), project)

    def move(self, who: str, issue: PracticeIssue, status: str) -> None:
        """Move an issue to a status as somebody."""
        actions.move_issue(self.site, issue, self.person(who), status)

    # What the service does

    def take(self) -> list[WebhookDelivery]:
        """Take every webhook that waits to be delivered."""
        return self.site.hooks.take()

    def deliver(self) -> None:
        """Deliver every waiting webhook, signed, with Jira's repeats."""
        self.site.hooks.deliver_due()

    # What can be read back

    def issue(self, number: int) -> PracticeIssue:
        """Return the contract's issue with a number."""
        return self.site.issue(f"ACME-{number}")

    def issues(self) -> list[PracticeIssue]:
        """Return every issue of the site."""
        return list(self.site.issues.values())

    def labels(self, issue: PracticeIssue) -> set[str]:
        """Return an issue's labels."""
        return set(issue.fields.get("labels") or ())

    def said(self, issue: PracticeIssue, *, team: bool = False) -> list[str]:
        """Return the service's comments on an issue, for client or team, oldest first."""
        return [
            note.body if isinstance(note.body, str) else read_adf_text(note.body)
            for note in issue.notes
            if note.author.id == "bot" and (note.visibility is not None) == team
        ]

    def due(self, issue: PracticeIssue) -> str | None:
        """Return an issue's due date."""
        value = issue.fields.get("duedate")
        return None if value is None else str(value)


def tracker_of(site: JiraStandIn) -> dict[str, Any]:
    """Return the settings of a tracker that is the site."""
    return {
        "kind": "jira_cloud" if site.is_cloud else "jira_dc",
        "url": site.url,
        "user": "bot@acme.example" if site.is_cloud else None,
        "token": "token-of-the-bot",
        "webhook_secrets": (SECRET,),
        "account": "bot",
        "timeout_s": 5,
    }


def _plain(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields as the site keeps them; `hours` is the original estimate."""
    if epic := fields.pop("epic", None):
        fields["customfield_10014"] = epic
    hours = fields.pop("hours", None)
    if hours is not None:
        fields["timeoriginalestimate"] = int(hours * 3600)
    return fields


def body_json(delivery: WebhookDelivery) -> Any:
    """Return a delivery's body as data."""
    return json.loads(delivery.body)


def opened(scene: Scene) -> Scene:
    """Create what the mapping names: two stages (ACME-1, ACME-2), an epic (ACME-3)."""
    scene.create("manager", "Дизайн", type="Stage")
    scene.create("manager", "Сборка и запуск", type="Stage")
    scene.create("manager", "Главная страница", type="Epic")
    scene.settle()
    return scene
