"""A page of the stored timeline says what the whole, computed at once, says."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from mappings.model import ContractMapping
from plugin.core.model.exchanges import Exchange, ExchangeKind, ExchangeSide
from plugin.pages.timeline_view import ROWS_PER_PAGE, TimelinePage, read_filter, read_page
from plugin.reports import timeline_formats
from plugin.reports.stored_timeline import match_anew
from plugin.reports.timeline import TimelineLine, measure_answers, read_timeline, say_answers
from plugin.reports.timeline_formats import json_rows, render_timeline
from plugin.store import exchanges
from plugin.store.connection import Connection
from plugin.store.engine import Database

PEOPLE = {
    "anna": {"name": "Анна Белова", "side": "client", "account": "a-1"},
    "Anna": {"name": "Анна Крылова", "side": "client", "account": "a-2"},
    "maria": {"name": "Мария Орлова", "side": "contractor", "account": "a-3"},
}
BEGAN = datetime(2026, 4, 6, tzinfo=UTC)
KINDS = (*[ExchangeKind.COMMENT] * 5, ExchangeKind.QUESTION, ExchangeKind.DECISION, ExchangeKind.OFFER)
FILTERS = (
    {},
    {"page": "2"},
    {"page": "3"},
    {"side": "client"},
    {"side": "contractor", "page": "2"},
    {"kind": "answer"},
    {"kind": "file"},
    {"person": "anna"},
    {"person": "Anna"},
    {"since": "2026-04-08", "until": "2026-04-08"},
    {"person": "maria", "kind": "comment", "until": "2026-04-10"},
    {"since": "2031-01-01"},
)


def contract(
    zone: str = "Asia/Vladivostok", *, days_off: tuple[str, ...] = (), **keys: Any
) -> ContractMapping:
    """Return the contract in whose time zone the days of the timeline begin."""
    terms = {"id": "ACME", "title": "Site", "timezone": zone, "days_off": days_off}
    tracker = {"name": "main", "projects": ["ACME"]}
    stages = [{"id": "design", "title": "Design"}]
    return ContractMapping.model_validate(
        {"contract": terms, "tracker": tracker, "stages": stages, "people": PEOPLE, **keys}
    )


MAPPING = contract()


def write_talk(count: int) -> Iterator[Exchange]:
    """Yield what people wrote on seven issues, also strangers, hidden or thanks."""
    dice = random.Random(13)
    for number in range(count):
        key = dice.choice([*PEOPLE, ""])
        side: ExchangeSide = PEOPLE[key]["side"] if key else ""  # type: ignore[assignment]
        at = BEGAN + timedelta(minutes=dice.randrange(0, 9000, 7))
        file = dice.random() < 0.1
        yield Exchange(
            f"{'file' if file else 'comment'}:{number}",
            str(dice.randrange(7)),
            at,
            at,
            ExchangeKind.FILE if file else dice.choice(KINDS),
            account=str(PEOPLE[key]["account"]) if key else "a-9",
            person=key,
            name=str(PEOPLE[key]["name"]) if key else "Somebody",
            side=side,
            to=dice.choice([(), (), ("anna",), ("maria",), ("Anna", "maria")]),
            what="plan.pdf" if file else f"said {number}",
            details={"files": ["plan.pdf"]} if not file and dice.random() < 0.1 else {},
            is_thanks=dice.random() < 0.1,
            hidden=dice.random() < 0.1,
        )


TALK = list(write_talk(400))


@pytest.fixture
def database(tmp_path: Path, newest_sqlite: bytes) -> Iterator[Database]:
    """Give a database that holds the talk."""
    (tmp_path / "ugovor.db").write_bytes(newest_sqlite)
    opened = Database(f"sqlite:///{tmp_path}/ugovor.db")
    with opened.change() as connection:
        exchanges.save_comments(connection, "main", MAPPING.id, TALK, are_read=True)
    yield opened
    opened.close()


def rows_of(page: TimelinePage) -> list[TimelineLine]:
    """Return a page's rows, newest first."""
    return [line for _, rows in page.days for line in rows]


def check(database: Database, mapping: ContractMapping = MAPPING) -> None:
    """Compare each page with the whole timeline."""
    with database.look() as connection:
        whole = read_timeline(connection, mapping, "en")
    for query in FILTERS:
        wanted, _ = read_filter(query, mapping)
        taken = [line for line in reversed(whole) if wanted.takes(line)]
        last = max(1, -(-len(taken) // ROWS_PER_PAGE))
        first = (min(int(query.get("page", "1")), last) - 1) * ROWS_PER_PAGE
        page = read_page(database, mapping, query, "en")
        assert taken[first : first + ROWS_PER_PAGE] == rows_of(page), query
        assert (len(taken) > first + ROWS_PER_PAGE, first > 0) == (page.has_earlier, page.has_later)
        shown = {line.id for line in taken}
        assert {line.answered_by for line in rows_of(page)} & shown == page.elsewhere
        assert tuple(say_answers(times, "en") for times in measure_answers(whole)) == page.answers


def test_pages_are_the_whole_timeline_cut_up(database: Database) -> None:
    """With every filter, on every page; "anna" and "Anna" are two people."""
    check(database)


def edit(connection: Connection) -> None:
    """A comment is thanks alone now; another was not for everybody's eyes."""
    for number, hidden in ((3, False), (40, True)):
        was = TALK[number]
        later = was.changed_at + timedelta(hours=1)
        new = Exchange(
            **{**vars(was), "changed_at": later, "is_thanks": True, "hidden": hidden, "what": "ok"}
        )
        exchanges.save_comments(connection, "main", MAPPING.id, [new], are_read=False)


def delete(connection: Connection) -> None:
    """One is deleted by its webhook, all others of an issue are found missing."""
    exchanges.mark_deleted(connection, "main", MAPPING.id, "3", "12", BEGAN)
    exchanges.mark_missing(connection, "main", "4", [])


def decide(connection: Connection) -> None:
    """Comments turn out to have decided something; somebody writes down a call."""
    acts = [Exchange(**{**vars(each), "kind": ExchangeKind.DECISION}) for each in TALK[50:60]]
    at = BEGAN + timedelta(days=2)
    acts += [
        Exchange("log:1", "2", at, at, ExchangeKind.CALL, person="maria", side="contractor", what="call")
    ]
    exchanges.save_acts(connection, "main", MAPPING.id, acts)


def take_sides(connection: Connection) -> None:
    """The tracker says on whose side a stranger is."""
    for stranger in exchanges.load_strangers(connection, MAPPING.id):
        exchanges.save_side(connection, MAPPING.id, stranger, "client")


@pytest.mark.parametrize("change", [edit, delete, decide, take_sides])
def test_whatever_changes_is_matched_anew(database: Database, change: Callable[[Connection], None]) -> None:
    """After it, pages and the whole timeline are one again."""
    check(database)
    with database.look() as connection:
        before = read_timeline(connection, MAPPING, "en")
    with database.change() as connection:
        change(connection)
    with database.look() as connection:
        assert before != read_timeline(connection, MAPPING, "en")
    check(database)


@pytest.mark.parametrize(
    "changed",
    [
        contract(people={**PEOPLE, "oleg": {"name": "Олег", "side": "client", "account": "a-9"}}),
        contract(people={**PEOPLE, "maria": {**PEOPLE["maria"], "side": "client"}}),
        contract(hours={"from": "06:00", "to": "22:00"}),
        contract("Europe/Moscow"),
        contract(days_off=("2026-04-08",)),
    ],
)
def test_other_terms_are_matched_anew(database: Database, changed: ContractMapping) -> None:
    """People, hours, calendar and time zone of a new version of the mapping."""
    check(database)
    check(database, changed)


def test_what_stands_is_not_matched_twice(database: Database) -> None:
    """Once found, only the issue that something was written on is looked at."""
    assert 7 == match_anew(database, MAPPING)
    assert 0 == match_anew(database, MAPPING)
    with database.change() as connection:
        exchanges.mark_deleted(connection, "main", MAPPING.id, "3", "new", BEGAN)
    assert 1 == match_anew(database, MAPPING)


def test_an_address_may_name_an_exchange(database: Database) -> None:
    """Its page is shown, wherever it stands today; an unknown one is on the first."""
    with database.look() as connection:
        whole = [line.id for line in reversed(read_timeline(connection, MAPPING, "en"))]
    for place in (0, 99, 100, len(whole) - 1):
        page = read_page(database, MAPPING, {"entry": whole[place]}, "en")
        assert (place // ROWS_PER_PAGE + 1, True) == (page.number, whole[place] in page.here)
    assert 1 == read_page(database, MAPPING, {"entry": "comment:none"}, "en").number


@pytest.mark.parametrize("count", [0, 1, 3])
def test_parts_of_an_export_are_one_file(
    database: Database, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    """JSON a row at once and CSV some rows at once: as if written whole."""
    monkeypatch.setattr(timeline_formats, "_ROWS_AT_ONCE", 2)
    with database.look() as connection:
        lines = read_timeline(connection, MAPPING, "en")[:count]
    rows = list(json_rows(lines))
    as_json, as_csv = (list(render_timeline(form, lines, MAPPING, "en", (0, ""))) for form in ("json", "csv"))
    assert b"".join(as_json).decode() == json.dumps(rows, ensure_ascii=False, indent=2) + "\n"
    read = list(csv.DictReader(io.StringIO(b"".join(as_csv).decode())))
    assert [row["id"] for row in read] == [row["id"] for row in rows]
    assert b"".join(as_csv).decode().startswith("id,at,issue,kind,from,from_side,to,what,answers,")
    assert len(as_csv) == max(1, -(-count // 2))
