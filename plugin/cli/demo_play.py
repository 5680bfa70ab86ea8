"""`ugovor demo --play`: the five steps, played in the terminal as people see them."""

from __future__ import annotations

import textwrap
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import click

from mappings.model import Language
from plugin.cli.demo_scene import CONTRACT, DemoScene
from plugin.practice.demo.people import CONTACT, DIRECTOR, MANAGER, DemoPerson
from plugin.practice.demo.project import PROJECT
from plugin.practice.demo.steps import SUMMARY
from plugin.practice.tracker.actions import add_note, apply_edit, create_issue
from plugin.practice.tracker.edits import Edit
from plugin.practice.tracker.state import PracticeIssue
from plugin.reports.register import register_rows
from plugin.reports.register_formats import table_text
from plugin.store import contracts, issues, waits
from plugin.texts.formats import short_day
from plugin.texts.reference_line import is_reference_line
from plugin.trackers.jira.adf import read_adf_text

LONGEST_WAIT_S = 10.0
_POLL_INTERVAL_S = 0.05
_WIDTH = 96


@dataclass(frozen=True)
class PlayTexts:
    """One language's words of the play; in braces what is filled in."""

    asks: str
    why: str
    estimates: str
    replies: str
    shows: str
    says: str
    moved: str
    register: str
    not_seen: str


TEXTS: Mapping[Language, PlayTexts] = {
    "ru": PlayTexts(
        asks="1. {who} заводит задачу «{summary}»",
        why="Посетители спрашивают цену по телефону. Пусть считают сами и сразу оставляют заявку.",
        estimates="2. {who} оценивает её: 18 ч",
        replies="{step}. {who} отвечает: {words}",
        shows="Метка: {labels}",
        says="Уговор пишет:",
        moved="Срок этапа «Дизайн» в трекере: {before} → {after}",
        register="5. Реестр изменений",
        not_seen="Ответа за {seconds:.0f} с не было: смотрите {url}",
    ),
    "en": PlayTexts(
        asks="1. {who} creates the issue “{summary}”",
        why="Visitors ask for the price by phone. Let them work it out and send the request at once.",
        estimates="2. {who} estimates it: 18 h",
        replies="{step}. {who} replies: {words}",
        shows="Label: {labels}",
        says="Ugovor writes:",
        moved="Due date of the Design stage in the tracker: {before} → {after}",
        register="5. The change register",
        not_seen="No answer within {seconds:.0f} s: see {url}",
    ),
}


class NotSeen(Exception):
    """What should have appeared did not appear in time."""


@dataclass
class Play:
    """Acts as the people of the demo and prints what each of them sees."""

    scene: DemoScene
    language: Language
    echo: Callable[[str], None] = click.echo

    def run(self) -> None:
        """Play the five steps.

        Raises:
            NotSeen: the service did not answer in time; the sentence says where to look.
        """
        texts = TEXTS[self.language]
        # The agreed work has its labels before anybody asks for more.
        self._until(lambda: bool(self._agreed().fields.get("labels")))
        issue = self._ask(texts)
        self._estimate(issue, texts)
        self._reply(issue, CONTACT, 3, texts)
        before = self._due()
        self._reply(issue, DIRECTOR, 4, texts)
        self._until(lambda: self._due() != before)
        was, now = (short_day(date.fromisoformat(each), self.language) for each in (before, self._due()))
        self.echo("   " + texts.moved.format(before=was, after=now))
        self.echo("")
        self.echo(texts.register)
        self.echo(textwrap.indent(self._register(), "   "))

    def _ask(self, texts: PlayTexts) -> PracticeIssue:
        summary = SUMMARY[self.language]
        fields: dict[str, Any] = {"summary": summary, "description": texts.why}
        self.echo(texts.asks.format(who=CONTACT.name, summary=summary))
        with self.scene.site.lock:
            issue = create_issue(self.scene.site, self._account(CONTACT), PROJECT, "Task", fields)
        self._until(lambda: bool(self._said(issue)) and bool(issue.fields.get("labels")))
        self.echo("   " + texts.shows.format(labels=", ".join(issue.fields["labels"])))
        self._show(self._said(issue)[-1], texts)
        return issue

    def _estimate(self, issue: PracticeIssue, texts: PlayTexts) -> None:
        self.echo(texts.estimates.format(who=MANAGER.name))
        before = self._said(issue)
        with self.scene.site.lock:
            apply_edit(
                self.scene.site,
                issue,
                self._account(MANAGER),
                Edit(fields={"timeoriginalestimate": 18 * 3600}),
            )
        self._until(lambda: self._said(issue) != before)
        self._show(self._said(issue)[-1], texts)

    def _reply(self, issue: PracticeIssue, who: DemoPerson, step: int, texts: PlayTexts) -> None:
        self.echo(texts.replies.format(step=step, who=who.name, words="1"))
        before = len(self._said(issue))
        with self.scene.site.lock:
            add_note(self.scene.site, issue, self._account(who), {"body": "1"})
        self._until(lambda: len(self._said(issue)) > before)
        self._show(self._said(issue)[-1], texts)

    def _show(self, text: str, texts: PlayTexts) -> None:
        self.echo("   " + texts.says)
        for line in text.split("\n"):
            if line.strip() and not is_reference_line(line.strip()):
                self.echo(textwrap.fill(line, _WIDTH, initial_indent="   │ ", subsequent_indent="   │ "))
        self.echo("")

    def _said(self, issue: PracticeIssue) -> list[str]:
        with self.scene.site.lock:
            notes = [note for note in issue.notes if note.author.is_agent and note.visibility is None]
            return [note.body if isinstance(note.body, str) else read_adf_text(note.body) for note in notes]

    def _agreed(self) -> PracticeIssue:
        return self.scene.site.issue(f"{PROJECT}-7")

    def _due(self) -> str:
        return str(self.scene.site.issue(f"{PROJECT}-1").fields.get("duedate"))

    def _register(self) -> str:
        with self.scene.service.database.look() as connection:
            mapping = next(each for each in contracts.load_latest(connection) if each.id == CONTRACT)
            rows = register_rows(
                mapping,
                issues.load_changes(connection, CONTRACT),
                waits.load_all_counted(connection, CONTRACT),
            )
        return table_text(rows, mapping)

    def _account(self, person: DemoPerson) -> Any:  # noqa: ANN401 -- the practice tracker's own class
        return self.scene.site.person(person.id)

    def _until(self, look: Callable[[], bool]) -> None:
        pause, end = threading.Event(), time.monotonic() + LONGEST_WAIT_S
        while not look():
            if time.monotonic() > end:
                sentence = TEXTS[self.language].not_seen
                raise NotSeen(sentence.format(seconds=LONGEST_WAIT_S, url=self.scene.url))
            pause.wait(_POLL_INTERVAL_S)
