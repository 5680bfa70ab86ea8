"""Opens a personal link: checks it, loads its contract and an earlier answer."""

from __future__ import annotations

from dataclasses import dataclass

from mappings.model import Language, Person
from plugin.core.facts import Baseline
from plugin.core.model.events import PageAnswered
from plugin.core.model.signed_links import LinkExpired, LinkInvalid, Purpose, SignedLink, mark_of
from plugin.pages.context import PageClosed, PagesContext
from plugin.pages.read_model import read_baseline
from plugin.store import deliveries
from plugin.store.connection import Connection


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
    given = find_answer(connection, baseline.tracker, answer_delivery_id(link))
    return LinkVisit(token, link, baseline, person, given)


def find_answer(connection: Connection, tracker: str, delivery: str) -> RecordedAnswer | None:
    """Return an answer that was stored under a delivery id, or None."""
    found = deliveries.find(connection, tracker, delivery)
    answers = [event for event in found.events if isinstance(event, PageAnswered)] if found else []
    if found is None or not answers:
        return None
    return RecordedAnswer(answers[0], found.state, found.reason if found.state == "done" else "")
