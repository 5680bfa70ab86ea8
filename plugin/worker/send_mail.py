"""Sends a requested mail if it is still needed; makes its personal link only now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from mappings.model import ContractMapping
from plugin.core.model.effects import OtherPage, SendMail, reference
from plugin.core.model.issue_state import ChangeState
from plugin.core.model.signed_links import LinkSigner, SignedLink, mark_of
from plugin.core.model.stage_issues import KICK_OFF
from plugin.core.model.stage_state import StageState
from plugin.core.model.waits import WaitState
from plugin.mail.smtp import Letter, Mailer
from plugin.store import issues, stages, waits
from plugin.store.connection import Connection
from plugin.store.effects import WaitingEffect
from plugin.store.engine import Database
from plugin.texts.mail_messages import LINK, link_of
from plugin.texts.reference_line import describe_anchor

NOT_SET = "[mail] is not set: nothing is sent"


@dataclass(frozen=True)
class Sent:
    """What came of it: the Message-ID of a mail that went out, or why none did."""

    message_id: str | None = None
    reason: str = ""


class MailSender:
    """Sends mails with personal links; without a mailer it says why nothing is sent."""

    def __init__(self, database: Database, links: LinkSigner, mailer: Mailer | None) -> None:
        self._database = database
        self._links = links
        self._mailer = mailer

    def send(
        self,
        effect: WaitingEffect,
        mail: SendMail,
        mapping: ContractMapping,
        now: datetime,
        others: Sequence[ContractMapping] = (),
    ) -> Sent:
        """Send a mail once.

        Args:
            effect: the effect.
            mail: what it asks for.
            mapping: of the contract in whose name it is sent.
            now: the moment.
            others: the contracts of other pages that the mail links to, as far as they are in force.

        Raises:
            TrackerError: the mail server did not take it (see `plugin.mail.smtp`).
        """
        if self._mailer is None:
            return Sent(reason=NOT_SET)
        if effect.message_id is not None:
            return Sent(effect.message_id, "sent before")
        with self._database.look() as connection:
            wanted = _is_awaited(connection, effect.tracker, mapping, mail, others)
        if not wanted:
            return Sent(reason="no longer needed: it was answered, or a newer version stands")
        person = mapping.people[mail.person]
        language = person.language or mapping.contract.language
        entry = f"\n\n{describe_anchor(effect.anchor, language)}" if effect.anchor else ""
        letter = Letter(
            key=f"{reference(effect.tracker, effect.subject, effect.slot)}.{effect.id}",
            address=mail.address,
            name=person.name,
            title=mail.title,
            text=self._with_link(mail, mapping, others) + entry,
            language=language,
        )
        return Sent(self._mailer.send(letter, now))

    def _with_link(self, mail: SendMail, mapping: ContractMapping, others: Sequence[ContractMapping]) -> str:
        """Return the mail's text with the person's own link where it has room for one."""
        if mail.purpose == "told" or mail.purpose == "team":
            return mail.text
        mark = mark_of(mapping.people[mail.person])
        link = SignedLink(mapping.id, mail.person, mail.purpose, mail.about, mail.version, mark=mark)
        text = mail.text.replace(LINK, self._links.address(link))
        for page, other in _list_others(mail, others):
            mark = mark_of(other.people[page.person])
            link = SignedLink(other.id, page.person, mail.purpose, mail.about, mail.version, mark=mark)
            text = text.replace(link_of(page.contract), self._links.address(link))
        # Who is not at this address any more has no page there.
        return "\n".join(line for line in text.split("\n") if link_of("")[:-1] not in line)


def _list_others(
    mail: SendMail, others: Sequence[ContractMapping]
) -> Iterator[tuple[OtherPage, ContractMapping]]:
    """Yield the other pages of a mail whose person is still at its address."""
    found = {mapping.id: mapping for mapping in others}
    for page in mail.others:
        other = found.get(page.contract)
        person = other.people.get(page.person) if other is not None else None
        if other is not None and person is not None and person.email == mail.address:
            yield page, other


def _owes(connection: Connection, mapping: ContractMapping, person: str) -> bool:
    """Tell whether a person of a contract owes anything."""
    open_ones = waits.load_of_contract(connection, mapping.id, only_open=True)
    return any(each.owed_by == person and each.state is WaitState.OPEN for each in open_ones)


def _is_awaited(
    connection: Connection,
    tracker: str,
    mapping: ContractMapping,
    mail: SendMail,
    others: Sequence[ContractMapping],
) -> bool:
    """Tell whether the answer that a mail asks for is still awaited.

    It has to be awaited from this person at this address.
    """
    person = mapping.people.get(mail.person)
    if person is None or person.email != mail.address:
        return False
    if mail.purpose in ("enter", "told", "team"):
        return True
    if mail.purpose == "answer":
        pages = [(mail.person, mapping), *((page.person, on) for page, on in _list_others(mail, others))]
        return any(_owes(connection, on, key) for key, on in pages)
    if mail.purpose == "choose":
        state = issues.load(connection, tracker, mail.about)
        change = state.change if state and not state.deleted else None
        offered = change is not None and change.state is ChangeState.OFFERED
        return (
            offered
            and change is not None
            and change.offer is not None
            and (change.offer.version == mail.version)
        )
    key = KICK_OFF if mail.purpose == "agree" else mail.about
    stage = stages.load_all(connection, mapping.id).get(key)
    return _stage_awaits(stage or StageState(contract=mapping.id, stage=key), mail)


def _stage_awaits(stage: StageState, mail: SendMail) -> bool:
    answered = any(
        statement.counts and (statement.on_behalf_of or statement.by) == mail.person
        for statement in stage.words
    )
    return stage.version == mail.version and not stage.signed_off and not answered
