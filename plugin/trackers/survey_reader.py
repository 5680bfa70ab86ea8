"""How the adapters read a project for the first draft of its mapping.

A survey goes on where something is refused, and says what that was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

from mappings.suggestions import did_you_mean, join_words
from plugin.core.model.issue import IssueSnapshot
from plugin.trackers.base import IssueGone, NotPermitted, TrackerError, TrackerRefused
from plugin.trackers.survey import SurveyedPerson

MAX_ISSUES = 5000
"""Issues that are looked at; of a longer project these are the ones that changed the longest time ago."""

MAX_LOOK_UPS = 40
"""People who are asked for one by one."""

Read = TypeVar("Read")


class UnknownProject(TrackerError):
    """The tracker shows the account no project of this name."""


class Unseen:
    """Gathers what a tracker did not show, so that a survey goes on without it."""

    def __init__(self) -> None:
        self._sentences: list[str] = []

    @property
    def sentences(self) -> tuple[str, ...]:
        """What was not shown, each once."""
        return tuple(dict.fromkeys(self._sentences))

    def try_reading(self, what: str, read: Callable[[], Read]) -> Read | None:
        """Return what can be read; where the tracker refuses, note it and return None.

        Raises:
            TrackerError: the tracker does not answer at all.
        """
        try:
            return read()
        except (NotPermitted, IssueGone, TrackerRefused) as error:
            self._sentences.append(f"{what}: {error}")
            return None

    def note(self, sentence: str) -> None:
        """Note something that was left out."""
        self._sentences.append(sentence)


def take_issues(found: Iterable[IssueSnapshot], unseen: Unseen) -> tuple[IssueSnapshot, ...]:
    """Return the issues of a project, at most `MAX_ISSUES`."""
    stream: Iterator[IssueSnapshot] = iter(found)
    taken = tuple(islice(stream, MAX_ISSUES))
    if next(stream, None) is not None:
        unseen.note(f"issues: only {MAX_ISSUES:,} were read")
    return taken


def refuse_unknown(project: str, known: Iterable[str], product: str) -> UnknownProject:
    """Return the error for an unknown project; it names the closest one."""
    names = sorted(filter(None, known))
    there = f"It shows: {join_words(names[:20])}." if names else "It shows the account no project at all."
    return UnknownProject(
        f"{product} shows the service's account no project {project!r}. {did_you_mean(project, names, there)}"
    )


def merge_people(*groups: Iterable[SurveyedPerson]) -> tuple[SurveyedPerson, ...]:
    """Return each person once, with all that is known of them."""
    found: dict[str, SurveyedPerson] = {}
    for person in (each for group in groups for each in group):
        if not person.account:
            continue
        known = found.get(person.account)
        found[person.account] = person if known is None else _join(known, person)
    return tuple(found.values())


def _join(known: SurveyedPerson, more: SurveyedPerson) -> SurveyedPerson:
    return SurveyedPerson(
        account=known.account,
        name=known.name or more.name,
        email=known.email or more.email,
        timezone=known.timezone or more.timezone,
        roles=tuple(dict.fromkeys((*known.roles, *more.roles))),
        active=known.active and more.active,
    )


def list_reporters(issues: Iterable[IssueSnapshot]) -> list[SurveyedPerson]:
    """Return who raised the issues, each once."""
    accounts = dict.fromkeys(issue.reporter for issue in issues if issue.reporter and issue.reporter.id)
    return [SurveyedPerson(each.id, each.name) for each in accounts if each is not None]
