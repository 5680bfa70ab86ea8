"""The timeline of a contract: rows, filters, and how fast each side answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from statistics import median_low

from mappings.model import ContractMapping, Language
from plugin.core.calendar.working_hours import make_working_time
from plugin.core.model.exchanges import Exchange, ExchangeSide
from plugin.core.model.issue import Account
from plugin.core.timeline.answers import TimelineRow, match_answers
from plugin.core.timeline.comments import by_account
from plugin.core.timeline.excerpt import cut
from plugin.core.timeline.files import without_shown_files
from plugin.reports.register_labels import REGISTER_LABELS
from plugin.reports.timeline_commands import say_commands
from plugin.reports.timeline_labels import TIMELINE_LABELS
from plugin.store import exchanges
from plugin.store.connection import Connection
from plugin.store.timeline_rows import RowFilter
from plugin.texts import formats
from plugin.texts.escaping import quoted

SIDES: tuple[ExchangeSide, ...] = ("contractor", "client")
"""Our own side comes first, as in everything that speaks of delays."""


_MINUTE = Decimal(1) / 60


@dataclass(frozen=True)
class TimelineLine:
    """A row of the timeline in words.

    Attributes:
        id: the exchange's.
        at: in the contract's time zone.
        issue: the issue's key now.
        kind: what was sent.
        sender: the person's name, or the service's where no person wrote.
        side: the sender's side.
        to: the names of those whom it addresses; empty: the other side.
        what: at most 140 characters.
        answers: the id of what it answers.
        answered_by: the id of what answers it.
        answered_at: when that was.
        hours: working hours until it was answered, to the hundredth.
        reported: somebody wrote it down, and the other side has not confirmed it.
        edited: changed later.
        deleted: the text was deleted.
        people: the keys of all who took part.
        confirmed_by: who of the other side confirmed what was written down; empty: nobody.
        spoken: what its commands mean; empty where it has none, or `what` says what came of them.
    """

    id: str
    at: datetime
    issue: str
    kind: str
    sender: str
    side: ExchangeSide
    to: str
    what: str
    answers: str | None
    answered_by: str | None
    answered_at: datetime | None
    hours: Decimal | None
    reported: bool
    edited: bool
    deleted: bool
    people: tuple[str, ...] = ()
    confirmed_by: str = ""
    spoken: str = ""


@dataclass(frozen=True)
class TimelineFilter:
    """Which rows are shown; None takes all.

    Attributes:
        side: the sender's.
        kind: what was sent.
        person: the key of somebody who sent it or whom it addresses.
        since: the first day.
        until: the last day.
    """

    side: str | None = None
    kind: str | None = None
    person: str | None = None
    since: date | None = None
    until: date | None = None

    def of_contract(self, mapping: ContractMapping) -> RowFilter:
        """Return the same as moments, by the contract's time zone."""
        zone, next_day = mapping.contract.zone, timedelta(days=1)
        since = datetime.combine(self.since, time(), zone) if self.since else None
        before = datetime.combine(self.until + next_day, time(), zone) if self.until else None
        return RowFilter(mapping.id, self.side, self.kind, self.person, since, before)

    def takes(self, line: TimelineLine) -> bool:
        """Tell whether a row is shown."""
        return (
            self.side in (None, line.side)
            and self.kind in (None, line.kind)
            and (self.person is None or self.person in line.people)
            and (self.since is None or self.since <= line.at.date())
            and (self.until is None or line.at.date() <= self.until)
        )


@dataclass(frozen=True)
class AnswerTimes:
    """How one side answered the other; None where it answered nothing."""

    side: ExchangeSide
    answered: int
    median: Decimal | None = None
    longest: Decimal | None = None
    longest_issue: str = ""


def read_timeline(
    connection: Connection, mapping: ContractMapping, language: Language
) -> tuple[TimelineLine, ...]:
    """Return a contract's timeline, oldest first.

    Args:
        connection: a transaction that reads.
        mapping: the contract in force.
        language: in which the service's own part of it is said.
    """
    found, keys = exchanges.load_of_contract(connection, mapping.id)
    return make_lines(mapping, found, keys, language)


def make_lines(
    mapping: ContractMapping, found: Iterable[Exchange], keys: Mapping[str, str], language: Language
) -> tuple[TimelineLine, ...]:
    """Return exchanges as rows in words, each with its answer.

    Args:
        mapping: the contract in force.
        found: what its sides sent each other, in any order.
        keys: the issues' keys by their ids.
        language: `ru` or `en`.
    """
    rows = match_shown(mapping, found)
    moments = {row.exchange.id: row.exchange.at for row in rows}
    return tuple(make_line(mapping, row, keys, moments, language) for row in rows)


def match_shown(mapping: ContractMapping, found: Iterable[Exchange]) -> tuple[TimelineRow, ...]:
    """Return what is shown of exchanges, oldest first, each with its answer.

    Args:
        mapping: the contract in force.
        found: all exchanges of the issues in question, in any order.
    """
    shown = (with_side(mapping, each) for each in without_shown_files(found))
    return match_answers(shown, make_working_time(mapping))


def measure_answers(lines: Iterable[TimelineLine]) -> tuple[AnswerTimes, ...]:
    """Return how fast each side answered, ours first."""
    listed = [line for line in lines if line.hours is not None and line.side]
    return tuple(_measure(side, [line for line in listed if line.side != side]) for side in SIDES)


def say_answers(times: AnswerTimes, language: Language) -> str:
    """Return one sentence about how fast a side answered."""
    labels = TIMELINE_LABELS[language]
    if times.median is None or times.longest is None:
        return labels.answered_nothing[times.side]
    return labels.answered[times.side].format(
        median=say_hours(times.median, language),
        longest=say_hours(times.longest, language),
        issue=times.longest_issue,
    )


def say_hours(hours: Decimal, language: Language) -> str:
    """Return how long somebody waited; less than a minute is a minute."""
    return formats.hours(max(hours, _MINUTE), language)


def in_hours(hundredths: int) -> Decimal:
    """Return hundredths of an hour as hours."""
    return round(Decimal(hundredths) / 100, 2)


def _measure(side: ExchangeSide, asked: list[TimelineLine]) -> AnswerTimes:
    if not asked:
        return AnswerTimes(side, 0)
    longest = max(asked, key=lambda line: (line.hours or 0, line.at))
    return AnswerTimes(
        side, len(asked), median_low(line.hours or Decimal(0) for line in asked), longest.hours, longest.issue
    )


def with_side(mapping: ContractMapping, exchange: Exchange) -> Exchange:
    """Return an exchange of somebody whom the mapping has come to name since."""
    if exchange.person or not exchange.account:
        return exchange
    return by_account(mapping, exchange, Account(id=exchange.account, name=exchange.name))


def make_line(
    mapping: ContractMapping,
    row: TimelineRow,
    keys: Mapping[str, str],
    moments: Mapping[str, datetime],
    language: Language,
) -> TimelineLine:
    """Return a row in words.

    Args:
        mapping: the contract in force.
        row: what is shown.
        keys: the issues' keys by their ids.
        moments: when what answers it was sent, by ids.
        language: `ru` or `en`.
    """
    exchange, zone = row.exchange, mapping.contract.zone
    person = mapping.people.get(exchange.person)
    answered_at = moments.get(row.answered_by or "")
    return TimelineLine(
        id=exchange.id,
        at=exchange.at.astimezone(zone),
        issue=keys.get(exchange.issue, exchange.issue),
        kind=exchange.kind.value,
        sender=exchange.name or (person.name if person else "") or TIMELINE_LABELS[language].service,
        side=exchange.side,
        to=", ".join(mapping.people[key].name for key in exchange.to if key in mapping.people),
        what=describe(mapping, exchange, language),
        answers=row.answers,
        answered_by=row.answered_by,
        answered_at=answered_at.astimezone(zone) if answered_at else None,
        hours=None if row.waited is None else in_hours(row.waited_hundredths),
        reported=exchange.reported,
        edited=exchange.edited,
        deleted=exchange.deleted,
        people=(exchange.person, *exchange.to),
        confirmed_by=_name_of(mapping, exchange.details.get("confirmed_by")),
        spoken=""
        if exchange.details.get("entry")
        else say_commands(exchange.what, mapping, exchange.at.astimezone(zone).date(), language),
    )


def describe(mapping: ContractMapping, exchange: Exchange, language: Language) -> str:
    """Return what an exchange says: in its writer's words, or in the service's."""
    sentence = TIMELINE_LABELS[language].sentences.get(str(exchange.details.get("entry", "")))
    if sentence is None:
        return exchange.what
    return cut(sentence.format_map(_values(mapping, exchange.details, language)).replace(formats.NBSP, " "))


def _values(mapping: ContractMapping, details: Mapping[str, object], language: Language) -> dict[str, str]:
    words, options = TIMELINE_LABELS[language].sentences, REGISTER_LABELS[language].values
    stage = mapping.stage(str(details.get("stage", "")))
    days = {
        name: _day(details.get(name), language, is_last=name != "due")
        for name in ("until", "last_day", "due")
    }
    reason, remarks = details.get("reason"), details.get("remarks")
    return {
        "stage": quoted(stage.title if stage else str(details.get("stage", "")), language),
        "option": options.get(str(details.get("option")), str(details.get("option", ""))),
        "options": _list_options(mapping, details, language),
        "what": quoted(str(details.get("what", "")), language),
        "reason": words["with_reason"].format(reason=reason) if reason else "",
        "remarks": words["with_remarks"].format(count=remarks) if remarks else "",
        **days,
    }


def _list_options(mapping: ContractMapping, details: Mapping[str, object], language: Language) -> str:
    """Return the options of an offer: «перенос срока (29 января), доплата (51 300 ₽)»."""
    words, currency = REGISTER_LABELS[language].values, mapping.contract.currency
    listed, dates, fees = (details.get(name) for name in ("options", "dates", "fees"))
    told = list[str]()
    for option in map(str, listed if isinstance(listed, list) else ()):
        day = dates.get(option) if isinstance(dates, Mapping) else None
        fee = fees.get(option) if isinstance(fees, Mapping) else None
        figures = [_day(day, language, is_last=False)] if day else []
        figures += [formats.money(Decimal(str(fee)), language, currency)] if fee else []
        told.append(words.get(option, option) + (f" ({', '.join(figures)})" if figures else ""))
    return ", ".join(told)


def _day(value: object, language: Language, *, is_last: bool) -> str:
    if not isinstance(value, str):
        return ""
    found = date.fromisoformat(value)
    return formats.until_day(found, language) if is_last else formats.short_day(found, language)


def _name_of(mapping: ContractMapping, key: object) -> str:
    person = mapping.people.get(str(key or ""))
    return person.name if person else str(key or "")
