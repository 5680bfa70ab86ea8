"""What the conformance suite asks of a site.

People act on it, faults come on demand, one looks behind it.

A new tracker takes part by one class that keeps this protocol and by a parameter in
`tests/contract/conftest.py`; see `jira_site.py` for a stand-in in this process.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, Protocol

from injected_faults import FaultQueue

from mappings.model import TeamComments, TrackerTerms
from plugin.core.model.issue import Account
from plugin.trackers.base import Tracker

Call = Literal["verdict", "read", "post", "edit", "due", "move", "any"]
"""What the adapter does, for faults: a site knows which request that is."""


@dataclass(frozen=True)
class SiteTerms:
    """The names on this site, and what its tracker cannot do.

    Attributes:
        contract: how a contract reads this tracker; its labels are the ones the suite writes.
        own_label: a label that people use for themselves and the service must never lose.
        other_project: a second project, which is not the contract's.
        statuses: where a new issue is, where work is done, and a third.
        person: who creates and comments (`Site.create`, `Site.comment`).
        bot: the service's own account.
        team: each way in which this tracker shows a comment to the team alone.
        unknown_issue: an id (or key) that no issue has.
        keeps_marker: whether a marker can be kept on the issue itself.
        tells_lies_at_once: whether an answer without effect shows by itself that there was none.
    """

    contract: TrackerTerms
    person: Account
    bot: Account
    own_label: str = "site"
    other_project: str = "OTHER"
    statuses: tuple[str, str, str] = ("To Do", "In Progress", "Done")
    team: Mapping[str, TeamComments] = field(default_factory=dict)
    unknown_issue: str = "999999"
    keeps_marker: bool = True
    tells_lies_at_once: bool = False


@dataclass(frozen=True)
class SiteNote:
    """A comment as it stands on the site."""

    author: str
    text: str
    public: bool


class TrackerSite(Protocol):
    """A tracker with one agency, one client and one project.

    Nothing here goes through the adapter.
    """

    terms: SiteTerms
    faults: FaultQueue

    def tracker(self, **settings: object) -> Tracker:
        """Return an adapter for the service's account.

        `settings` stand above the usual ones.
        """

    def request_of(self, call: Call) -> tuple[str, str]:
        """Return method (or `*`) and path pattern of a call, for `faults.next`."""

    def create(self, summary: str, *, project: str = "", labels: tuple[str, ...] = ()) -> str:
        """Create an issue as a person and return its id.

        Without a project in the contract's.
        """

    def comment(self, issue: str, text: str) -> None:
        """Comment as a person, for everybody."""

    def edit(
        self,
        issue: str,
        *,
        summary: str | None = None,
        due: date | None = None,
        hours: float | None = None,
        labels: tuple[str, ...] | None = None,
    ) -> None:
        """Edit an issue as somebody of the agency; `labels` replace those that are there."""

    def move(self, issue: str, status: str) -> None:
        """Move an issue to a status as a person."""

    def delete(self, issue: str) -> None:
        """Delete an issue as an administrator."""

    def make_quiet(self, issue: str) -> None:
        """Set an issue's last change to two days ago."""

    def notes(self, issue: str) -> list[SiteNote]:
        """Return every comment on an issue, oldest first, as an administrator sees it."""

    def watchers(self, issue: str) -> set[str]:
        """Return the accounts that watch an issue."""

    def close(self) -> None:
        """Release everything that hangs, and end the site."""
