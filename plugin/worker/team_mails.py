"""What the team has to know, by mail where it has no comments of its own."""

from __future__ import annotations

from datetime import datetime, timedelta

from plugin.core.model.authority import who_may
from plugin.core.model.effects import PostComment, SendMail
from plugin.core.model.outcome import EntryKind
from plugin.core.model.slots import Slot, SlotKind
from plugin.runtime.clock import NO_SHIFT
from plugin.store import effects, issues, record
from plugin.store.connection import Connection
from plugin.store.effects import WaitingEffect
from plugin.texts.mail_messages import MailTeam
from plugin.texts.plain import to_plain
from plugin.worker.active_contract import ActiveContract

TOLD_BY_MAIL = "team_comments is not set: it went by mail to those who rule, and stands on the page"


def tell_team_by_mail(
    connection: Connection,
    active: ActiveContract,
    effect: WaitingEffect,
    post: PostComment,
    now: datetime,
    shift: timedelta = NO_SHIFT,
) -> None:
    """Request a mail to each who may rule, and record it for the contract's page.

    Args:
        connection: the transaction in which the comment is given up.
        active: the contract.
        effect: the comment for the team.
        post: the same.
        now: the moment, by the machine's clock.
        shift: by how much practice time is ahead.
    """
    mapping = active.mapping
    state = issues.load(connection, effect.tracker, effect.subject)
    key = state.issue.key if state else ""
    summary = state.issue.summary if state else ""
    today = (now + shift).astimezone(mapping.contract.zone).date()
    for name in who_may(mapping, "rule_scope", today):
        person = mapping.people[name]
        if person.email is None:
            continue
        language = person.language or mapping.contract.language
        message = MailTeam(mapping.contract.title, key, summary)
        title, _, text = to_plain(active.texts.render(message, language)).partition("\n")
        mail = SendMail(
            person=name,
            address=person.email,
            title=title,
            text=f"{text.strip()}\n\n{to_plain(post.text)}",
            purpose="team",
            about=effect.subject,
            version=effect.revision,
        )
        slot = Slot(SlotKind.MAIL, f"team:{effect.slot}:{effect.revision}:{name}")
        effects.request_effect(
            connection,
            effect.tracker,
            effect.contract,
            effect.subject,
            slot,
            mail,
            now,
            settles=timedelta(0),
            is_held=True,
        )
    entry = record.NewEntry(
        effect.contract,
        effect.tracker,
        effect.subject,
        EntryKind.TEAM_TOLD,
        {"issue": key, "text": to_plain(post.text)},
    )
    record.append(connection, now + shift, [entry])
