"""What the pages work with, and the error that closes one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mappings.model import Language
from plugin.core.model.signed_links import LinkSigner
from plugin.pages.form_tokens import FormTokens
from plugin.pages.sessions import Sessions
from plugin.runtime.clock import Clock, machine_clock
from plugin.settings.model import Settings
from plugin.store import signing_keys
from plugin.store.engine import Database
from plugin.store.inbox import Inbox
from plugin.texts.render import Texts

ClosedReason = Literal[
    "not_whole",
    "expired",
    "enter_expired",
    "used",
    "revoked",
    "gone",
    "no_link",
    "not_yours",
    "not_recognised",
    "no_certificate",
    "form",
    "too_large",
    "too_many_rows",
    "not_kept",
    "away",
]

_STATUS_BY_REASON: dict[ClosedReason, int] = {
    "not_whole": 404,
    "expired": 410,
    "enter_expired": 410,
    "used": 410,
    "revoked": 410,
    "not_yours": 404,
    "not_recognised": 403,
    "gone": 410,
    "no_link": 403,
    "no_certificate": 404,
    "form": 400,
    "too_large": 413,
    "too_many_rows": 400,
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


def open_context(
    settings: Settings, database: Database, inbox: Inbox, clock: Clock, texts: Texts | None = None
) -> PagesContext:
    """Return what the pages need; the signing keys come from the database."""
    service = settings.service
    with database.change() as connection:
        of_links, of_forms = (
            signing_keys.load_signing_key(connection, signing_keys.LINKS),
            signing_keys.load_signing_key(connection, signing_keys.FORMS),
        )
    operators = settings.sign_in.operators if settings.sign_in else ()
    secure = service.public_url.startswith("https://")
    return PagesContext(
        database=database,
        inbox=inbox,
        clock=clock,
        links=LinkSigner(of_links, service.public_url, clock.now),
        forms=FormTokens(of_forms, machine_clock(clock).now, service.public_url),
        sessions=Sessions(database, machine_clock(clock).now, secure=secure, operators=operators),
        texts=texts or Texts(service.texts),
        language=service.language,
    )
