"""The scene on YouTrack: the strict stand-in over HTTP, with either app."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Literal

from prepared import Prepared
from scene import Scene
from service_scene import CONTRACTS, SetClock
from youtrack_standin import acts
from youtrack_standin.app import serve_youtrack
from youtrack_standin.outbox import Outbox
from youtrack_standin.own_app import OwnApp
from youtrack_standin.people import ADMINISTRATOR, SERVICE, Tag, YouTrackGroup, YouTrackPerson
from youtrack_standin.state import YouTrackChange, YouTrackIssue, YouTrackNote, YouTrackState
from youtrack_standin.triggers import WebhookTriggers

from plugin.bootstrap import build
from plugin.settings.model import Settings

MailSender = Literal["app", "triggers", "nobody"]
SECRET = "a secret that both sides know, of forty characters"
TAGS = ("html", "support", "urgent")
FIELDS = {"hours": "Estimation", "type": "Type", "components": "Subsystem", "duedate": "Due Date"}
"""How the stories call what YouTrack keeps in custom fields."""

PEOPLE = (
    YouTrackPerson("bot", "Ugovor", "perm:token-of-the-bot", frozenset({"Agency", "ACME Team"}), SERVICE),
    YouTrackPerson("director", "Пётр Соколов", groups=frozenset({"ACME Team"})),
    YouTrackPerson("contact", "Анна Белова", groups=frozenset({"ACME Team"}), permissions=ADMINISTRATOR),
    YouTrackPerson("deputy", "Игорь Ким", groups=frozenset({"ACME Team"})),
    YouTrackPerson("manager", "Мария Орлова", "", frozenset({"Agency", "ACME Team"}), ADMINISTRATOR),
    YouTrackPerson("developer", "Денис Котов", "", frozenset({"Agency", "ACME Team"})),
    YouTrackPerson("stranger", "Кто-то ещё"),
)


class YouTrackScene(Scene):
    """The same acts and the same reading back as on Jira."""

    site: YouTrackState  # type: ignore[assignment]

    def __init__(
        self,
        folder: Path,
        database: str,
        *,
        sender: MailSender = "app",
        contract: str = "acme.yaml",
        prepared: Prepared | None = None,
    ) -> None:
        self.clock = SetClock(prepared.moment) if prepared else SetClock()
        groups = [
            YouTrackGroup("3-1", "All Users", is_everybody=True),
            YouTrackGroup("3-2", "Agency"),
            YouTrackGroup("3-3", "ACME Team", project="ACME"),
            YouTrackGroup("3-4", "OTHER Team", project="OTHER"),
        ]
        self.site = YouTrackState(people=list(PEOPLE), groups=groups, now=self.clock.now)
        # A tag that somebody makes is seen by nobody else; those of the mapping are made and shared first.
        self.site.tags = [
            Tag(f"6-9{number}", name, "manager", ["3-3", "3-4"]) for number, name in enumerate(TAGS)
        ]
        self.site.hooks = Outbox(deliver=self._receive)
        url = "/webhooks/main"
        apps: dict[str, OwnApp | WebhookTriggers] = {
            "app": OwnApp(self.site.hooks, url, SECRET),
            "triggers": WebhookTriggers(self.site.hooks, url, SECRET),
        }
        self.site.heard = [apps[sender].hear] if sender in apps else []
        self._server = serve_youtrack(self.site)
        self.mappings = folder / "mappings"
        self.mappings.mkdir(exist_ok=True)
        self.set_contract((CONTRACTS / contract).read_text(encoding="utf-8"))
        self.settings = _settings(self.site, database, self.mappings)
        self.service = build(self.settings, self.clock)
        self.web = self._web()
        self.worker = self.service.worker()
        self.answers: list[int] = []
        self._take_over(prepared)

    def settle(self) -> None:
        """Deliver and work until nothing is left; without an app after the next look."""
        if not self.site.heard:
            self.clock.move(minutes=6)
        super().settle()

    def set_contract(self, text: str, name: str = "acme.yaml") -> None:
        """Write the mapping as for YouTrack: parents as epics, a group as team."""
        text = text.replace("  fields: {epic: customfield_10014}\n", "")
        super().set_contract(text.replace("{role: Agency}", "{group: Agency}"), name)

    def person(self, name: str) -> YouTrackPerson:  # type: ignore[override]
        """Return somebody of the site."""
        return self.site.person(name)

    def create(self, who: str, summary: str, **fields: Any) -> YouTrackIssue:  # type: ignore[override]
        """Create an issue as somebody."""
        project, epic = fields.pop("project", "ACME"), fields.pop("epic", "")
        labels, description = tuple(fields.pop("labels", ())), fields.pop("description", None)
        estimated_by = fields.pop("estimated_by", self.estimator_of(who))
        hours = fields.pop("hours", None) if estimated_by != who else None
        issue = acts.create(
            self.site,
            self.person(who),
            project,
            summary,
            description=description or "Нужно посетителям, чтобы выбрать тариф без звонка",
            values={FIELDS[name]: value for name, value in fields.items()},
            tags=labels,
            parent=self.site.issue(epic).id if epic else "",
        )
        if hours is not None:
            self.edit(estimated_by, issue, hours=hours)
        return issue

    def edit(self, who: str, issue: YouTrackIssue, **fields: Any) -> None:  # type: ignore[override]
        """Edit an issue as somebody, in one transaction."""
        change = acts.begin(self.site, issue, self.person(who))
        for name, value in fields.items():
            if name in ("summary", "description"):
                acts.write_text(change, name, value)
            elif name == "labels":
                self._retag(change, value)
            else:
                kept = date.fromisoformat(value) if name == "duedate" else value
                acts.write_value(self.site, change, FIELDS[name], kept)
        self.site.commit(change)

    def comment(self, who: str, issue: YouTrackIssue, text: str, *, status: str = "") -> YouTrackNote:  # type: ignore[override]
        """Write a comment as a person; with a status the same command moves the issue."""
        change = acts.begin(self.site, issue, self.person(who))
        if status:
            acts.write_value(self.site, change, "State", status)
        note = acts.add_note(self.site, change, text)
        self.site.commit(change)
        return note

    def move(self, who: str, issue: YouTrackIssue, status: str) -> None:  # type: ignore[override]
        """Move an issue to a status as somebody."""
        change = acts.begin(self.site, issue, self.person(who))
        acts.write_value(self.site, change, "State", status)
        self.site.commit(change)

    def move_to(self, who: str, issue: YouTrackIssue, project: str) -> None:  # type: ignore[override]
        """Move an issue to another project as somebody."""
        acts.move_to(self.site, issue, self.person(who), project)

    def labels(self, issue: YouTrackIssue) -> set[str]:  # type: ignore[override]
        """Return an issue's tags as the client's contact sees them."""
        return {tag.name for tag in issue.tags if self.site.sees_tag(self.person("contact"), tag)}

    def said(self, issue: YouTrackIssue, *, team: bool = False) -> list[str]:  # type: ignore[override]
        """Return the service's comments on an issue, for client or team, oldest first."""
        ours = [note for note in issue.notes if note.author.login == "bot" and not note.is_deleted]
        return [note.text for note in ours if note.is_limited == team]

    def due(self, issue: YouTrackIssue) -> str | None:  # type: ignore[override]
        """Return an issue's due date."""
        value = issue.values.get("Due Date")
        return None if value is None else value.isoformat()

    def _retag(self, change: YouTrackChange, names: list[str]) -> None:
        for tag in [each for each in change.issue.tags if each.name not in names]:
            acts.take_tag(self.site, change, tag.name)
        for name in names:
            acts.put_tag(self.site, change, name)


def _settings(site: YouTrackState, database: str, mappings: Path) -> Settings:
    tracker = {
        "kind": "youtrack",
        "url": site.url,
        "token": "perm:token-of-the-bot",
        "webhook_secrets": (SECRET,),
        "account": "bot",
        "timeout_s": 5,
    }
    return Settings.model_validate(
        {
            "service": {"database": database, "mappings": mappings, "public_url": "http://localhost"},
            "trackers": {"main": tracker},
        }
    )
