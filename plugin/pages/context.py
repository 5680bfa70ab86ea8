"""What the pages work with, and how a personal link is opened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mappings.model import Language, Person
from plugin.core.facts import Baseline
from plugin.core.model.events import PageAnswered
from plugin.core.model.signed_links import LinkExpired, LinkInvalid, LinkSigner, Purpose, SignedLink, mark_of
from plugin.pages.form_tokens import FormTokens
from plugin.pages.read_model import read_baseline
from plugin.pages.sessions import Sessions
from plugin.runtime.clock import Clock
from plugin.settings.model import Settings
from plugin.store import deliveries, signing_keys
from plugin.store.connection import Connection
from plugin.store.engine import Database
from plugin.store.inbox import Inbox
from plugin.texts.render import Texts

ClosedReason = Literal[
    "not_whole",
    "expired",
    "enter_expired",
    "used",
    "gone",
    "no_link",
    "not_yours",
    "not_recognised",
    "no_certificate",
    "form",
    "too_large",
    "not_kept",
    "away",
]

_STATUS_BY_REASON: dict[ClosedReason, int] = {
    "not_whole": 404,
    "expired": 410,
    "enter_expired": 410,
    "used": 410,
    "not_yours": 404,
    "not_recognised": 403,
    "gone": 410,
    "no_link": 403,
    "no_certificate": 404,
    "form": 400,
    "too_large": 413,
    "not_kept": 503,
    "away": 503,
}


class PageClosed(Exception):
    """A page that cannot be shown or an answer that cannot be taken, and why."""

    def __init__(self, why: ClosedReason) -> None:
        super().__init__(why)
        self.why = why
        self.status = _STATUS_BY_REASON[why]


@dataclass(frozen=True)
class PagesContext:
    """What the pages need."""

    database: Database
    inbox: Inbox
    clock: Clock
    links: LinkSigner
    forms: FormTokens
    sessions: Sessions
    texts: Texts
    language: Language


@dataclass(frozen=True)
class RecordedAnswer:
    """The answer that was given by a link, and what came of it.

    `result` is empty while it waits to be recorded.
    """

    event: PageAnswered
    state: str
    result: str


@dataclass(frozen=True)
class LinkVisit:
    """Somebody with a valid link, and the contract as it stands."""

    token: str
    link: SignedLink
    baseline: Baseline
    person: Person
    given: RecordedAnswer | None

    @property
    def language(self) -> Language:
        """The language that the reader gets without asking for one."""
        return self.person.language or self.baseline.mapping.contract.language


def open_context(
    settings: Settings, database: Database, inbox: Inbox, clock: Clock, texts: Texts | None = None
) -> PagesContext:
    """Return what the pages need; the signing keys come from the database."""
    service = settings.service
    with database.change() as connection:
        of_links, of_forms = (
            signing_keys.signing_key(connection, signing_keys.LINKS),
            signing_keys.signing_key(connection, signing_keys.FORMS),
        )
    operators = settings.sign_in.operators if settings.sign_in else ()
    secure = service.public_url.startswith("https://")
    return PagesContext(
        database=database,
        inbox=inbox,
        clock=clock,
        links=LinkSigner(of_links, service.public_url, clock.now),
        forms=FormTokens(of_forms, clock.now, service.public_url),
        sessions=Sessions(database, clock.now, secure=secure, operators=operators),
        texts=texts or Texts(service.texts),
        language=service.language,
    )


def answer_delivery_id(link: SignedLink) -> str:
    """Return the delivery id of a link's answer: each link has one answer."""
    return f"page:{link.nonce}"


def open_visit(
    context: PagesContext, connection: Connection, token: str, purposes: tuple[Purpose, ...]
) -> LinkVisit:
    """Read a link and load its contract.

    Raises:
        PageClosed: the link is not whole or has expired, is for another kind of page, or its contract or
            person is not there any more.
    """
    try:
        link = context.links.read(token)
    except LinkExpired as error:
        raise PageClosed("expired") from error
    except LinkInvalid as error:
        raise PageClosed("not_whole") from error
    if link.purpose not in purposes:
        raise PageClosed("not_whole")
    baseline = read_baseline(connection, link.contract, context.clock.now(), context.texts)
    person = baseline.mapping.people.get(link.person) if baseline else None
    if baseline is None or person is None:
        raise PageClosed("gone")
    if link.mark and link.mark != mark_of(person):
        # The mapping names somebody else by this key now: the link was not theirs.
        raise PageClosed("expired")
    return LinkVisit(token, link, baseline, person, _recorded_answer(connection, baseline.tracker, link))


def _recorded_answer(connection: Connection, tracker: str, link: SignedLink) -> RecordedAnswer | None:
    found = deliveries.find(connection, tracker, answer_delivery_id(link))
    words = [event for event in found.events if isinstance(event, PageAnswered)] if found else []
    if found is None or not words:
        return None
    return RecordedAnswer(words[0], found.state, found.reason if found.state == "done" else "")
