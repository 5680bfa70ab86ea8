"""A Jira site's statuses, types, components and versions, with their numbers.

A name may be changed, and Jira shows it in the reader's language: docs/trackers/jira.md#names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from plugin.core.model.kept_names import Term
from plugin.trackers.base import IssueGone
from plugin.trackers.http.session import quote_segment
from plugin.trackers.jira.session import JiraSession
from plugin.trackers.term_ids import read_terms


def list_terms(session: JiraSession, projects: tuple[str, ...]) -> tuple[Term, ...]:
    """Return what the projects have, once; three calls a project.

    A project that the account does not see is left out.
    """
    found: dict[Term, None] = {}
    for project in projects:
        try:
            found |= dict.fromkeys(_iter_terms(session, f"project/{quote_segment(project)}"))
        except IssueGone:
            continue
    return tuple(found)


def _iter_terms(session: JiraSession, below: str) -> Iterator[Term]:
    for type_ in _list_objects(session.ask("GET", f"{below}/statuses")):
        yield from read_terms("type", type_)
        yield from read_terms("status", type_.get("statuses"))
    yield from read_terms("component", session.ask("GET", f"{below}/components"))
    yield from read_terms("version", session.ask("GET", f"{below}/versions"))


def _list_objects(answer: object) -> list[Mapping[str, Any]]:
    return [each for each in answer if isinstance(each, Mapping)] if isinstance(answer, list) else []
