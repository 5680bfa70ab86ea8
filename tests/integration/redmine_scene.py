"""A genuine Redmine with the service beside it: people act over REST."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from redmine_people import RedminePeople
from redmine_server import RedmineServer
from service_scene import CONTRACTS, SECRET, ServiceScene, SetClock
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from plugin.practice.tracker.webhooks import WebhookDelivery

PROJECTS = {"ACME": "acme", "OTHER": "other"}
REFERENCE = "Уговор"


@dataclass(frozen=True)
class RedmineIssue:
    """An issue by its number."""

    id: str

    @property
    def key(self) -> str:
        """Redmine has no keys."""
        return self.id


class Collector:
    """Receives Redmine's webhooks over HTTP, and keeps them until delivery."""

    def __init__(self) -> None:
        self._kept: list[WebhookDelivery] = []
        self._lock = threading.Lock()
        self._server = make_server("127.0.0.1", 0, self._receive, threaded=True, request_handler=_Quiet)
        self.url = f"http://127.0.0.1:{self._server.server_port}/webhooks/main"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def _receive(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        request = Request(environ)
        with self._lock:
            self._kept.append(WebhookDelivery("/webhooks/main", dict(request.headers), request.get_data()))
        return Response(status=204)(environ, start_response)

    def take(self) -> list[WebhookDelivery]:
        """Take what has arrived."""
        with self._lock:
            taken, self._kept = self._kept, []
        return taken

    def close(self) -> None:
        """Stop."""
        self._server.shutdown()
        self._server.server_close()


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - named by werkzeug
        """Say nothing."""


class SharedClock(SetClock):
    """A clock that Redmine goes by as well."""

    tell: Callable[[float], None] = staticmethod(lambda _: None)

    def now(self) -> Any:
        """Return the moment, and set Redmine's clock to it."""
        moment = super().now()
        self.tell(moment.timestamp())
        return moment

    def move(self, **by: float) -> None:
        """Move both clocks on."""
        super().move(**by)
        self.tell(self.moment.timestamp())

    def to(self, text: str) -> None:
        """Go to a moment in both."""
        super().to(text)
        self.tell(self.moment.timestamp())


class RedmineScene(ServiceScene):
    """Acts on a genuine Redmine.

    Attributes:
        polling: no webhooks arrive; settling waits for the next pass of reconciling.
    """

    def __init__(
        self,
        folder: Path,
        database: str,
        contract: str = "acme.yaml",
        *,
        polling: bool = False,
        fields: Mapping[str, str] | None = None,
    ) -> None:
        self.polling = polling
        self._collector = Collector()
        events = () if polling else (self._collector.url, SECRET)
        self.server = RedmineServer.start(*events)
        self.people = RedminePeople(self.server.url, self.server.key)
        self.clock = SharedClock()
        self.clock.tell = self.server.set_time
        self.clock.now()
        tracker = {
            "kind": "redmine",
            "url": self.server.url,
            "token": self.server.key("ugovor"),
            "webhook_secrets": () if polling else (SECRET,),
            "account": self.server.user("ugovor"),
            "timeout_s": 20,
            "reconcile_every_s": 60 if polling else 900,
        }
        text = (CONTRACTS / contract).read_text(encoding="utf-8")
        self._begin(folder, database, tracker, self.in_redmine(text, fields or {"labels": "Labels"}), None)

    def in_redmine(self, text: str, fields: Mapping[str, str]) -> str:
        """Return a contract as written for this Redmine: its ids, parents for epics."""
        data = yaml.safe_load(text)
        tracker = data["tracker"]
        tracker["projects"] = [PROJECTS[key] for key in tracker["projects"]]
        tracker["team_comments"] = {"internal": True}
        tracker["fields"] = dict(fields)
        for person in data["people"].values():
            if "account" in person:
                person["account"] = self.server.user(person["account"])
        if "kick_off" in data:
            data["kick_off"]["issue"] = _number(data["kick_off"]["issue"])
        for stage in data["stages"]:
            stage["issue"] = _number(stage["issue"])
            for item in stage["items"]:
                if "epic" in item["link"]:
                    item["link"] = {"parent": _number(item["link"]["epic"])}
        return yaml.safe_dump(data, allow_unicode=True, sort_keys=False)

    def close(self) -> None:
        """Stop Redmine and release the database."""
        self.service.close()
        self.people.close()
        self.server.stop()
        self._collector.close()

    # What people do

    def create(self, who: str, summary: str, **fields: Any) -> RedmineIssue:
        """Create an issue as somebody."""
        kind, project = fields.pop("type", "Task"), fields.pop("project", "ACME")
        estimated_by = fields.pop("estimated_by", self.estimator_of(who))
        hours = fields.pop("hours", None) if estimated_by != who else None
        given = {
            "description": "Нужно посетителям, чтобы выбрать тариф без звонка",
            "tracker_id": self.server.told["trackers"][kind],
            **self._fields(fields),
        }
        self.clock.now()
        issue = RedmineIssue(self.people.create(who, PROJECTS[project], summary, **given))
        if hours is not None:
            self.edit(estimated_by, issue, hours=hours)
        return issue

    def edit(self, who: str, issue: RedmineIssue, **fields: Any) -> None:
        """Edit an issue as somebody."""
        self.clock.now()
        self.people.edit(who, issue.id, **self._fields(fields))

    def comment(self, who: str, issue: RedmineIssue, text: str) -> None:
        """Write a note as somebody."""
        self.clock.now()
        self.people.edit(who, issue.id, notes=text)

    def attach(self, who: str, issue: RedmineIssue, name: str) -> None:
        """Attach a file as somebody, without a word."""
        self.clock.now()
        token = self.people.upload(who, name, b"a file")
        self.people.edit(who, issue.id, uploads=[{"token": token, "filename": name}])

    def move(self, who: str, issue: RedmineIssue, status: str) -> None:
        """Move an issue to a status as somebody."""
        self.clock.now()
        name = "New" if status == "To Do" else status
        self.people.edit(who, issue.id, status_id=self.server.told["statuses"][name])

    def move_to(self, who: str, issue: RedmineIssue, project: str) -> None:
        """Move an issue to another project as somebody."""
        self.clock.now()
        ids = {
            each["identifier"]: each["id"] for each in self.people.ask("admin", "GET", "projects")["projects"]
        }
        self.people.edit(who, issue.id, project_id=ids[PROJECTS[project]])

    # What the service does

    def take(self) -> list[WebhookDelivery]:
        """Take every webhook that has arrived."""
        return self._collector.take()

    def settle(self) -> None:
        """Deliver and work until nothing is left; without webhooks after the next pass."""
        if self.polling:
            self.clock.move(seconds=self.settings.trackers["main"].reconcile_every_s + 1)
        super().settle()

    # What can be read back

    def issue(self, number: int) -> RedmineIssue:
        """Return the issue with a number."""
        return RedmineIssue(str(number))

    def issues(self) -> list[RedmineIssue]:
        """Return every issue."""
        found = self.people.ask("admin", "GET", "issues", status_id="*", limit=100, sort="id")["issues"]
        return [RedmineIssue(str(issue["id"])) for issue in found]

    def shown(self, issue: RedmineIssue) -> dict[str, Any]:
        """Return an issue as Redmine shows it to an administrator."""
        return self.people.issue(issue.id)

    def status(self, issue: RedmineIssue) -> str:
        """Return the name of an issue's status."""
        return str(self.shown(issue)["status"]["name"])

    def labels(self, issue: RedmineIssue) -> set[str]:
        """Return what stands in the field Labels."""
        return set(self.field(issue, "Labels"))

    def field(self, issue: RedmineIssue, name: str) -> list[str]:
        """Return the values of a custom field."""
        value = next(each["value"] for each in self.shown(issue)["custom_fields"] if each["name"] == name)
        return value if isinstance(value, list) else [value] if value else []

    def said(self, issue: RedmineIssue, *, team: bool = False) -> list[str]:
        """Return the service's comments on an issue, for client or team, oldest first."""
        bot = int(self.server.user("ugovor"))
        return [
            journal["notes"]
            for journal in self.shown(issue)["journals"]
            if journal["user"]["id"] == bot and journal["notes"] and journal["private_notes"] == team
        ]

    def due(self, issue: RedmineIssue) -> str | None:
        """Return an issue's due date."""
        value = self.shown(issue)["due_date"]
        return None if value is None else str(value)

    def _fields(self, given: dict[str, Any]) -> dict[str, Any]:
        """Return Redmine's names and values; `epic` is the key of the parent."""
        fields = {
            "subject": given.get("summary"),
            "description": given.get("description"),
            "estimated_hours": given.get("hours"),
            "due_date": given.get("duedate"),
            "parent_issue_id": _number(given["epic"]) if "epic" in given else None,
            "category_id": 1 if given.get("components") else None,
        }
        custom = {"Labels": given.get("labels"), "Deadline": given.get("deadline")}
        ids = self.server.told["custom_fields"]
        values = [{"id": ids[name], "value": value} for name, value in custom.items() if value is not None]
        fields["custom_fields"] = values or None
        return {name: value for name, value in fields.items() if value is not None}


def opened_redmine(scene: RedmineScene) -> RedmineScene:
    """Create what the mapping names: two stages (1, 2) and the epic (3)."""
    scene.create("manager", "Дизайн", type="Stage")
    scene.create("manager", "Сборка и запуск", type="Stage")
    scene.create("manager", "Главная страница", type="Epic")
    scene.settle()
    return scene


def _number(key: str) -> str:
    return key.rpartition("-")[2]
