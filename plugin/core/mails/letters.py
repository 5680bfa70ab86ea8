"""Letters to people with an address, in their language, one a purpose and version.

A letter's slot names person, purpose and version; a slot that was once sent is never sent again. Personal
links are sent by mail only, never in a comment that others read.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from plugin.core.facts import Baseline
from plugin.core.model.effects import OtherPage, SendMail
from plugin.core.model.outcome import EffectRequest
from plugin.core.model.signed_links import LINK_VALIDITY
from plugin.core.model.slots import Slot, SlotKind
from plugin.texts.messages import Message
from plugin.texts.plain import to_plain

VALID_DAYS = LINK_VALIDITY.days
"""For how long the link of a letter holds."""


def write_letter(
    baseline: Baseline,
    subject: str,
    key: str,
    message: Message,
    purpose: Literal["sign", "choose", "agree", "told", "answer"],
    about: str,
    version: int,
    slot: Slot | None = None,
) -> tuple[EffectRequest, ...]:
    """Return the mail to one person, in their own language.

    None without an address, or where the contract notifies by other means.

    Args:
        baseline: the contract at this moment.
        subject: on which the mail waits.
        key: the person.
        message: what it says; its first line is the title.
        purpose: of the link in it.
        about: what the link is about.
        version: of what the link is about.
        slot: None: one mail a purpose, version and person.
    """
    person = baseline.mapping.people[key]
    if person.email is None or "mail" not in baseline.mapping.tracker.notify:
        return ()
    language = person.language or baseline.mapping.contract.language
    whole = to_plain(baseline.texts.render(message, language, baseline.mapping.calls))
    title, _, text = whole.partition("\n")
    mail = SendMail(
        person=key,
        address=person.email,
        title=title,
        text=text.strip("\n"),
        purpose=purpose,
        about=about,
        version=version,
    )
    place = slot or Slot(SlotKind.MAIL, f"{purpose}:{version}:{key}")
    return (EffectRequest(subject, place, mail),)


def with_pages(letter: EffectRequest, others: tuple[OtherPage, ...]) -> EffectRequest:
    """Return a letter that links to the person's pages in other contracts, too."""
    if not others or not isinstance(letter.effect, SendMail):
        return letter
    return replace(letter, effect=letter.effect.model_copy(update={"others": others}))
