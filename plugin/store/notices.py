"""Notices on record: given, sent, opened, seen, answered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Update, and_, bindparam, select, update

from plugin.core.model.notices import Notice, NoticeGiven, NoticeKind
from plugin.store.column_types import Moment
from plugin.store.connection import Connection, Row
from plugin.store.tables import issues, notices
from plugin.store.upsert import insert_new


def _mark(state: Column[Any], *of: Column[Any], sent: bool = True) -> Update:
    """Return the statement that gives notices a state once, by these columns."""
    which = [column == bindparam(f"of_{column.name}") for column in of]
    if sent:
        which.append(notices.c.sent_at.is_not(None))
    return update(notices).where(*which, state.is_(None)).values({state: bindparam("now", type_=Moment)})


_SENT = _mark(notices.c.sent_at, notices.c.tracker, notices.c.subject, notices.c.slot, sent=False)
_SEEN_ON_ISSUE = _mark(notices.c.seen_at, notices.c.tracker, notices.c.issue, notices.c.account).where(
    notices.c.sent_at <= bindparam("written", type_=Moment)
)
_SEEN = _mark(notices.c.seen_at, notices.c.contract, notices.c.person)
_ANSWERED = _mark(notices.c.answered_at, notices.c.contract, notices.c.issue, notices.c.person)
_OPENED = _mark(notices.c.opened_at, notices.c.contract, notices.c.issue, notices.c.person)
_REPEATED = _mark(
    notices.c.repeated_at, notices.c.contract, notices.c.issue, notices.c.slot, notices.c.person
)
_OF_ISSUE = select(notices).where(
    notices.c.contract == bindparam("contract"),
    notices.c.tracker == bindparam("tracker"),
    notices.c.issue == bindparam("issue"),
)
_OF_CONTRACT = (
    select(notices, issues.c.key)
    .select_from(notices)
    .outerjoin(issues, and_(issues.c.tracker == notices.c.tracker, issues.c.issue == notices.c.issue))
    .where(notices.c.contract == bindparam("contract"))
    .order_by(notices.c.given_at.desc(), notices.c.slot, notices.c.person)
    .limit(bindparam("most"))
)


def add_notices(
    connection: Connection, contract: str, tracker: str, given: Iterable[NoticeGiven], now: datetime
) -> None:
    """Put notices on record; one that is there stays as it is."""
    for notice in given:
        row = {
            "contract": contract,
            "tracker": tracker,
            "subject": notice.subject,
            "slot": str(notice.slot),
            "person": notice.person,
            "account": notice.account,
            "kind": notice.kind.value,
            "issue": notice.issue,
            "given_at": now,
        }
        insert_new(connection, notices, row, "person")


def mark_sent(connection: Connection, tracker: str, subject: str, slot: str, now: datetime) -> None:
    """Note that the tracker or the mail server took what a slot says."""
    connection.execute(_SENT, {"of_tracker": tracker, "of_subject": subject, "of_slot": slot, "now": now})


def mark_seen_on_issue(
    connection: Connection, tracker: str, issue: str, account: str, now: datetime, written: datetime
) -> None:
    """Note that somebody wrote on an issue at a moment, after the notices there."""
    values = {
        "of_tracker": tracker,
        "of_issue": issue,
        "of_account": account,
        "now": now,
        "written": written,
    }
    connection.execute(_SEEN_ON_ISSUE, values)


def mark_seen(connection: Connection, contract: str, person: str, now: datetime) -> None:
    """Note that a person acknowledged the notices of a contract by the button."""
    connection.execute(_SEEN, {"of_contract": contract, "of_person": person, "now": now})


def mark_answered(connection: Connection, contract: str, issue: str, person: str, now: datetime) -> None:
    """Note that a person decided or signed on an issue."""
    values = {"of_contract": contract, "of_issue": issue, "of_person": person, "now": now}
    connection.execute(_ANSWERED, values)


def mark_opened(connection: Connection, contract: str, issue: str, person: str, now: datetime) -> None:
    """Note that the link of a notice was opened, perhaps by a mail filter."""
    values = {"of_contract": contract, "of_issue": issue, "of_person": person, "now": now}
    connection.execute(_OPENED, values)


def mark_repeated(
    connection: Connection, contract: str, issue: str, slot: str, person: str, now: datetime
) -> None:
    """Note that a person was told once more."""
    values = {"of_contract": contract, "of_issue": issue, "of_slot": slot, "of_person": person, "now": now}
    connection.execute(_REPEATED, values)


def load_of_issue(connection: Connection, contract: str, tracker: str, issue: str) -> tuple[Notice, ...]:
    """Return the notices of a contract on which an answer counts on one issue."""
    which = {"contract": contract, "tracker": tracker, "issue": issue}
    return tuple(_notice(row) for row in connection.execute(_OF_ISSUE, which))


def load_of_contract(connection: Connection, contract: str, most: int = 50) -> tuple[Notice, ...]:
    """Return a contract's newest notices, with the keys of their issues."""
    rows = connection.execute(_OF_CONTRACT, {"contract": contract, "most": most})
    return tuple(_notice(row, row.key or row.issue) for row in rows)


def _notice(row: Row, key: str = "") -> Notice:
    return Notice(
        kind=NoticeKind(row.kind),
        person=row.person,
        issue=row.issue,
        slot=row.slot,
        given_at=row.given_at,
        sent_at=row.sent_at,
        opened_at=row.opened_at,
        seen_at=row.seen_at,
        answered_at=row.answered_at,
        key=key,
        repeated_at=row.repeated_at,
    )
