"""What a tracker tells of one project, for the first draft of a mapping.

Read once, never written. What the tracker does not show is empty, and `unseen` says what that was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from plugin.core.model.issue import Account, IssueSnapshot

Phase = Literal["new", "working", "waiting", "done", ""]
"""What a status means to its tracker; empty where the tracker does not say."""


@dataclass(frozen=True)
class SurveyedPerson:
    """Somebody who belongs to a project or wrote in it.

    Attributes:
        account: what a mapping writes as `account`.
        email: empty where the tracker does not show it.
        roles: the roles or groups in which the project holds the person.
    """

    account: str
    name: str
    email: str = ""
    timezone: str = ""
    roles: tuple[str, ...] = ()
    active: bool = True


@dataclass(frozen=True)
class SurveyedStatus:
    """A status, and what it means to its tracker."""

    name: str
    phase: Phase = ""


@dataclass(frozen=True)
class SurveyedType:
    """A type of issues; an epic holds others, a subtask is a part of one."""

    name: str
    is_epic: bool = False
    is_subtask: bool = False


@dataclass(frozen=True)
class ProjectSurvey:
    """One project as its tracker shows it to the service's account.

    Attributes:
        project: as a mapping names it.
        own: the service's own account.
        own_email: of that account.
        fields: where this tracker keeps `epic`, `estimate` and `due`, as far as it has them.
        link_key: by which key of a link an issue belongs to a bigger one: `epic` or `parent`.
        unseen: sentences about what the tracker did not show.
    """

    project: str
    title: str
    own: Account
    own_email: str = ""
    timezone: str = ""
    people: tuple[SurveyedPerson, ...] = ()
    statuses: tuple[SurveyedStatus, ...] = ()
    types: tuple[SurveyedType, ...] = ()
    components: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()
    issues: tuple[IssueSnapshot, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    link_key: Literal["epic", "parent"] = "epic"
    unseen: tuple[str, ...] = ()
