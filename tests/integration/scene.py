"""A whole scene: a strict Jira site over HTTP, the service's web side, its worker, one clock for all."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from mappings.loader import load_file
from plugin.bootstrap import Service, build
from plugin.cli.doors import doors
from plugin.register import rows
from plugin.register_formats import json_rows
from plugin.sandbox import acts
from plugin.sandbox.app import serve_sandbox
from plugin.sandbox.hooks import Delivery, Hooks
from plugin.sandbox.people import ADMINISTRATOR, Person
from plugin.sandbox.state import Flavour, Issue, Note, Project, SandboxState
from plugin.settings import Settings
from plugin.store import issues
from plugin.trackers.adf import text_of
from webhooks.app import create_app

SECRET = "the secret that both sides know"
CONTRACTS = Path(__file__).parent / "contracts"


@dataclass
class SetClock:
    """A clock that stands still until it is moved."""

    moment: datetime = field(default_factory=lambda: datetime(2026, 3, 2, 9, 0, tzinfo=UTC))

    def now(self) -> datetime:
        """Return the moment, a millisecond later each time, so that nothing happens at once."""
        self.moment += timedelta(milliseconds=1)
        return self.moment

    def move(self, **by: float) -> None:
        """Let time pass."""
        self.moment += timedelta(**by)

    def to(self, text: str) -> None:
        """Go to a moment such as `2026-03-05T10:00` in UTC."""
        self.moment = datetime.fromisoformat(text).replace(tzinfo=UTC)


PEOPLE = (
    Person(
        "bot",
        "Ugovor",
        "token-of-the-bot",
        "bot@acme.example",
        roles=frozenset({"Agency"}),
        permissions=ADMINISTRATOR,
        is_agent=True,
    ),
    Person("director", "Пётр Соколов", "token-of-director", title="client"),
    Person("contact", "Анна Белова", "token-of-contact", title="client", permissions=ADMINISTRATOR),
    Person("deputy", "Игорь Ким", "token-of-deputy", title="client"),
    Person(
        "manager", "Мария Орлова", "token-of-manager", roles=frozenset({"Agency"}), permissions=ADMINISTRATOR
    ),
    Person("developer", "Денис Котов", "token-of-developer", roles=frozenset({"Agency"})),
    Person("stranger", "Кто-то ещё", "token-of-stranger"),
)


class Scene:
    """Acts on the site as people do, delivers webhooks, lets the worker work, and reads back."""

    def __init__(
        self,
        folder: Path,
        database: str,
        flavour: Flavour = "cloud",
        contract: str = "acme.yaml",
        mail: Mapping[str, Any] | None = None,
        sign_in: Mapping[str, Any] | None = None,
    ) -> None:
        self.clock = SetClock()
        self.site = SandboxState(
            flavour,
            people=list(PEOPLE),
            projects=[Project("ACME", "Acme"), Project("OTHER", "Other", "10002")],
            now=self.clock.now,
            screen={*SandboxState().screen, "customfield_10014"},
        )
        self.site.hooks = Hooks(deliver=self._receive, back_off_s=lambda _: 0.0, monotonic_s=lambda: 0.0)
        self._server = serve_sandbox(self.site, "127.0.0.1")
        self.mappings = folder / "mappings"
        self.mappings.mkdir(exist_ok=True)
        self.set_contract((CONTRACTS / contract).read_text(encoding="utf-8"))
        self.settings = settings_for(self.site, database, self.mappings, mail, sign_in)
        self.service: Service = build(self.settings, self.clock)
        self.web: FlaskClient = self._web()
        self.worker = self.service.worker()
        self.answers: list[int] = []
        self.site.hooks.register("/webhooks/main", frozenset(), SECRET)

    def close(self) -> None:
        """Stop the site and let the database go."""
        self._server.shutdown()
        self._server.server_close()
        self.service.close()

    def set_contract(self, text: str, name: str = "acme.yaml") -> None:
        """Write the contract's mapping file."""
        (self.mappings / name).write_text(text, encoding="utf-8")

    # What people do

    def person(self, name: str) -> Person:
        """Return somebody of the site."""
        return self.site.person(name)

    def create(self, who: str, summary: str, **fields: Any) -> Issue:
        """Create an issue as somebody."""
        type_, project = fields.pop("type", "Task"), fields.pop("project", "ACME")
        given = {
            "summary": summary,
            "description": "Нужно посетителям, чтобы выбрать тариф без звонка",
            **fields,
        }
        return acts.create_issue(self.site, self.person(who), project, type_, _plain(given))

    def edit(self, who: str, issue: Issue, **fields: Any) -> None:
        """Edit an issue as somebody."""
        from plugin.sandbox.edits import Edit

        acts.apply_edit(self.site, issue, self.person(who), Edit(fields=_plain(fields)))

    def comment(self, who: str, issue: Issue, text: str) -> Note:
        """Write a comment as somebody."""
        body: Any = text
        if self.site.is_cloud:
            lines = [{"type": "text", "text": line} for line in text.split("\n")]
            body = {
                "type": "doc",
                "version": 1,
                "content": [{"type": "paragraph", "content": [line]} for line in lines],
            }
        return acts.add_note(self.site, issue, self.person(who), {"body": body})

    def move(self, who: str, issue: Issue, status: str) -> None:
        """Move an issue to a status as somebody."""
        acts.move_issue(self.site, issue, self.person(who), status)

    # What the service does

    def deliver(self) -> None:
        """Deliver every waiting webhook, signed, over the web side."""
        self.site.hooks.deliver_due()

    def post(self, deliveries: list[Delivery]) -> None:
        """Deliver these webhooks in this order."""
        for delivery in deliveries:
            self._receive(delivery.url, delivery.headers, delivery.body)

    def work(self) -> None:
        """Let the worker handle everything, its settled effects included, until nothing is left to do."""
        for _ in range(12):
            self.worker.run_until_idle()
            self.deliver()
            self.clock.move(seconds=1)
            if not self.worker.run_until_idle() and not self._waiting():
                return

    def _waiting(self) -> bool:
        taken = self.site.hooks.take()
        self.post(taken)
        return bool(taken)

    def settle(self) -> None:
        """Deliver and work until everything is quiet."""
        self.deliver()
        self.work()

    # What can be read back

    def labels(self, issue: Issue) -> set[str]:
        """Return an issue's labels."""
        return set(issue.fields.get("labels") or ())

    def said(self, issue: Issue, *, team: bool = False) -> list[str]:
        """Return what the service says on an issue, for the client or for the team, oldest first."""
        return [
            note.body if isinstance(note.body, str) else text_of(note.body)
            for note in issue.notes
            if note.author.id == "bot" and (note.visibility is not None) == team
        ]

    def due(self, issue: Issue) -> str | None:
        """Return an issue's due date."""
        value = issue.fields.get("duedate")
        return None if value is None else str(value)

    def register(self) -> list[dict[str, Any]]:
        """Return the change register as `ugovor register --format json` gives it."""
        mapping = load_file(self.mappings / "acme.yaml").mapping
        assert mapping is not None
        with self.service.database.look() as connection:
            states = issues.changes(connection, mapping.id)
        return json_rows(rows(mapping, states))

    def _web(self) -> FlaskClient:
        app = create_app(
            settings=self.settings,
            inbox=self.service.inbox,
            clock=self.clock,
            health=self.service.health(),
        )
        for pages in doors(
            app, self.settings, self.service.database, self.service.inbox, self.service.health(), self.clock
        ):
            app.register_blueprint(pages)
        return app.test_client()

    def _receive(self, url: str, headers: Mapping[str, str], body: bytes) -> int | None:
        status = self.web.post(url, data=body, headers=dict(headers)).status_code
        self.answers.append(status)
        return status


def settings_for(
    site: SandboxState,
    database: str,
    mappings: Path,
    mail: Mapping[str, Any] | None = None,
    sign_in: Mapping[str, Any] | None = None,
) -> Settings:
    """Return settings that point at the site."""
    tracker = {
        "kind": "jira_cloud" if site.is_cloud else "jira_dc",
        "url": site.url,
        "user": "bot@acme.example" if site.is_cloud else None,
        "token": "token-of-the-bot",
        "webhook_secrets": (SECRET,),
        "account": "bot",
        "timeout_s": 5,
    }
    return Settings.model_validate(
        {
            "service": {"database": database, "mappings": mappings, "public_url": "http://localhost"},
            "trackers": {"main": tracker},
            "mail": mail,
            "sign_in": sign_in,
        }
    )


def _plain(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields as the site keeps them; `hours` is the original estimate."""
    hours = fields.pop("hours", None)
    if hours is not None:
        fields["timeoriginalestimate"] = int(hours * 3600)
    return fields


def body_json(delivery: Delivery) -> Any:
    """Return a delivery's body as data."""
    return json.loads(delivery.body)


def opened(scene: Scene) -> Scene:
    """Create what the mapping names: two stages (ACME-1, ACME-2) and the epic (ACME-3)."""
    scene.create("manager", "Дизайн", type="Stage")
    scene.create("manager", "Сборка и запуск", type="Stage")
    scene.create("manager", "Главная страница", type="Epic")
    scene.settle()
    return scene
