"""YouTrack for the conformance suite: the strict stand-in, served over HTTP."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from tracker_site import Call, SiteNote, SiteTerms
from youtrack_standin import acts
from youtrack_standin.app import serve_youtrack
from youtrack_standin.people import ADMINISTRATOR, SERVICE, Tag, YouTrackGroup, YouTrackPerson
from youtrack_standin.state import YouTrackState

from mappings.model import Labels, TeamComments, TrackerTerms
from plugin.core.model.issue import Account
from plugin.settings.model import TrackerSettings
from plugin.trackers.youtrack.adapter import YouTrackTracker

TOKEN = "perm:token-of-the-bot"
EVERYBODY, AGENCY, TEAM = "3-1", "3-2", "3-3"

TERMS = SiteTerms(
    contract=TrackerTerms(name="main", projects=("ACME",)),
    person=Account(id="anna", name="Анна Белова"),
    bot=Account(id="bot", name="Ugovor"),
    team={"a group": TeamComments(group="Agency")},
    unknown_issue="2-999999",
    keeps_marker=False,
)

_REQUESTS: dict[Call, tuple[str, str]] = {
    "verdict": ("POST", "/commands"),
    "read": ("GET", "/issues/"),
    "post": ("POST", "/comments$"),
    "edit": ("POST", "/comments/"),
    "due": ("POST", "/issues/"),
    "move": ("POST", "/issues/"),
    "any": ("*", ".*"),
}


def new_state() -> YouTrackState:
    """Return a site with the service's account, an agency's, and a client's."""
    people = [
        YouTrackPerson(
            "bot", "Ugovor", TOKEN, frozenset({"Agency", "ACME Team"}), SERVICE, email="bot@agency.example"
        ),
        YouTrackPerson("maria", "Мария Орлова", "", frozenset({"Agency", "ACME Team"}), ADMINISTRATOR),
        YouTrackPerson(
            "anna",
            "Анна Белова",
            "perm:token-of-anna",
            frozenset({"ACME Team"}),
            email="anna@acme.example",
        ),
    ]
    groups = [
        YouTrackGroup(EVERYBODY, "All Users", is_everybody=True),
        YouTrackGroup(AGENCY, "Agency"),
        YouTrackGroup(TEAM, "ACME Team", project="ACME"),
    ]
    return YouTrackState(people=people, groups=groups)


def rendered(markdown: str, reference: str) -> str:
    """Return the plainest rendering: the text with its reference line."""
    return f"{markdown}\n\nУговор · {reference}"


class YouTrackSite:
    """One YouTrack."""

    def __init__(self) -> None:
        self.terms = TERMS
        self.state = new_state()
        self.state.nested_comments = 2
        self.state.largest_page = 50
        self.faults = self.state.faults
        labels = [TERMS.own_label, *Labels().model_dump().values()]
        self.state.tags = [Tag(f"6-9{number}", name, "maria", [TEAM]) for number, name in enumerate(labels)]
        self._server = serve_youtrack(self.state)

    def tracker(self, **settings: object) -> YouTrackTracker:
        """Return an adapter; settings stand above the usual ones."""
        given = {
            "kind": "youtrack",
            "url": self.state.url,
            "token": TOKEN,
            "webhook_secrets": ("a secret of more than thirty-two characters",),
            "account": "bot",
            "timeout_s": 5,
        }
        clock: Any = settings.pop("clock", None)
        return YouTrackTracker("main", TrackerSettings(**{**given, **settings}), render=rendered, clock=clock)

    def request_of(self, call: Call) -> tuple[str, str]:
        """Return method and path of one of the adapter's calls."""
        return _REQUESTS[call]

    def create(self, summary: str, *, project: str = "", labels: tuple[str, ...] = ()) -> str:
        """Create an issue as the contact."""
        anna = self.state.person("anna")
        return acts.create(self.state, anna, project or "ACME", summary, tags=labels).id

    def comment(self, issue: str, text: str) -> None:
        """Comment as the contact."""
        change = acts.begin(self.state, self.state.issue(issue), self.state.person("anna"))
        acts.add_note(self.state, change, text)
        self.state.commit(change)

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
        one = self.state.issue(issue)
        change = acts.begin(self.state, one, self.state.person("maria"))
        if summary is not None:
            acts.write_text(change, "summary", summary)
        if due is not None:
            acts.write_value(self.state, change, "Due Date", due)
        if hours is not None:
            acts.write_value(self.state, change, "Estimation", hours)
        if labels is not None:
            for tag in list(one.tags):
                acts.take_tag(self.state, change, tag.name)
            for name in labels:
                acts.put_tag(self.state, change, name)
        self.state.commit(change)

    def move(self, issue: str, status: str) -> None:
        """Move an issue as the contact."""
        change = acts.begin(self.state, self.state.issue(issue), self.state.person("anna"))
        acts.write_value(self.state, change, "State", status)
        self.state.commit(change)

    def delete(self, issue: str) -> None:
        """Delete an issue as an administrator."""
        acts.delete(self.state, self.state.issue(issue), self.state.person("maria"))

    def make_quiet(self, issue: str) -> None:
        """Set an issue's last change to two days ago."""
        self.state.issue(issue).updated = datetime.now(UTC) - timedelta(days=2)

    def notes(self, issue: str) -> list[SiteNote]:
        """Return what stands on an issue."""
        return [
            SiteNote(note.author.login, note.text, not note.is_limited)
            for note in self.state.issue(issue).notes
            if not note.is_deleted
        ]

    def watchers(self, issue: str) -> set[str]:
        """Return the accounts that watch an issue."""
        return set(self.state.issue(issue).watchers)

    def close(self) -> None:
        """Release everything that hangs, and end the site."""
        self.faults.release()
        self._server.shutdown()
        self._server.server_close()
