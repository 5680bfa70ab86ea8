"""The calendar feed: what it shows, its form, and how it is fetched."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import yaml
from icalendar import Calendar
from page_player import PageReader, held, hidden, reader, signed_in, words
from scene import Scene, opened
from scenes import Scenes
from service_scene import CONTRACTS
from werkzeug.test import TestResponse

from plugin.store import shared_links

HOST = "http://localhost"
LONG = "тексты, логотип; папка C:\\docs и ещё кое-что, что не помещается в одну строку календаря"


@pytest.fixture
def scene(scenes: Scenes) -> Scene:
    """A contract with a question, an offer and an absence, on 7 December."""
    made = scenes(contract="review.yaml")
    made.set_contract(terms())
    opened(made)
    made.clock.to("2026-12-07T06:00")
    made.settle()
    made.create("contact", "Калькулятор стоимости", hours=18)
    work = made.create("manager", "Тексты", labels=["main"], hours=4)
    made.settle()
    made.comment("manager", work, f"/спросить Анну до 9 декабря: {LONG}")
    made.settle()
    return made


def terms(name: str = "Анна Белова") -> str:
    """Return the contract with a contact of this name."""
    mapping = yaml.safe_load((CONTRACTS / "review.yaml").read_text(encoding="utf-8"))
    mapping["waiting"] = {"contact": "contact"}
    mapping["people"]["contact"]["name"] = name
    mapping["people"]["director"]["away"] = [{"from": date(2026, 12, 21), "until": date(2026, 12, 23)}]
    return yaml.safe_dump(mapping, allow_unicode=True)


def subscribe(scene: Scene, person: str = "contact") -> str:
    """Return the path of a person's feed, made by the button on their page."""
    who = signed_in(scene, person)
    made = who.client.post("/mine", data=hidden(who.get("/mine")))
    assert made.status_code == 303
    return words(who.get(made.headers["Location"])).split(HOST)[1].split()[0]


def days(answer: TestResponse) -> dict[str, tuple[date, date]]:
    """Return first day of each event and the day after its last, by its title."""
    events = Calendar.from_ical(answer.data).walk("VEVENT")
    return {
        str(event["summary"]).replace("\xa0", " "): (event.decoded("dtstart"), event.decoded("dtend"))
        for event in events
    }


def test_feed_shows_dates_offers_waits_and_absences(scene: Scene) -> None:
    """Due dates, offers' last days, waits and absences, as events of whole days."""
    answer = reader(scene).get(subscribe(scene))
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    shown = days(answer)
    assert shown["Срок по договору: «Дизайн»"] == (date(2026, 12, 31), date(2027, 1, 1))
    assert shown["Отсутствует: Пётр Соколов"] == (date(2026, 12, 21), date(2026, 12, 24))
    assert shown[f"От вас ждём: «{LONG}»"] == (date(2026, 12, 9), date(2026, 12, 10))
    assert "Последний день выбора: «Калькулятор стоимости»" in shown
    others = days(reader(scene).get(subscribe(scene, "manager")))
    assert f"Ждём «{LONG}»: Анна Белова" in others


def test_feed_keeps_to_rfc_5545(scene: Scene) -> None:
    """Lines end with CRLF, are folded at 75 octets, and commas are escaped."""
    answer = reader(scene).get(subscribe(scene))
    assert answer.data.endswith(b"END:VCALENDAR\r\n")
    lines = answer.data.split(b"\r\n")
    assert all(b"\n" not in line and b"\r" not in line for line in lines)
    assert max(map(len, lines)) <= 75
    assert all(line.decode() is not None for line in lines)
    unfolded = answer.data.replace(b"\r\n ", b"").decode()
    assert "тексты\\, логотип\\; папка C:\\\\docs" in unfolded
    for event in unfolded.split("BEGIN:VEVENT")[1:]:
        for name in ("UID:", "DTSTAMP:", "DTSTART;VALUE=DATE:", "DTEND;VALUE=DATE:", "SEQUENCE:"):
            assert event.count(f"\r\n{name}") == 1
    calendar = Calendar.from_ical(answer.data)
    assert calendar["version"] == "2.0"
    assert not any(component.errors for component in calendar.walk())
    uids = [str(event["uid"]) for event in calendar.walk("VEVENT")]
    assert len(set(uids)) == len(uids)


def test_events_keep_their_uid_and_their_sequence_grows(scene: Scene) -> None:
    """What moved is the same event with a higher SEQUENCE; else the answer is 304."""
    address, who = subscribe(scene), reader(scene)
    first = who.get(address)
    etag = first.headers["ETag"]
    again = who.client.get(address, headers={"If-None-Match": etag})
    assert (304, b"") == (again.status_code, again.data)
    extra = next(each for each in scene.site.issues.values() if "Калькулятор" in each.fields["summary"])
    scene.comment("director", extra, "1")
    scene.settle()
    after = who.client.get(address, headers={"If-None-Match": etag})
    assert after.status_code == 200
    was, now = (_stage(Calendar.from_ical(answer.data)) for answer in (first, after))
    assert was[0] == now[0]
    assert was[1] < now[1]
    assert was[2] < now[2]


def _stage(calendar: Calendar) -> tuple[str, date, int]:
    event = next(each for each in calendar.walk("VEVENT") if "«Дизайн»" in str(each["summary"]))
    return str(event["uid"]), event.decoded("dtstart"), int(event["sequence"])


def test_fetching_changes_nothing(scene: Scene) -> None:
    """A calendar program fetches every hour."""
    address = subscribe(scene)
    before = held(scene)
    for _ in range(3):
        reader(scene).get(address)
    assert held(scene) == before


def test_feed_closes_when_revoked_or_when_somebody_else_has_the_key(scene: Scene) -> None:
    """A link does not pass to a successor, and a revoked one opens nothing."""
    address, ours = subscribe(scene), subscribe(scene, "manager")
    scene.set_contract(terms("Ольга Новая"))
    scene.clock.move(seconds=10)
    scene.work()
    assert [410, 200] == [reader(scene).get(each).status_code for each in (address, ours)]
    with scene.service.database.change() as connection:
        for link in shared_links.load_of_contract(connection, "ACME-SITE"):
            shared_links.revoke(connection, link.id, scene.clock.now())
    assert reader(scene).get(ours).status_code == 410


@pytest.mark.parametrize("path", ["/calendar/abc.ics", "/calendar/.ics"])
def test_made_up_addresses_open_nothing(scene: Scene, path: str) -> None:
    """A token that was not made here is none; one for a brief is none for a calendar."""
    assert reader(scene).get(path).status_code == 404
    feed = subscribe(scene)
    token = feed.removeprefix("/calendar/").removesuffix(".ics")
    assert reader(scene).get(f"/brief/{token}").status_code == 404


def test_nobody_makes_a_feed_for_another_contract(scene: Scene) -> None:
    """The form is taken for one's own contracts alone."""
    who: PageReader = signed_in(scene, "contact")
    fields = {**hidden(who.get("/mine")), "contract": "OTHER"}
    assert who.client.post("/mine", data=fields).status_code == 404
    assert reader(scene).client.post("/mine", data=fields).status_code == 403


def test_feed_shows_calls_and_absences_that_people_told_of(scene: Scene) -> None:
    """A call stands at its time with those who take part; absences stand once."""
    work = scene.create("manager", "Меню", labels=["main"], hours=4)
    scene.settle()
    scene.comment("manager", work, "/созвон Анна, 10 декабря 15:00: меню")
    scene.comment("contact", work, "/отсутствую с 14 по 15 декабря")
    scene.settle()
    answer = reader(scene).get(subscribe(scene))
    begins = datetime(2026, 12, 10, 11, tzinfo=UTC)
    shown = days(answer)
    assert shown["Созвон: «меню»"] == (begins, begins + timedelta(minutes=30))
    text = answer.data.decode()
    # Of a call alone: nobody is to be woken by a due date.
    assert (text.count("BEGIN:VALARM"), "TRIGGER:-PT15M" in text) == (1, True)
    assert shown["Отсутствует: Анна Белова"] == (date(2026, 12, 14), date(2026, 12, 16))
    assert answer.data.decode().count("Отсутствует: Анна") == 1
    others = days(reader(scene).get(subscribe(scene, "director")))
    assert "Созвон: «меню»" not in others
