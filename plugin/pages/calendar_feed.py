"""One person's calendar of a contract: dates, offers, waits, calls, absences.

The library `icalendar` writes it. An event keeps its UID for life; SEQUENCE is the number of the record's
last entry, so that it only ever grows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass
from datetime import UTC, date, datetime, timedelta

from mappings.model import ContractMapping, Language
from plugin.core.model.calls import PlannedCall
from plugin.core.model.waits import WaitKind, WaitState
from plugin.pages.contract_view import ContractView, read_contract
from plugin.reports.waits import WaitRow, read_waits
from plugin.store import absences, calls, record
from plugin.store.connection import Connection
from plugin.texts.escaping import quoted, to_one_line

REFRESH_HOURS = 1
_MAX_TITLE_CHARS = 120
_CALL_LENGTH = timedelta(minutes=30)
"""How long a call is shown; nobody writes when it ends."""
_CALL_REMINDER = timedelta(minutes=15)
"""Before a call; RFC 5545, 3.6.6. A calendar may be set to take no alarms of others."""
_START = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class CalendarDay:
    """One event, of whole days, or from a moment on.

    Attributes:
        uid: the same for as long as it is about the same.
        title: in one line.
        first: its first day.
        last: its last day.
        about: the contract, and the issue or who takes part.
        at: when it begins, where it has a time of day.
    """

    uid: str
    title: str
    first: date
    last: date
    about: str
    at: datetime | None = None


@dataclass(frozen=True)
class CalendarFeed:
    """The events of a feed, and what the record says about their age."""

    name: str
    days: tuple[CalendarDay, ...]
    sequence: int
    changed_at: datetime

    @property
    def digest(self) -> str:
        """The same as long as no event changes, whatever else is recorded."""
        text = repr((self.name, [astuple(each) for each in self.days]))
        return hashlib.sha256(text.encode()).hexdigest()[:32]


@dataclass(frozen=True)
class _Words:
    due: str
    forecast: str
    choice: str
    yours: str
    theirs: str
    sign_off: str
    away: str
    call: str


_WORDS: Mapping[Language, _Words] = {
    "ru": _Words(
        due="Срок по договору: {what}",
        forecast="Прогноз: {what}",
        choice="Последний день выбора: {what}",
        yours="От вас ждём: {what}",
        theirs="Ждём {what}: {who}",
        sign_off="Приёмка: {what}",
        away="Отсутствует: {who}",
        call="Созвон: {what}",
    ),
    "en": _Words(
        due="Contract date: {what}",
        forecast="Forecast: {what}",
        choice="Last day to choose: {what}",
        yours="Needed from you: {what}",
        theirs="Needed {what}: {who}",
        sign_off="Sign-off: {what}",
        away="Away: {who}",
        call="Call: {what}",
    ),
}


def read_feed(
    connection: Connection, contract: str, person: str, language: Language, now: datetime
) -> CalendarFeed | None:
    """Return the calendar of a person in a contract, or None where there is none.

    Args:
        connection: a transaction that reads.
        contract: the contract's id.
        person: the person's key.
        language: the person's.
        now: the moment.
    """
    view = read_contract(connection, contract, language, now)
    if view is None or person not in view.mapping.people:
        return None
    mapping = absences.with_absences(connection, view.mapping)
    today = now.astimezone(mapping.contract.zone).date()
    days = [
        *_stages(view, language),
        *_waits(read_waits(connection, mapping, now), mapping, person, language),
        *_calls(calls.load_of_contract(connection, contract), mapping, person, language),
        *_absences(mapping, today, language),
    ]
    sequence, changed_at = record.load_last(connection, contract)
    return CalendarFeed(mapping.contract.title, tuple(days), sequence, changed_at or _START)


def write_feed(feed: CalendarFeed) -> bytes:
    """Return a feed by RFC 5545."""
    # Loaded when the first feed is asked for: most processes never write one.
    from icalendar import Alarm, Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//Ugovor//Contract calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", feed.name)
    calendar.add("refresh-interval", timedelta(hours=REFRESH_HOURS), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", f"PT{REFRESH_HOURS}H")
    for each in feed.days:
        event = Event()
        event.add("uid", each.uid)
        event.add("sequence", feed.sequence)
        event.add("dtstamp", feed.changed_at.astimezone(UTC))
        event.add("summary", each.title)
        event.add("description", each.about)
        event.add("dtstart", each.at.astimezone(UTC) if each.at else each.first)
        event.add(
            "dtend", each.at.astimezone(UTC) + _CALL_LENGTH if each.at else each.last + timedelta(days=1)
        )
        event.add("transp", "OPAQUE" if each.at else "TRANSPARENT")
        if each.at:
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", each.title)
            alarm.add("trigger", -_CALL_REMINDER)
            event.add_component(alarm)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _stages(view: ContractView, language: Language) -> Iterator[CalendarDay]:
    words, title = _WORDS[language], view.mapping.contract.title
    for stage, line in zip(view.mapping.stages, view.stages, strict=True):
        what = quoted(line.title, language, _MAX_TITLE_CHARS)
        for kind, day, form in (("due", line.now, words.due), ("forecast", line.forecast, words.forecast)):
            if day is not None:
                uid = _uid(view.mapping.id, kind, stage.id)
                yield CalendarDay(uid, form.format(what=what), day, day, title)


def _waits(
    rows: tuple[WaitRow, ...], mapping: ContractMapping, person: str, language: Language
) -> Iterator[CalendarDay]:
    words = _WORDS[language]
    for row in rows:
        if row.state != WaitState.OPEN:
            continue
        what = quoted(row.missing or row.what, language, _MAX_TITLE_CHARS)
        form = words.yours if row.person == person else words.theirs
        if row.kind == WaitKind.DECISION:
            form = words.choice
        elif row.kind == WaitKind.SIGNATURE:
            form = words.sign_off
        uid = _uid(mapping.id, "wait", row.subject, row.series, str(row.number))
        title = form.format(what=what, who=to_one_line(row.owed_by))
        yield CalendarDay(uid, title, row.due, row.due, f"{mapping.contract.title} · {row.issue}")


def _calls(
    found: tuple[PlannedCall, ...], mapping: ContractMapping, person: str, language: Language
) -> Iterator[CalendarDay]:
    """Yield the calls in which the person takes part."""
    for call in found:
        if person not in call.people:
            continue
        names = (mapping.people[key].name for key in call.people if key in mapping.people)
        about = f"{mapping.contract.title} · {', '.join(map(to_one_line, names))}"
        title = _WORDS[language].call.format(what=quoted(call.topic, language, _MAX_TITLE_CHARS))
        day = call.at.astimezone(mapping.contract.zone).date()
        yield CalendarDay(_uid(mapping.id, "call", call.comment), title, day, day, about, call.at)


def _absences(mapping: ContractMapping, today: date, language: Language) -> Iterator[CalendarDay]:
    for key, person in mapping.people.items():
        for away in person.away:
            if away.until >= today:
                uid = _uid(mapping.id, "away", key, away.starts.isoformat())
                title = _WORDS[language].away.format(who=to_one_line(person.name))
                yield CalendarDay(uid, title, away.starts, away.until, mapping.contract.title)


def _uid(*parts: str) -> str:
    return f"{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:24]}@ugovor"
