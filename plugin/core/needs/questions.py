"""What may be asked about an event, what is known, and what was found to decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from mappings.model import ContractMapping, TrackerTerms
from plugin.core.model.actor import Actor
from plugin.core.model.events import (
    Event,
)
from plugin.core.model.internal_events import InternalEvent
from plugin.core.model.issue import IssueSnapshot
from plugin.core.model.issue_state import IssueState
from plugin.core.model.markup import Markup
from plugin.core.model.readings import FieldEdit, IssueReading, Move
from plugin.core.model.results import Result
from plugin.core.scope.match import belongs


@dataclass(frozen=True)
class ReadIssue:
    """Asks for the issue as the tracker shows it now.

    The answer is None where it was deleted.
    """

    issue: str


@dataclass(frozen=True)
class ReadMoves:
    """Asks for the moves of an issue, oldest first.

    The answer is None where the tracker keeps no history.
    """

    issue: str


@dataclass(frozen=True)
class ListSigned:
    """Asks for the issues on record that a signature of a stage would cover."""

    contract: str
    stage: str


@dataclass(frozen=True)
class ReadEdits:
    """Asks for every change of an issue, oldest first.

    The answer is None where the tracker keeps no history.
    """

    issue: str


@dataclass(frozen=True)
class AskTeam:
    """Asks whether the tracker shows somebody among ours.

    That is a member of the role or group that the contract names for the team.
    """

    account: str
    project: str
    terms: TrackerTerms


Need = ReadIssue | ReadMoves | ListSigned | ReadEdits | AskTeam
Answer = IssueReading | tuple[Move, ...] | tuple[FieldEdit, ...] | Mapping[str, IssueState] | bool | None


@dataclass(frozen=True)
class Known:
    """What is known before anything is read.

    Attributes:
        now: the moment.
        own_account: the id of the service's own account.
        state: what is on record about the issue that the event is about.
        is_deleted: whether the tracker said that the issue was deleted.
        is_repeat: whether the event was tried before.
        received_at: when the event was received.
        mappings: the contracts in force that may govern the issue.
        accounts: accounts of the people whom these contracts name.
        own_comments: ids of the service's comments that the issue should show.
        markup: how the tracker keeps comments.
        is_waited_for: whether anything is waited for on the issue; not looked up for public comments of
            people whom the contracts name.
    """

    now: datetime
    own_account: str
    state: IssueState | None = None
    is_deleted: bool = False
    is_repeat: bool = False
    received_at: datetime | None = None
    mappings: tuple[ContractMapping, ...] = ()
    accounts: frozenset[str] = frozenset()
    own_comments: frozenset[str] = frozenset()
    markup: Markup = Markup.UNKNOWN
    is_waited_for: bool = False

    def governing(self, issue: IssueSnapshot) -> ContractMapping | None:
        """Return the contract that the issue belongs to, or None."""
        return next((mapping for mapping in self.mappings if belongs(issue, mapping)), None)

    def mapping_on_record(self) -> ContractMapping | None:
        """Return the contract under which the issue is on record, where it is in force."""
        contract = self.state.contract if self.state else None
        return next((mapping for mapping in self.mappings if mapping.id == contract), None)


@dataclass(frozen=True)
class Resolved:
    """What is to be decided about an event.

    Attributes:
        events: in their order; empty where there is nothing to decide.
        result: the result, where nothing is decided.
        movers: who moved a stage's issue to an accepted status, by the issue's id.
        reading: the issue as read, where it was looked at as a whole.
        since: from which moment on its comments were taken up then.
    """

    events: tuple[Event | InternalEvent, ...] = ()
    result: Result = Result.NOTHING
    movers: Mapping[str, Actor] = field(default_factory=dict)
    reading: IssueReading | None = None
    since: datetime | None = None
