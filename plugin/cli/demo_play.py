"""`ugovor demo --play`: the five steps, played in the terminal as people see them."""

from __future__ import annotations

import textwrap
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

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
from plugin.reports.waits import read_waits, sum_by_stage
from plugin.reports.waits_formats import render_waits
from plugin.store import contracts, issues, record, waits
from plugin.texts import formats
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
    second: str
    says_words: str
    later: str
    due_moved: str


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
        second="Глава вторая: вопрос, который забыли",
        says_words="{step}. {who}: {words}",
        later="{step}. Проходит время: {day}",
        due_moved="Срок этапа «Дизайн» в трекере: {before} → {after}, ровно на дни ожидания",
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
        second="Second chapter: a question that was forgotten",
        says_words="{step}. {who}: {words}",
        later="{step}. Time passes: {day}",
        due_moved="Due date of the Design stage in the tracker: {before} → {after}, by the days waited",
    ),
}


@dataclass(frozen=True)
class WaitingWords:
    """What people say in the second chapter, and what a reminder says."""

    question: str
    answer: str
    received: str
    reminder: str


WAITING_WORDS: Mapping[Language, WaitingWords] = {
    "ru": WaitingWords(
        question="/спросить Анну до завтра: тексты для главной",
        answer="Тексты в общей папке, посмотрите, пожалуйста",
        received="/получили",
        reminder="просили",
    ),
    "en": WaitingWords(
        question="/ask Anna by tomorrow: texts for the main page",
        answer="The texts are in the shared folder, please have a look",
        received="/got",
        reminder="asked for",
    ),
}


def _on_one_line(words: str) -> str:
    return " · ".join(words.splitlines())


class NotSeen(Exception):
    """What should have appeared did not appear in time."""


@dataclass
class Play:
    """Acts as the people of the demo and prints what each of them sees."""

    scene: DemoScene
    language: Language
    echo: Callable[[str], None] = click.echo

    @property
    def texts(self) -> PlayTexts:
        """The words of the language."""
        return TEXTS[self.language]

    def run(self) -> None:
        """Play the five steps, and the question that was forgotten.

        Raises:
            NotSeen: the service did not answer in time; the sentence says where to look.
        """
        # The agreed work has its labels before anybody asks for more.
        self.until(lambda: bool(self._agreed().fields.get("labels")))
        issue = self._ask()
        self._estimate(issue)
        self.reply(issue, CONTACT, 3)
        before = self._due()
        self.reply(issue, DIRECTOR, 4)
        self.until(lambda: self._due() != before)
        was, now = (short_day(date.fromisoformat(each), self.language) for each in (before, self._due()))
        self.echo("   " + self.texts.moved.format(before=was, after=now))
        self.echo("")
        self.echo(self.texts.register)
        self.echo(textwrap.indent(self._register(), "   "))

        self._play_waiting()

    def _play_waiting(self) -> None:
        """Play a question that is forgotten, reminded, answered, and moves the date."""
        move_on = self.scene.move_on
        if move_on is None:
            return
        self.echo("")
        self.echo(self.texts.second)
        self.echo("")
        issue, words = self._agreed(), WAITING_WORDS[self.language]
        before = self._due()
        self.speak(issue, MANAGER, 6, words.question)
        for _ in range(2):
            moment = self._move_on(move_on)
        self.echo(self.texts.later.format(step=7, day=formats.day(moment.date(), self.language)))
        self.until(lambda: words.reminder in self.said(issue)[-1])
        self.show(self.said(issue)[-1])
        for _ in range(2):
            moment = self._move_on(move_on)
        self.echo(self.texts.later.format(step=8, day=formats.day(moment.date(), self.language)))
        self.speak(issue, CONTACT, 9, words.answer)
        # The living comment changes as well, and either may be seen first.
        self.reply(issue, MANAGER, 10, words.received)
        self.until(lambda: self._due() != before)
        was, now = (short_day(date.fromisoformat(each), self.language) for each in (before, self._due()))
        self.echo("   " + self.texts.due_moved.format(before=was, after=now))
        self.echo("")
        self.echo(textwrap.indent(self._waits(), "   "))

    def _move_on(self, move_on: Callable[[], object]) -> datetime:
        """Move practice time on, and wait until the service has it."""
        moment = cast(datetime, move_on())
        self.until(lambda: self.scene.service.clock.now() >= moment)
        return moment

    def speak(self, issue: PracticeIssue, who: DemoPerson, step: int, words: str) -> None:
        """Write a comment, and show what the service changed or wrote then."""
        self.echo(
            self.texts.says_words.format(step=step, who=who.names[self.language], words=_on_one_line(words))
        )
        before = self.say(issue, who, words)
        self.until(lambda: self.said(issue) != before)
        changed = [text for text in self.said(issue) if text not in before]
        self.show(changed[-1])

    def _waits(self) -> str:
        now = self.scene.service.clock.now()
        with self.scene.service.database.look() as connection:
            mapping = next(each for each in contracts.load_latest(connection) if each.id == CONTRACT)
            rows, sums = read_waits(connection, mapping, now), sum_by_stage(connection, mapping, now)
            head = record.load_head(connection)
        return render_waits("table", rows, sums, mapping, self.language, head).decode().rstrip()

    def _ask(self) -> PracticeIssue:
        summary = SUMMARY[self.language]
        fields: dict[str, Any] = {"summary": summary, "description": self.texts.why}
        self.echo(self.texts.asks.format(who=CONTACT.names[self.language], summary=summary))
        with self.scene.site.lock:
            issue = create_issue(self.scene.site, self.account(CONTACT), PROJECT, "Task", fields)
        self.until(lambda: bool(self.said(issue)) and bool(issue.fields.get("labels")))
        self.echo("   " + self.texts.shows.format(labels=", ".join(issue.fields["labels"])))
        self.show(self.said(issue)[-1])
        return issue

    def _estimate(self, issue: PracticeIssue) -> None:
        self.echo(self.texts.estimates.format(who=MANAGER.names[self.language]))
        before = self.said(issue)
        with self.scene.site.lock:
            apply_edit(
                self.scene.site,
                issue,
                self.account(MANAGER),
                Edit(fields={"timeoriginalestimate": 18 * 3600}),
            )
        self.until(lambda: self.said(issue) != before)
        self.show(self.said(issue)[-1])

    def reply(self, issue: PracticeIssue, who: DemoPerson, step: int, words: str = "1") -> None:
        """Write a comment, and show the comment of its own that answers it."""
        self.echo(
            self.texts.replies.format(step=step, who=who.names[self.language], words=_on_one_line(words))
        )
        before = self.say(issue, who, words)
        self.until(lambda: len(self.said(issue)) > len(before))
        self.show(self.said(issue)[-1])

    def say(self, issue: PracticeIssue, who: DemoPerson, words: str) -> list[str]:
        """Write a comment, and return what the service had said before it."""
        before = self.said(issue)
        with self.scene.site.lock:
            add_note(self.scene.site, issue, self.account(who), {"body": words})
        return before

    def show(self, text: str) -> None:
        """Print a text of the service."""
        self.echo("   " + self.texts.says)
        for line in text.split("\n"):
            if line.strip() and not is_reference_line(line.strip()):
                self.echo(textwrap.fill(line, _WIDTH, initial_indent="   │ ", subsequent_indent="   │ "))
        self.echo("")

    def said(self, issue: PracticeIssue) -> list[str]:
        """Return what the service says on an issue, oldest first."""
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

    def account(self, person: DemoPerson) -> Any:  # noqa: ANN401 -- the practice tracker's own class
        """Return the account of somebody in the practice tracker."""
        return self.scene.site.person(person.id)

    def until(self, look: Callable[[], bool]) -> None:
        """Wait until something is seen.

        Raises:
            NotSeen: it was not in time.
        """
        pause, end = threading.Event(), time.monotonic() + LONGEST_WAIT_S
        while not look():
            if time.monotonic() > end:
                sentence = TEXTS[self.language].not_seen
                raise NotSeen(sentence.format(seconds=LONGEST_WAIT_S, url=self.scene.url))
            pause.wait(_POLL_INTERVAL_S)
