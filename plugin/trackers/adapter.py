"""What all adapters share.

Name, settings, one HTTP session, and the service's own account.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Generic, TypeVar

from plugin.core.model.issue import Account
from plugin.core.model.kept_names import Term
from plugin.settings.model import TrackerSettings
from plugin.trackers.base import TermsOf, TrackerUnreachable
from plugin.trackers.http.session import HttpSession
from plugin.trackers.own_comments import OwnAccount

Session = TypeVar("Session", bound=HttpSession)


class Adapter(ABC, Generic[Session]):
    """The common beginning of the adapters.

    What a tracker can do differs too much to be shared.

    Attributes:
        name: the tracker's name in `ugovor.toml`.
        has_team_comments: whether a comment can be kept from the client at all.
    """

    has_team_comments: bool = True

    def __init__(self, name: str, settings: TrackerSettings, session: Session, terms_of: TermsOf) -> None:
        self.name = name
        self._settings = settings
        self._session = session
        self._terms_of = terms_of
        self._own = OwnAccount(settings.account, self.whoami)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.name!r}, {self._settings.url})"

    @property
    def write_timeout_s(self) -> float:
        """The longest time after which an unanswered write can still be applied."""
        return self._session.write_timeout_s

    @property
    def calls(self) -> Mapping[str, int]:
        """How many requests were sent since the start, by what came of them."""
        return self._session.calls

    @property
    def writes_sent(self) -> int:
        """How many requests that could change something were sent since the start."""
        return self._session.writes_sent

    def forbid_writes(self) -> None:
        """Refuse from now on every request that could change something, unsent."""
        self._session.forbid_writes()

    def whoami(self) -> Account:
        """Return the account that the token belongs to.

        Raises:
            TrackerError: the tracker does not answer, or its answer names no account.
        """
        asked, found = self._ask_account()
        if found is None or not found.id:
            raise TrackerUnreachable(f"GET {asked}: the answer names no account; check the address")
        return found

    def get_own_account(self) -> str:
        """Return the id (or login) of the service's own account.

        As configured, else asked for once.
        """
        return self._own.get_id()

    def find_page_url(self) -> str:
        """Return where people see the tracker: as the settings say, else where its API is."""
        return self._settings.page_url

    def answers_without_a_call(self) -> bool:
        """Tell whether `id_of`, `completed` and `own_account` ask the tracker nothing now."""
        return False

    def list_terms(self, projects: tuple[str, ...]) -> tuple[Term, ...]:
        """Return nothing: not every tracker tells the numbers of its names."""
        del projects
        return ()

    @abstractmethod
    def _ask_account(self) -> tuple[str, Account | None]:
        """Ask whose token it is; return what was asked, and the account in the answer."""
