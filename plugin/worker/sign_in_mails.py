"""Mails links to sign in, to the requested addresses and nowhere else."""

from __future__ import annotations

from datetime import datetime, timedelta

from mappings.addresses import normalise_name as one_name
from plugin.core.model.effects import SendMail
from plugin.core.model.signed_links import SIGN_IN_LINK_VALIDITY
from plugin.core.model.slots import Slot, SlotKind
from plugin.store import claims, contracts, effects, sign_in_requests
from plugin.store.connection import Connection
from plugin.store.engine import Database
from plugin.texts.mail_messages import LINK, MailEnter
from plugin.texts.plain import to_plain
from plugin.texts.render import Texts

RETRY_INTERVAL = timedelta(minutes=5)
"""Who asks again sooner gets no second mail."""


def send_sign_in_mails(database: Database, lease: claims.Lease, now: datetime, texts: Texts) -> int:
    """Request a mail for each address that a contract names; return how many.

    Nothing is kept of the others.
    """
    with database.change() as connection:
        claims.check_lease(connection, lease)
        asked = sign_in_requests.take_requests(connection, now)
        return sum(_mail_to(connection, address, now, texts) for address in asked)


def _mail_to(connection: Connection, address: str, now: datetime, texts: Texts) -> bool:
    """Request one mail with a link, if a contract names the address.

    By that link all contracts of the address can be looked at.
    """
    found = [(mapping, mapping.people_at(address)) for mapping in contracts.load_naming(connection, address)]
    if not found:
        return False
    mapping, people = found[0]
    key, person = people[0]
    subject = f"person/{mapping.id}/{key}"
    before = effects.load_newest_due(connection, mapping.tracker.name, subject)
    if before is not None and now - before < RETRY_INTERVAL:
        return False
    # A mailbox that several people share is greeted without a name: any of them may read it.
    names = {one_name(each.name) for _, named in found for _, each in named}
    minutes = int(SIGN_IN_LINK_VALIDITY.total_seconds() // 60)
    greeted = MailEnter(person.name if len(names) == 1 else "", LINK, minutes)
    language = person.language or mapping.contract.language
    title, _, text = to_plain(texts.render(greeted, language, mapping.calls)).partition("\n")
    turn = int(now.timestamp() // RETRY_INTERVAL.total_seconds())
    mail = SendMail(
        person=key,
        address=person.email or "",
        title=title,
        text=text.strip(),
        purpose="enter",
        about="",
        version=turn,
    )
    effects.request_effect(
        connection, mapping.tracker.name, mapping.id, subject, Slot(SlotKind.MAIL, f"enter:{turn}"), mail, now
    )
    return True
