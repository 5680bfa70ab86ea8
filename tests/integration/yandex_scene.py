"""The scene on Yandex Tracker, with triggers or without."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal

from prepared import Prepared
from scene import Scene
from service_scene import CONTRACTS, SetClock, settings_for
from yandex_standin import acts
from yandex_standin.app import serve_yandex
from yandex_standin.outbox import Outbox
from yandex_standin.people import MEMBER, OWNER, YandexPerson
from yandex_standin.state import ORGANISATION, YandexChange, YandexComment, YandexIssue, YandexState
from yandex_standin.triggers import Triggers

from plugin.bootstrap import build

Teller = Literal["triggers", "nobody"]
SECRET = "a secret that both sides know, of forty characters"
TOKEN = "y0_token-of-the-bot"
FIELDS = {"components": "components", "duedate": "deadline"}
"""How the stories call what stands in Yandex Tracker's fields."""

STATUSES = (
    ("open", "To Do"),
    ("inProgress", "In Progress"),
    ("needInfo", "Waiting for client"),
    ("resolved", "Done"),
    ("accepted", "Accepted"),
)
TYPES = (("task", "Task"), ("bug", "Bug"), ("stage", "Stage"), ("epic", "Epic"))

IDS = {
    "bot": "8000000000000001",
    "director": "1130000000000002",
    "contact": "1130000000000003",
    "deputy": "1130000000000004",
    "manager": "1130000000000005",
    "developer": "1130000000000006",
    "stranger": "1130000000000007",
}
"""The accounts of the people of the stories."""

_TEAM_COMMENTS = re.compile(r"team_comments:(?: \{role: Agency\}|\n +role: Agency)")
_NAMES = {
    "bot": "Ugovor",
    "director": "Пётр Соколов",
    "contact": "Анна Белова",
    "deputy": "Игорь Ким",
    "manager": "Мария Орлова",
    "developer": "Денис Котов",
    "stranger": "Кто-то ещё",
}
_OURS = ("bot", "manager", "developer")
PEOPLE = tuple(
    YandexPerson(
        IDS[login],
        login,
        name,
        TOKEN if login == "bot" else "",
        frozenset({"Agency"} if login in _OURS else ()),
        OWNER if login in ("bot", "manager", "contact") else MEMBER,
    )
    for login, name in _NAMES.items()
)


class YandexScene(Scene):
    """The same acts and the same reading back as on Jira."""

    site: YandexState  # type: ignore[assignment]

    def __init__(
        self,
        folder: Path,
        database: str,
        *,
        teller: Teller = "triggers",
        contract: str = "acme.yaml",
        by_key: bool = False,
        mail: Mapping[str, Any] | None = None,
        prepared: Prepared | None = None,
    ) -> None:
        self.clock = SetClock(prepared.moment) if prepared else SetClock()
        self._by_key = by_key
        self.site = YandexState(
            people=list(PEOPLE),
            statuses=STATUSES,
            types=TYPES,
            resolved=frozenset({"resolved", "accepted"}),
            now=self.clock.now,
        )
        self.site.hooks = Outbox(deliver=self._receive)
        self.site.fired = [Triggers(self.site).hear]
        self._server = serve_yandex(self.site)
        tracker = {
            "kind": "yandex",
            "url": self.site.url,
            "org_id": ORGANISATION,
            "token": TOKEN,
            "webhook_secrets": (SECRET,),
            "account": IDS["bot"],
            "timeout_s": 5,
        }
        self.mappings = folder / "mappings"
        self.mappings.mkdir(exist_ok=True)
        # A contract of one test alone is given as its text.
        is_text = "\n" in contract
        self.set_contract(contract if is_text else (CONTRACTS / contract).read_text(encoding="utf-8"))
        self.settings = settings_for(tracker, database, self.mappings, mail)
        self.service = build(self.settings, self.clock)
        self.web = self._web()
        self.worker = self.service.worker()
        self.answers: list[int] = []
        self._take_over(prepared)
        if teller == "triggers":
            url = "http://localhost/webhooks/main"
            self.service.trackers["main"].connect(url, SECRET, ("ACME", "OTHER"))
        self._is_told = teller == "triggers"

    def settle(self) -> None:
        """Deliver and work until nothing is left; without triggers after the next look."""
        if not self._is_told:
            self.clock.move(minutes=6)
        super().settle()

    def set_contract(self, text: str, name: str = "acme.yaml") -> None:
        """Write the mapping as for Yandex Tracker.

        Ids are accounts, and there are no comments for the team.
        """
        text = text.replace("  fields: {epic: customfield_10014}\n", "")
        text = _TEAM_COMMENTS.sub("team: {group: Agency}", text)
        for login, number in IDS.items():
            text = text.replace(f"account: {login}", f'account: "{number}"')
        if self._by_key:
            for key, shown in (*STATUSES, *TYPES):
                text = text.replace(f"[{shown}]", f"[{key}]").replace(f": {shown}\n", f": {key}\n")
        super().set_contract(text, name)

    def person(self, name: str) -> YandexPerson:  # type: ignore[override]
        """Return somebody of the site."""
        return self.site.person(name)

    def create(self, who: str, summary: str, **fields: Any) -> YandexIssue:  # type: ignore[override]
        """Create an issue as somebody."""
        project = fields.pop("project", "ACME")
        epic = fields.pop("epic", "") or fields.pop("customfield_10014", "")
        labels, description = tuple(fields.pop("labels", ())), fields.pop("description", None)
        estimated_by = fields.pop("estimated_by", self.estimator_of(who))
        hours = fields.pop("hours", None)
        values = {"epic": self.site.issue(epic).id} if epic else {}
        type_ = self.site.type_key(fields.pop("type", "Task"))
        if hours is not None and estimated_by == who:
            values["originalEstimation"] = round(hours * 60)
        issue = acts.create(
            self.site,
            self.person(who),
            project,
            summary,
            description=description or "Нужно посетителям, чтобы выбрать тариф без звонка",
            type_=type_,
            values=values | {FIELDS[name]: value for name, value in fields.items()},
            tags=labels,
        )
        if hours is not None and estimated_by != who:
            self.edit(estimated_by, issue, hours=hours)
        return issue

    def edit(self, who: str, issue: YandexIssue, **fields: Any) -> None:  # type: ignore[override]
        """Edit an issue as somebody, in one act."""
        change = acts.begin(self.site, issue, self.person(who))
        for name, value in fields.items():
            if name == "labels":
                acts.write(change, "tags", list(value))
            elif name == "hours":
                acts.write(change, "originalEstimation", round(value * 60))
            elif name == "type":
                acts.write(change, "type", self.site.type_key(value))
            elif name in ("epic", "customfield_10014"):
                acts.write(change, "epic", self.site.issue(value).id if value else None)
            else:
                kept = date.fromisoformat(value) if name == "duedate" else value
                acts.write(change, FIELDS.get(name, name), kept)
        acts.commit(self.site, change)

    def comment(self, who: str, issue: YandexIssue, text: str, *, status: str = "") -> YandexComment:  # type: ignore[override]
        """Write a comment as a person; with a status the same act moves the issue."""
        change = acts.begin(self.site, issue, self.person(who))
        if status:
            self._move(change, status)
        note = acts.add_note(self.site, change, text)
        acts.commit(self.site, change)
        return note

    def move(self, who: str, issue: YandexIssue, status: str) -> None:  # type: ignore[override]
        """Move an issue to a status as somebody."""
        change = acts.begin(self.site, issue, self.person(who))
        self._move(change, status)
        acts.commit(self.site, change)

    def move_to(self, who: str, issue: YandexIssue, project: str) -> None:  # type: ignore[override]
        """Move an issue to another queue as somebody."""
        acts.move_to(self.site, issue, self.person(who), project)

    def labels(self, issue: YandexIssue) -> set[str]:  # type: ignore[override]
        """Return an issue's tags."""
        return set(issue.tags)

    def said(self, issue: YandexIssue, *, team: bool = False) -> list[str]:  # type: ignore[override]
        """Return the service's comments on an issue; everybody reads all of them."""
        ours = [note.text for note in issue.notes if note.author.login == "bot"]
        return [] if team else ours

    def due(self, issue: YandexIssue) -> str | None:  # type: ignore[override]
        """Return an issue's due date."""
        value = issue.values.get("deadline")
        return None if value is None else value.isoformat()

    def _move(self, change: YandexChange, status: str) -> None:
        acts.move(self.site, change, self.site.status_key(status), "fixed")
