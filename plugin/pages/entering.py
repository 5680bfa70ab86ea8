"""A link to sign in by, asked for by whoever knows an address; it goes to that address, nowhere else."""

from __future__ import annotations

from datetime import datetime, timedelta

from plugin.effects import SendMail
from plugin.links import ENTER_WITHIN
from plugin.store import contracts, effects
from plugin.store.engine import Database
from plugin.texts.mail_messages import LINK, MailEnter
from plugin.texts.plain import to_plain
from plugin.texts.render import Texts

AGAIN_AFTER = timedelta(minutes=5)
"""Who asks again sooner gets no second mail."""


def ask_for_links(database: Database, email: str, now: datetime, texts: Texts) -> None:
    """Ask for one mail with a link, if a contract names the address; by it all of them can be looked at."""
    with database.look() as connection:
        naming = contracts.naming(connection, email)
    if not naming:
        return
    mapping = naming[0]
    key, person = next(
        (key, person)
        for key, person in mapping.people.items()
        if (person.email or "").casefold() == email.casefold()
    )
    language = person.language or mapping.contract.language
    minutes = int(ENTER_WITHIN.total_seconds() // 60)
    message = texts.render(MailEnter(person.name, LINK, minutes), language)
    title, _, text = to_plain(message).partition("\n")
    turn = int(now.timestamp() // AGAIN_AFTER.total_seconds())
    mail = SendMail(
        person=key,
        address=person.email or "",
        title=title,
        text=text.strip(),
        purpose="enter",
        about="",
        version=turn,
    )
    subject = f"person/{mapping.id}/{key}"
    with database.change() as connection:
        before = effects.newest_due(connection, mapping.tracker.name, subject)
        if before is not None and now - before < AGAIN_AFTER:
            return
        effects.ask(connection, mapping.tracker.name, mapping.id, subject, f"mail:enter:{turn}", mail, now)
