"""Yandex Tracker for the conformance suite: the strict stand-in, served over HTTP."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from tracker_site import Call, SiteNote, SiteTerms
from yandex_standin import acts
from yandex_standin.app import serve_yandex
from yandex_standin.people import OWNER, YandexPerson
from yandex_standin.state import ORGANISATION, YandexState
from yandex_standin.triggers import Triggers

from mappings.model import TrackerTerms
from plugin.core.model.issue import Account
from plugin.settings.model import TrackerSettings
from plugin.trackers.yandex.adapter import YandexTracker

TOKEN = "y0_token-of-the-bot"
BOT, ANNA, MARIA, PETR = "8000000000000001", "1130000000000002", "1130000000000003", "1130000000000004"
URL = "https://ugovor.example.com/webhooks/main"

TERMS = SiteTerms(
    contract=TrackerTerms(name="main", projects=("ACME",)),
    person=Account(id=ANNA, name="Анна Белова"),
    bot=Account(id=BOT, name="Ugovor"),
    statuses=("Открыт", "В работе", "Решён"),
    unknown_issue="0" * 24,
    keeps_marker=False,
    tells_lies_at_once=True,
)

_REQUESTS: dict[Call, tuple[str, str]] = {
    "verdict": ("POST", "/comments$"),
    "read": ("GET", "/issues/"),
    "post": ("POST", "/comments$"),
    "edit": ("PATCH", "/comments/"),
    "due": ("PATCH", "/issues/"),
    "move": ("POST", "/_execute$"),
    "any": ("*", ".*"),
}


def new_state() -> YandexState:
    """Return an organisation with the service's account, an agency's, and a client's."""
    people = [
        YandexPerson(BOT, "ugovor", "Ugovor", TOKEN, frozenset({"Agency"}), OWNER),
        YandexPerson(MARIA, "m.orlova", "Мария Орлова", "", frozenset({"Agency"}), OWNER),
        YandexPerson(ANNA, "a.belova", "Анна Белова", "y0_token-of-anna"),
        YandexPerson(PETR, "p.sokolov", "Пётр Соколов", is_licensed=False),
    ]
    state = YandexState(people=people)
    state.fired = [Triggers(state).hear]
    return state


def rendered(markdown: str, reference: str) -> str:
    """Return the plainest rendering: the text with its reference line."""
    return f"{markdown}\n\nУговор · {reference}"


class YandexSite:
    """One organisation."""

    def __init__(self) -> None:
        self.terms = TERMS
        self.state = new_state()
        self.state.largest_page = 50
        self.faults = self.state.faults
        self._server = serve_yandex(self.state)

    def tracker(self, **settings: object) -> YandexTracker:
        """Return an adapter; settings stand above the usual ones."""
        given = {
            "kind": "yandex",
            "url": self.state.url,
            "org_id": ORGANISATION,
            "token": TOKEN,
            "webhook_secrets": ("a secret of more than thirty-two characters",),
            "account": BOT,
            "timeout_s": 5,
        }
        clock: Any = settings.pop("clock", None)
        terms: Any = settings.pop("terms", self.terms.contract)
        return YandexTracker(
            "main",
            TrackerSettings(**{**given, **settings}),
            render=rendered,
            clock=clock,
            terms_of=lambda project: terms if project in terms.projects else None,
        )

    def request_of(self, call: Call) -> tuple[str, str]:
        """Return method and path of one of the adapter's calls."""
        return _REQUESTS[call]

    def create(self, summary: str, *, project: str = "", labels: tuple[str, ...] = ()) -> str:
        """Create an issue as the contact."""
        return acts.create(
            self.state, self.state.find_person(ANNA), project or "ACME", summary, tags=labels
        ).id

    def comment(self, issue: str, text: str) -> None:
        """Comment as the contact."""
        change = acts.begin(self.state, self.state.issue(issue), self.state.find_person(ANNA))
        acts.add_note(self.state, change, text)
        acts.commit(self.state, change)

    def edit(
        self,
        issue: str,
        *,
        summary: str | None = None,
        due: date | None = None,
        hours: float | None = None,
        labels: tuple[str, ...] | None = None,
    ) -> None:
        """Edit an issue as somebody of the agency."""
        change = acts.begin(self.state, self.state.issue(issue), self.state.find_person(MARIA))
        if summary is not None:
            acts.write(change, "summary", summary)
        if due is not None:
            acts.write(change, "deadline", due)
        if hours is not None:
            acts.write(change, "originalEstimation", int(hours * 60))
        if labels is not None:
            acts.write(change, "tags", list(labels))
        acts.commit(self.state, change)

    def move(self, issue: str, status: str) -> None:
        """Move an issue as the contact, who says how it was resolved."""
        key = {shown: key for key, shown in self.state.statuses}[status]
        change = acts.begin(self.state, self.state.issue(issue), self.state.find_person(ANNA))
        acts.move(self.state, change, key, "fixed")
        acts.commit(self.state, change)

    def delete(self, issue: str) -> None:
        """Take an issue away: none can be deleted, but it may be hidden for good."""
        del self.state.issues[self.state.issue(issue).id]

    def make_quiet(self, issue: str) -> None:
        """Set an issue's last change to two days ago."""
        self.state.issue(issue).updated = datetime.now(UTC) - timedelta(days=2)

    def notes(self, issue: str) -> list[SiteNote]:
        """Return what stands on an issue; everybody reads all of it."""
        return [SiteNote(note.author.id, note.text, True) for note in self.state.issue(issue).notes]

    def watchers(self, issue: str) -> set[str]:
        """Return who follows an issue."""
        return set(self.state.issue(issue).followers)

    def close(self) -> None:
        """Release everything that hangs, and end the site."""
        self.faults.release()
        self._server.shutdown()
        self._server.server_close()
