"""Overdue stages, forecasts, and work after acceptance: no promise in the past."""

from __future__ import annotations

import pytest
from page_player import link, reader, words
from scene import Scene

from plugin.pages.contract_view import read_contract
from plugin.practice.tracker.state import PracticeIssue

CALCULATOR = "Калькулятор стоимости"
DESIGN = "ACME-1"


def plain(text: str) -> str:
    """Return a text with ordinary spaces."""
    return text.replace("\xa0", " ")


def said(scene: Scene, issue: PracticeIssue) -> list[str]:
    """Return the public comments on an issue, oldest first."""
    return [plain(text) for text in scene.said(issue)]


def design(scene: Scene) -> PracticeIssue:
    """Return the issue of the first stage, which is due on Friday, 10 April."""
    return scene.site.issue(DESIGN)


@pytest.fixture
def late(scene: Scene) -> Scene:
    """The design is two working days late: it is Tuesday, 14 April."""
    scene.clock.to("2026-04-14T09:00")
    return scene


def ask(scene: Scene, hours: int = 6, who: str = "contact", **fields: object) -> PracticeIssue:
    """Ask for something extra with an estimate; the offer is an hour old."""
    issue = scene.create(who, CALCULATOR, hours=hours, **fields)
    scene.settle()
    scene.clock.move(hours=1)
    return issue


def test_overdue_stage_names_its_delay_as_ours_and_no_date(late: Scene) -> None:
    """Our delay is named apart and first; the option names days and no date."""
    (offer,) = said(late, ask(late))
    first, rest = offer.split("\n", 1)
    assert first == (
        "Этап «Дизайн» опаздывает на 2 рабочих дня, это наша задержка; запрос добавит 1 рабочий день."
    )
    assert "1. Делаем, +1 рабочий день к сроку этапа." in rest
    assert "2. Делаем вместе с этапом за 25 700 ₽" in rest
    assert "апреля" not in rest.split("Ответьте")[0]


def test_extra_adds_only_its_own_days_to_the_contract(late: Scene) -> None:
    """The contact may shift two days and is asked for one, whatever the delay."""
    issue = ask(late)
    late.comment("contact", issue, "/choose 1")
    late.settle()
    (row,) = late.register()
    assert (row["state"], row["decided_by"], row["working_days"]) == ("decided", "Анна Белова", 1)
    assert (row["due_before"], row["due_after"]) == ("2026-04-10", None)
    assert late.due(design(late)) is None
    assert "13 апреля" in said(late, design(late))[0]


def test_manager_is_asked_once_for_the_date_that_will_hold(late: Scene) -> None:
    """One question a stage, to the team alone, and never to the client."""
    first, second = ask(late), ask(late)
    told = [text for issue in (first, second) for text in late.said(issue, team=True) if "/прогноз" in text]
    assert len(told) == 1
    assert all("/прогноз" not in text for text in [*said(late, first), *said(late, second)])


def test_forecast_gives_the_option_its_date(late: Scene) -> None:
    """Option, due_after and due field have the forecast plus the days."""
    issue = ask(late)
    late.comment("manager", design(late), "/прогноз 20.04.2026: понадобился ещё один круг правок")
    late.settle()
    late.clock.move(hours=1)
    assert "1. Делаем, «Дизайн» сдаём 21 апреля, во вторник." in said(late, issue)[0]
    told = said(late, design(late))[-1]
    assert told.startswith("Пётр, этап «Дизайн» сдадим 20 апреля, в понедельник;")
    assert len(told) <= 300
    late.comment("contact", issue, "/choose 1")
    late.settle()
    (row,) = late.register()
    assert (row["working_days"], row["due_after"]) == (1, "2026-04-21")
    assert late.due(design(late)) == "2026-04-21"


def test_later_extra_is_counted_from_the_moved_forecast(late: Scene) -> None:
    """Extras accepted after a forecast move it; a hand-edited date is a drift."""
    late.comment("manager", design(late), "/forecast 2026-04-20: one more round")
    late.settle()
    first = ask(late)
    late.comment("contact", first, "/choose 1")
    late.settle()
    second = ask(late)
    assert "сдаём 22 апреля, в среду" in said(late, second)[0]
    late.edit("manager", design(late), duedate="2026-04-20")
    late.settle()
    assert any("поменяли вручную" in plain(text) for text in late.said(design(late), team=True))


def test_what_the_service_left_on_purpose_is_no_drift(late: Scene) -> None:
    """The due field keeps what it had; only a departure from that is told."""
    late.edit("manager", design(late), duedate="2026-04-10")
    late.settle()
    issue = ask(late)
    late.comment("contact", issue, "/choose 1")
    late.settle()
    assert late.due(design(late)) == "2026-04-10"
    late.edit("manager", design(late), duedate="2026-04-30")
    late.settle()
    told = [text for text in late.said(design(late), team=True) if "поменяли вручную" in plain(text)]
    late.edit("manager", design(late), duedate="2026-04-10")
    late.settle()
    still = [text for text in late.said(design(late), team=True) if "поменяли вручную" in plain(text)]
    assert (len(told), still) == (1, told)


@pytest.mark.parametrize(
    ("who", "words", "named"),
    [
        ("contact", "/прогноз 20.04.2026: так удобнее", "Мария Орлова"),
        ("manager", "/прогноз 10.04.2026: успели", "уже прошло"),
    ],
    ids=["only who may publish names a forecast", "a day that has gone by is asked about"],
)
def test_forecast_that_does_not_count_is_answered(late: Scene, who: str, words: str, named: str) -> None:
    """Nothing is on record, and the sentence says what would help."""
    late.comment(who, design(late), words)
    late.settle()
    assert named in said(late, design(late))[-1]
    assert "прогноз" not in said(late, design(late))[0]


def accept_design(scene: Scene) -> None:
    """Sign the first stage off."""
    scene.comment("director", design(scene), "/принято")
    scene.settle()
    assert "signed-off" in scene.labels(design(scene))


def test_work_after_acceptance_has_a_date_of_its_own(scene: Scene) -> None:
    """Twelve hours at six a day are two working days, for the fee as well."""
    accept_design(scene)
    scene.clock.to("2026-03-16T09:00")
    issue = ask(scene, hours=12, epic="ACME-3")
    (offer,) = said(scene, issue)
    assert "1. Делаем и сдаём 18 марта, в среду." in offer
    assert "2. Делаем к 18 марта за 51 300 ₽" in offer
    assert "Откладываем: вернёмся на следующем этапе" in offer
    scene.comment("director", issue, "/choose 2")
    scene.settle()
    (row,) = scene.register()
    assert (row["option"], row["working_days"]) == ("extra_fee", None)
    assert (row["due_before"], row["due_after"]) == (None, "2026-03-18")
    assert (scene.due(issue), scene.due(design(scene))) == ("2026-03-18", None)


def test_accepted_and_unfinished_work_comes_first(scene: Scene) -> None:
    """Hours of accepted work are added and rounded up once, until it is done."""
    accept_design(scene)
    scene.clock.to("2026-03-16T09:00")
    first = ask(scene, hours=9, epic="ACME-3")
    scene.comment("director", first, "/choose 1")
    scene.settle()
    second = ask(scene, hours=9, epic="ACME-3")
    assert "1. Делаем и сдаём 19 марта, в четверг." in said(scene, second)[0]
    scene.move("manager", first, "Done")
    scene.settle()
    third = ask(scene, hours=9, epic="ACME-3")
    assert "1. Делаем и сдаём 18 марта, в среду." in said(scene, third)[0]


def test_published_date_stands_until_the_offer_ends(scene: Scene) -> None:
    """A touch changes nothing; after the offer has ended it is counted anew."""
    accept_design(scene)
    scene.clock.to("2026-03-16T09:00")
    issue = ask(scene, hours=12, epic="ACME-3")
    scene.clock.to("2026-03-18T09:00")
    scene.edit("contact", issue, priority="High")
    scene.settle()
    assert "18 марта, в среду" in said(scene, issue)[0]
    scene.clock.to("2026-03-30T09:00")
    scene.comment("director", issue, "/choose 1")
    scene.settle()
    assert [row["state"] for row in scene.register()] == ["offered"]
    assert "1 апреля, в среду" in said(scene, issue)[-1]


def test_open_offer_follows_the_signature_of_its_stage(scene: Scene) -> None:
    """What was offered before the signature is a piece of work of its own after it."""
    issue = ask(scene, hours=12)
    assert "«Дизайн» сдаём" in said(scene, issue)[0]
    accept_design(scene)
    scene.settle()
    (offer,) = [text for text in said(scene, issue) if "1. Делаем" in text]
    assert "«Дизайн» сдаём" not in offer
    assert "4 марта" in offer


def test_open_offer_names_no_date_once_it_has_passed(scene: Scene) -> None:
    """On the morning after the contract date the comment is made anew by itself."""
    scene.clock.to("2026-04-08T09:00")
    issue = ask(scene, hours=6)
    assert "вместо 10-го" in said(scene, issue)[0]
    scene.clock.to("2026-04-13T12:00")
    scene.settle()
    (offer,) = [text for text in said(scene, issue) if "1. Делаем" in text]
    assert "вместо 10-го" not in offer
    assert "это наша задержка" in offer


def test_later_forecast_stands_beside_contract_dates(scene: Scene) -> None:
    """Contract date and forecast are shown under these names, wherever both differ."""
    issue = ask(scene, hours=18)
    answer_by = said(scene, issue)[0].split("Ответьте")[1]
    scene.clock.move(days=1)
    scene.comment("manager", design(scene), "/прогноз 20.04.2026: понадобился ещё один круг правок")
    scene.settle()
    scene.clock.move(hours=1)
    (offer,) = [text for text in said(scene, issue) if "1. Делаем" in text]
    assert "Даты в вариантах — по договору; сам этап сейчас ожидаем 20 апреля." in offer
    assert offer.split("Ответьте")[1].split("\n")[0] == answer_by.split("\n")[0]
    page = words(reader(scene).get(link(scene, "director", "choose", issue.id, 2)))
    assert "сам этап сейчас ожидаем 20 апреля" in page.replace("\xa0", " ")
    checklist = said(scene, design(scene))[0]
    assert "Срок по договору — пятница, 10 апреля, прогноз — понедельник, 20 апреля." in checklist
    scene.comment("director", issue, "1")
    scene.settle()
    decided = said(scene, issue)[-1]
    assert "15 апреля" in decided
    assert "Это срок по договору, прогноз — четверг, 23 апреля." in decided
    (row,) = scene.register()
    assert (row["due_before"], row["due_after"]) == ("2026-04-10", "2026-04-15")
    with scene.service.database.look() as connection:
        view = read_contract(connection, "ACME-SITE", "ru", scene.clock.now())
    assert view is not None
    assert (str(view.stages[0].now), str(view.stages[0].forecast)) == ("2026-04-15", "2026-04-23")


def test_forecast_that_has_passed_is_shown_nowhere(scene: Scene) -> None:
    """Page and checklist name no forecast that lies behind."""
    scene.comment("manager", design(scene), "/прогноз 20.04.2026: понадобился ещё один круг правок")
    scene.settle()
    scene.clock.to("2026-04-21T09:00")
    with scene.service.database.look() as connection:
        view = read_contract(connection, "ACME-SITE", "ru", scene.clock.now())
    assert view is not None
    assert view.stages[0].forecast is None
