"""What both sides sent each other, saved once and loaded by time."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, literal_column, or_, select, true, update

from plugin.core.model.exchanges import Exchange, ExchangeKind, ExchangeSide, comment_exchange_id, is_logged
from plugin.store.bulk_insert import Insertion, upsert_all
from plugin.store.connection import Connection, Row
from plugin.store.tables import exchanges, issues
from plugin.store.upsert import upsert

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
"""The time of the wording of a comment that was deleted before anything else was heard of it."""
# Written into the statement: a statement for many rows takes the columns' values alone.
_NOTHING: ColumnElement[str] = literal_column("''")
_ACTS: list[ColumnElement[str]] = [
    literal_column(f"'{kind}'") for kind in (ExchangeKind.DECISION, ExchangeKind.SIGNATURE)
]
_WORDING = ("at", "person", "writer", "addressees", "is_thanks", "edited", "hidden")
_ACT = ("kind", "details")
_UNMATCHED: Mapping[str, Any] = {"matched_for": _NOTHING}
"""Whatever is written of an exchange: who answered whom on its issue has to be found anew."""

_COMMENTS_OF_ISSUE = select(exchanges.c.id).where(
    exchanges.c.tracker == bindparam("tracker"),
    exchanges.c.issue == bindparam("issue"),
    exchanges.c.id.like("comment:%"),
    exchanges.c.deleted.is_(False),
    exchanges.c.hidden.is_(False),
)
_DELETE_TEXT = (
    update(exchanges)
    .where(exchanges.c.tracker == bindparam("of_tracker"), exchanges.c.id == bindparam("of_id"))
    .values(deleted=True, what="", matched_for="")
)
_OF_CONTRACT = (
    select(exchanges, issues.c.key)
    .select_from(exchanges)
    .outerjoin(issues, and_(issues.c.tracker == exchanges.c.tracker, issues.c.issue == exchanges.c.issue))
    .where(exchanges.c.contract == bindparam("contract"), exchanges.c.hidden.is_(False))
    .order_by(exchanges.c.at, exchanges.c.id)
)
_STRANGERS = (
    select(exchanges.c.writer)
    .where(
        exchanges.c.contract == bindparam("contract"), exchanges.c.side == "", exchanges.c.hidden.is_(False)
    )
    .distinct()
)
_SIDE = (
    update(exchanges)
    .where(
        exchanges.c.contract == bindparam("of_contract"),
        exchanges.c.side == "",
        exchanges.c.writer == bindparam("of_writer"),
    )
    .values(side=bindparam("side"), matched_for="")
)
_REPORTED = (
    select(exchanges)
    .where(
        exchanges.c.tracker == bindparam("tracker"),
        exchanges.c.issue == bindparam("issue"),
        exchanges.c.id.like("log:%"),
    )
    .order_by(exchanges.c.at, exchanges.c.id)
)


def save_comments(
    connection: Connection, tracker: str, contract: str, found: Sequence[Exchange], *, are_read: bool
) -> None:
    """Save comments as they stand; the newest wording of each counts.

    Args:
        connection: a transaction that writes.
        tracker: where they are.
        contract: that governs their issues.
        found: the comments.
        are_read: the tracker itself showed them just now: of two wordings of the same moment these count.
            A webhook may not tell who can read a comment.
    """
    if found:
        rows = [_row(tracker, contract, each) for each in _once(found)]
        upsert_all(connection, exchanges, rows, _take_read if are_read else _take_newer)


def save_acts(connection: Connection, tracker: str, contract: str, found: Sequence[Exchange]) -> None:
    """Save what was decided, offered or signed.

    A comment that did it keeps its time and text.
    """
    acts = [each for each in found if not is_logged(each)]
    if acts:
        upsert_all(connection, exchanges, [_row(tracker, contract, each) for each in _once(acts)], _take_act)
    for each in filter(is_logged, found):
        upsert(connection, exchanges, {**_row(tracker, contract, each), "matched_for": ""})


def mark_deleted(
    connection: Connection, tracker: str, contract: str, issue: str, comment: str, now: datetime
) -> None:
    """Note that a comment was deleted: the fact stays, without the text.

    It may not be known yet: then it is hidden until it is.
    """
    gone = Exchange(
        comment_exchange_id(comment), issue, now, _LONG_AGO, ExchangeKind.COMMENT, deleted=True, hidden=True
    )
    upsert_all(connection, exchanges, [_row(tracker, contract, gone)], _take_deletion)


def mark_missing(connection: Connection, tracker: str, issue: str, there: Collection[str]) -> None:
    """Note which comments of an issue the tracker does not show any more.

    Args:
        connection: a transaction that writes.
        tracker: where the issue is.
        issue: its id.
        there: the ids of the comments that it shows.
    """
    shown = {comment_exchange_id(each) for each in there}
    known = connection.execute(_COMMENTS_OF_ISSUE, {"tracker": tracker, "issue": issue}).scalars()
    for gone in [each for each in known if each not in shown]:
        connection.execute(_DELETE_TEXT, {"of_tracker": tracker, "of_id": gone})


def load_of_contract(connection: Connection, contract: str) -> tuple[list[Exchange], dict[str, str]]:
    """Return a contract's exchanges, oldest first, and the issues' keys by ids."""
    rows = connection.execute(_OF_CONTRACT, {"contract": contract}).all()
    return [exchange_of(row) for row in rows], {row.issue: row.key or row.issue for row in rows}


@dataclass(frozen=True)
class Stranger:
    """Somebody whom the mapping does not name: account, and the writer as stored."""

    account: str
    writer: str


def load_strangers(connection: Connection, contract: str) -> list[Stranger]:
    """Return who wrote in a contract and is on no side yet."""
    found = connection.execute(_STRANGERS, {"contract": contract}).scalars()
    named = (Stranger(json.loads(writer)["id"], writer) for writer in found)
    return [stranger for stranger in named if stranger.account]


def save_side(connection: Connection, contract: str, stranger: Stranger, side: ExchangeSide) -> None:
    """Save on which side somebody is."""
    values = {"of_contract": contract, "of_writer": stranger.writer, "side": side}
    connection.execute(_SIDE, values)


def load_logged(connection: Connection, tracker: str, issue: str) -> tuple[Exchange, ...]:
    """Return what people wrote down on an issue that happened elsewhere."""
    return tuple(
        exchange_of(row) for row in connection.execute(_REPORTED, {"tracker": tracker, "issue": issue})
    )


def _once(found: Iterable[Exchange]) -> list[Exchange]:
    """Return each exchange once, as it was told last."""
    return list({each.id: each for each in found}.values())


def _take_newer(statement: Insertion) -> Insertion:
    new = statement.excluded
    is_newer = or_(
        new.changed_at > exchanges.c.changed_at,
        and_(new.changed_at == exchanges.c.changed_at, new.hidden.is_(False)),
    )
    return statement.on_conflict_do_update(
        index_elements=["tracker", "id"], set_=_wording(statement), where=is_newer
    )


def _take_read(statement: Insertion) -> Insertion:
    return statement.on_conflict_do_update(
        index_elements=["tracker", "id"],
        set_=_wording(statement),
        where=statement.excluded.changed_at >= exchanges.c.changed_at,
    )


def _take_act(statement: Insertion) -> Insertion:
    return statement.on_conflict_do_update(
        index_elements=["tracker", "id"],
        set_={**_UNMATCHED, **{name: statement.excluded[name] for name in _ACT}},
    )


def _take_deletion(statement: Insertion) -> Insertion:
    return statement.on_conflict_do_update(
        index_elements=["tracker", "id"], set_={**_UNMATCHED, "deleted": true(), "what": _NOTHING}
    )


def _wording(statement: Insertion) -> dict[str, Any]:
    """Return what a newer wording changes.

    What the comment did stays, and so does that it was deleted.
    """
    new, was = statement.excluded, exchanges.c
    return {
        **_UNMATCHED,
        **{name: new[name] for name in (*_WORDING, "changed_at")},
        "kind": case((was.kind.in_(_ACTS), was.kind), else_=new.kind),
        "what": case((was.deleted, _NOTHING), else_=new.what),
        # The tracker was asked on whose side a stranger is; their next comment does not know.
        "side": case((new.side == _NOTHING, was.side), else_=new.side),
    }


def _row(tracker: str, contract: str, exchange: Exchange) -> dict[str, Any]:
    return {
        "tracker": tracker,
        "id": exchange.id,
        "issue": exchange.issue,
        "contract": contract,
        "at": exchange.at,
        "changed_at": exchange.changed_at,
        "kind": exchange.kind.value,
        "person": exchange.person,
        "writer": json.dumps({"id": exchange.account, "name": exchange.name}, ensure_ascii=False),
        "side": exchange.side,
        "addressees": json.dumps(list(exchange.to), ensure_ascii=False),
        "what": exchange.what,
        "details": json.dumps(dict(exchange.details), ensure_ascii=False),
        "is_thanks": exchange.is_thanks,
        "reported": exchange.reported,
        "edited": exchange.edited,
        "deleted": exchange.deleted,
        "hidden": exchange.hidden,
    }


def exchange_of(row: Row) -> Exchange:
    """Return the exchange that a row of the table holds."""
    writer = json.loads(row.writer)
    return Exchange(
        id=row.id,
        issue=row.issue,
        at=row.at,
        changed_at=row.changed_at,
        kind=ExchangeKind(row.kind),
        account=writer["id"],
        person=row.person,
        name=writer["name"],
        side=row.side,
        to=tuple(json.loads(row.addressees)),
        what=row.what,
        details=json.loads(row.details),
        is_thanks=row.is_thanks,
        reported=row.reported,
        edited=row.edited,
        deleted=row.deleted,
        hidden=row.hidden,
    )
