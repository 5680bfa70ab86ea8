"""What people do while everything breaks: the same acts in rounds.

Within a round no order of arrival may matter; between rounds somebody decides, so everything settles first.
A contract gives one gift a round, and no overrun is small enough to be one: while the goodwill lasts,
who gets it does not hang on who was told first.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from jira_standin import JiraStandIn

from plugin.practice.tracker import actions
from plugin.practice.tracker.edits import Edit
from plugin.practice.tracker.people import ADMINISTRATOR, PracticeUser
from plugin.practice.tracker.state import PracticeIssue, Project
from plugin.practice.tracker.webhooks import WebhookOutbox

SECRET = "the secret of the storm"
EPIC_FIELD = "customfield_10014"
MOST_GIFTS = 3

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
    PracticeUser(
        "manager", "Мария Орлова", "token-of-manager", roles=frozenset({"Agency"}), permissions=ADMINISTRATOR
    ),
)


@dataclass
class Site:
    """The tracker, with a clock of its own that never says the same moment twice."""

    projects: tuple[str, ...]
    moment: datetime = field(default_factory=lambda: datetime.now(UTC).replace(hour=6, minute=0, second=0))

    def __post_init__(self) -> None:
        self.state = JiraStandIn(
            "cloud",
            people=list(PEOPLE),
            projects=[Project(key, key, str(10_000 + n)) for n, key in enumerate(self.projects)],
            now=self._now,
            screen={*JiraStandIn().screen, EPIC_FIELD},
        )
        # Nothing is sent by the site itself: the sender takes what waits.
        self.state.hooks = WebhookOutbox(deliver=lambda *_: 204)
        self.state.hooks.register("/webhooks/main", frozenset(), SECRET)

    def create(self, who: str, project: str, summary: str, **fields: Any) -> PracticeIssue:
        """Create an issue as somebody; `hours` is the original estimate, by the manager."""
        type_, hours = fields.pop("type", "Task"), fields.pop("hours", None)
        given = {"summary": summary, **fields}
        with self.state.lock:
            issue = actions.create_issue(self.state, self.state.person(who), project, type_, given)
        if hours is not None:
            self.edit("manager", issue, hours=hours)
        return issue

    def edit(self, who: str, issue: PracticeIssue, **fields: Any) -> None:
        """Edit an issue as somebody."""
        with self.state.lock:
            actions.apply_edit(self.state, issue, self.state.person(who), Edit(fields=_plain(fields)))

    def comment(self, who: str, issue: PracticeIssue, text: str) -> None:
        """Write a comment as somebody."""
        paragraph = {"type": "paragraph", "content": [{"type": "text", "text": text}]}
        body = {"type": "doc", "version": 1, "content": [paragraph]}
        with self.state.lock:
            actions.add_note(self.state, issue, self.state.person(who), {"body": body})

    def delete(self, who: str, issue: PracticeIssue) -> None:
        """Delete an issue as somebody."""
        with self.state.lock:
            actions.delete_issue(self.state, issue, self.state.person(who))

    def _now(self) -> datetime:
        self.moment += timedelta(milliseconds=7)
        return self.moment


def _plain(fields: dict[str, Any]) -> dict[str, Any]:
    hours = fields.pop("hours", None)
    if hours is not None:
        fields["timeoriginalestimate"] = int(hours * 3600)
    return fields


@dataclass
class Story:
    """Rounds of acts in several contracts; one seed gives one story."""

    site: Site
    size: int
    seed: int = 7
    asked: dict[str, list[PracticeIssue]] = field(default_factory=dict)
    gifts: dict[str, set[int]] = field(default_factory=dict)

    def rounds(self, count: int) -> Iterator[Callable[[], None]]:
        """Give the rounds: stages and epics, then requests and decisions in turn."""
        yield self.open
        for number in range(count):
            yield partial(self._ask, number)
            yield partial(self._decide, number)

    def ask_once(self, number: int) -> None:
        """Ask for one thing beyond the contract, contract by contract."""
        project = self.site.projects[number % len(self.site.projects)]
        issue = self.site.create("contact", project, f"Калькулятор рассрочки {number}", hours=5 + number)
        self.site.comment("contact", issue, "Очень ждём!")

    def open(self) -> None:
        """Create what the contracts name."""
        for project in self.site.projects:
            self.site.create("manager", project, "Дизайн", type="Stage")
            self.site.create("manager", project, "Сборка и запуск", type="Stage")
            self.site.create("manager", project, "Главная страница", type="Epic")

    def _ask(self, number: int) -> None:
        """Ask for a number of things as people, and change some of them."""
        chance = random.Random(self.seed * 1000 + number)
        for n in range(self.size):
            project = self.site.projects[n % len(self.site.projects)]
            self._one_request(project, number, f"{number}-{n}", chance)
        for project in self.site.projects:
            epic = self.site.state.issue(f"{project}-3")
            self.site.comment("manager", epic, f"/ask Анна by 20 December 2030: тексты круга {number}")

    def _one_request(self, project: str, number: int, name: str, chance: random.Random) -> None:
        site, kind = self.site, chance.choice(("calculator", "calculator", "screen", "page", "gift", "gone"))
        given = self.gifts.setdefault(project, set())
        if kind == "gift" and number not in given and len(given) < MOST_GIFTS:
            given.add(number)
            site.create("contact", project, f"Калькулятор НДС {name}", hours=0.5)
        elif kind == "screen":
            epic = {EPIC_FIELD: f"{project}-3"}
            issue = site.create("contact", project, f"Экран {name}", **epic, hours=chance.randint(1, 9))
            site.edit("manager", issue, hours=chance.randint(1, 9))
        elif kind == "page":
            site.create("contact", project, f"Шаблон {name}", components=["inner-pages"], hours=4)
        elif kind == "gone":
            issue = site.create("contact", project, f"Баннер {name}")
            site.edit("contact", issue, summary=f"Баннер и подвал {name}")
            site.delete("manager", issue)
        else:
            issue = site.create("contact", project, f"Калькулятор {name}")
            site.comment("contact", issue, "Спасибо заранее, очень ждём!")
            site.edit("manager", issue, hours=chance.randint(5, 30))
            self.asked.setdefault(project, []).append(issue)

    def _decide(self, number: int) -> None:
        """Decide one open request of each contract, and answer what was asked."""
        for project in self.site.projects:
            epic = self.site.state.issue(f"{project}-3")
            self.site.comment("contact", epic, f"Тексты круга {number} лежат в папке")
            self.site.comment("manager", epic, "/got")
        for _, asked in sorted(self.asked.items()):
            if asked:
                issue = asked.pop(number % len(asked))
                self.site.comment("director", issue, "/choose 1" if number % 2 else "/choose 2")
