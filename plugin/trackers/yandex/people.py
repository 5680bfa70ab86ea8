"""People of Yandex Tracker: accounts, logins, groups.

An issue names people by id and by what others see, never by login; `GET /users/{id}` tells it
(docs/trackers/yandex.md#rest).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from mappings.model import TrackerTerms
from plugin.trackers.base import (
    FoundPerson,
    IssueGone,
    NotPermitted,
    TrackerError,
    TrackerRefused,
    TrackerUnreachable,
)
from plugin.trackers.cache import Cache
from plugin.trackers.http.json_values import read_identifier
from plugin.trackers.http.session import quote_segment
from plugin.trackers.team import find_team
from plugin.trackers.yandex.session import Entry, YandexSession, list_objects
from plugin.trackers.yandex.values import read_account

_KEPT_FOR = timedelta(minutes=10)
"""For how long an answer holds: who joins a group is known after that."""


class People:
    """Looks people up, and keeps what was found for some minutes."""

    def __init__(self, session: YandexSession, now: Callable[[], datetime]) -> None:
        self._session = session
        self._now = now
        self._logins: Cache[str, str] = Cache()
        self._ids: Cache[str, str] = Cache()
        self._groups: Cache[str, tuple[datetime, frozenset[str]]] = Cache()

    def find_login(self, account: str) -> str | None:
        """Return the login of an account; None where nobody has it, or it is not told."""
        known = self._logins.get(account)
        if known is None:
            try:
                person = read_user(self._session, account)
            except (IssueGone, NotPermitted, TrackerRefused):
                return None
            known = self._logins.put(account, read_identifier(person.get("login")))
            self._ids.put(known, account)
        return known or None

    def find_account(self, login: str) -> str:
        """Return the account of a login that was looked up, else the login."""
        return self._ids.get(login) or login

    def is_in_team(self, account: str, terms: TrackerTerms) -> bool:
        """Tell whether an account is in the group that the contract names as its team's.

        Raises:
            TrackerUnreachable: the tracker gives no answer now; it may give one later.
        """
        kind, name = find_team(terms)
        return kind == "group" and name in self._list_groups(account)

    def _list_groups(self, account: str) -> frozenset[str]:
        known, now = self._groups.get(account), self._now()
        if known is None or now - known[0] > _KEPT_FOR:
            try:
                groups = list_groups(self._session, account)
            except TrackerUnreachable:
                raise
            except TrackerError:
                groups = frozenset()
            known = self._groups.put(account, (now, groups))
        return known[1]


def read_user(session: YandexSession, account: str, **params: str | int) -> Entry:
    """Return a user by id or login.

    Raises:
        IssueGone: nobody has it.
    """
    return session.get_object(f"users/{quote_segment(account)}", **params)


def list_groups(session: YandexSession, account: str) -> frozenset[str]:
    """Return the names of the groups that somebody is in.

    Raises:
        TrackerError: they are not told.
    """
    listed = list_objects(read_user(session, account, expand="groups").get("groups"))
    return frozenset(read_identifier(each.get("display")) for each in listed)


def iter_people(session: YandexSession, name: str) -> Iterator[FoundPerson]:
    """Give the people whose name, login or address holds these words, or everybody."""
    words = name.casefold().split()
    for each in session.iter_entries("users"):
        said = " ".join(
            read_identifier(each.get(key)) for key in ("display", "firstName", "lastName", "login", "email")
        ).casefold()
        found = make_person(each)
        if found is not None and all(word in said for word in words):
            yield found


def make_person(user: Entry) -> FoundPerson | None:
    """Return somebody as a mapping names people, by id; None where there is none."""
    account = read_account(user)
    if account is None or not account.id:
        return None
    return FoundPerson(account.name, account.id, active=user.get("dismissed") is not True)
