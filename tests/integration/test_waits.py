"""Waits as people live them: asked, answered, received, and what it does to dates."""

from __future__ import annotations

import pytest
import yaml
from scene import Scene, opened
from scenes import Scenes
from service_scene import CONTRACTS
from test_timeline import timeline

from plugin.core.model.waits import Wait
from plugin.practice.tracker import actions
from plugin.practice.tracker.state import PracticeIssue
from plugin.reports.register import register_rows
from plugin.reports.register_formats import json_rows
from plugin.reports.waits import read_waits
from plugin.reports.waits_formats import json_rows as waits_json
from plugin.store import contracts, issues, notices, record, waits

DESIGN = "ACME-1"


def plain(text: str) -> str:
    """Return a text with ordinary spaces."""
    return text.replace("\xa0", " ")


def terms(**waiting: object) -> str:
    """Return the contract with terms of waiting; the design is due on 18 December."""
    mapping = yaml.safe_load((CONTRACTS / "review.yaml").read_text(encoding="utf-8"))
    mapping["waiting"] = {"contact": "contact", "moves_deadline": True, **waiting}
    for stage in mapping["stages"]:
        stage["due"] = {"design": "2026-12-18"}.get(stage["id"], stage["due"])
    return yaml.safe_dump(mapping, allow_unicode=True)


def begun(scene: Scene) -> Scene:
    """Open the project; it is Monday, 7 December 2026, in the morning."""
    opened(scene)
    scene.clock.to("2026-12-07T06:00")
    scene.settle()
    return scene


@pytest.fixture
def acme(scenes: Scenes) -> Scene:
    """The contract with waits that move the date."""
    scene = scenes(contract="review.yaml")
    scene.set_contract(terms())
    return begun(scene)


def say(scene: Scene, who: str, issue: PracticeIssue, words: str) -> None:
    """Comment as a person, and a minute later it was heard."""
    scene.comment(who, issue, words)
    scene.settle()
    scene.clock.move(minutes=1)


def on(scene: Scene, moment: str) -> None:
    """Go to a moment of December 2026 and do what is due."""
    scene.clock.to(f"2026-12-{moment}")
    scene.settle()


def texts(scene: Scene, issue: PracticeIssue) -> list[str]:
    """Return the service's public comments on an issue."""
    return [plain(text) for text in scene.said(issue)]


def waits_of(scene: Scene) -> tuple[Wait, ...]:
    """Return the waits on record of what was asked for."""
    with scene.service.database.look() as connection:
        found = waits.load_of_contract(connection, "ACME-SITE")
    return tuple(wait for wait in found if wait.series == "asked")


def register_of(scene: Scene) -> list[dict[str, object]]:
    """Return the register's rows of waiting, as other programs read them."""
    with scene.service.database.look() as connection:
        (mapping,) = contracts.load_latest(connection)
        counted = waits.load_all_counted(connection, mapping.id)
        rows = register_rows(mapping, issues.load_changes(connection, mapping.id), counted)
    return [row for row in json_rows(rows) if row["kind"] == "waiting"]


def kinds(scene: Scene) -> list[str]:
    """Return the kinds of the record's entries, oldest first."""
    with scene.service.database.look() as connection:
        assert record.verify(connection) is None
        return [entry["kind"] for entry in record.export(connection)]


def test_question_is_asked_answered_received_and_counted(acme: Scene) -> None:
    """The date moves by exactly the working days that the client's side was late."""
    work = acme.create("manager", "Главная страница", labels=["main"], hours=4)
    acme.settle()
    say(acme, "manager", work, "/спросить Анну до среды: тексты для главной")
    (asked,) = waits_of(acme)
    assert (asked.owed_by, str(asked.due), asked.state) == ("contact", "2026-12-09", "open")
    assert "Анна, ждём от вас: «тексты для главной», до среды, 9 декабря" in texts(acme, work)[-1]
    on(acme, "14T09:00")
    say(acme, "contact", work, "Тексты в папке, ссылка в описании")
    assert [each.state for each in waits_of(acme)] == ["answered"]
    say(acme, "manager", work, "/получили")
    (got,) = waits_of(acme)
    assert (got.state, got.counted.days if got.counted else None) == ("got", 2)
    assert "Ждали 2 рабочих дня, 10–11 декабря; ответ пришёл 14 декабря" in texts(acme, work)[-1]
    told = texts(acme, acme.site.issue(DESIGN))[-1]
    assert "сдвигается на 2 рабочих дня: по договору теперь вторник, 22 декабря, вместо 18-го" in told
    assert acme.due(acme.site.issue(DESIGN)) == "2026-12-22"
    assert [kind for kind in kinds(acme) if kind in ("asked", "answered", "got", "waiting_counted")] == [
        "asked",
        "answered",
        "got",
        "waiting_counted",
    ]


def test_ladder_goes_up_and_stops_at_any_reply(acme: Scene) -> None:
    """Heads-up, remind, offer a call, then a reply: nothing after it."""
    work = acme.create("manager", "Главная страница", labels=["main"], hours=4)
    acme.settle()
    say(acme, "manager", work, "/ask Анна by 11 December: тексты для главной")
    for day in ("08", "09", "10"):
        on(acme, f"{day}T09:00")
    assert "напоминаем заранее: ждём «тексты для главной» до пятницы, 11 декабря" in texts(acme, work)[-1]
    on(acme, "15T09:00")
    assert "Анна, ждём «тексты для главной», просили к 11 декабря" in texts(acme, work)[-1]
    with acme.service.database.look() as connection:
        at_risk = [
            each for each in notices.load_of_contract(connection, "ACME-SITE") if each.kind == "at_risk"
        ]
    assert {(each.person, each.state.value) for each in at_risk} == {("contact", "sent")}
    # Four hours of work fit into one day: while the date can be kept, the last day for it is named.
    assert "Чтобы сдать этап «Дизайн» 18 декабря, это нужно до четверга, 17 декабря" in texts(acme, work)[-1]
    on(acme, "17T09:00")
    assert "пяти минут хватит" in texts(acme, work)[-1]
    say(acme, "contact", work, "Пришлю завтра, готовим")
    count = len(texts(acme, work))
    for moment in ("18T09:00", "22T09:00", "24T09:00", "29T09:00"):
        on(acme, moment)
    assert len(texts(acme, work)) == count + 1
    assert "Ответ от 17 декабря считаем полным" in texts(acme, work)[-1]
    assert kinds(acme).count("reminded") == 3
    told = [row for row in timeline(acme) if row["what"] == "Напомнили: «тексты для главной»"]
    assert [(row["from_side"], row["to"], row["working_hours"]) for row in told] == [
        ("contractor", "Анна Белова", None)
    ] * 3


def test_several_waits_are_one_list_and_the_limit_holds(acme: Scene) -> None:
    """What falls together is one text; a fourth reminder waits."""
    work = acme.create("manager", "Главная страница", labels=["main"], hours=4)
    other = acme.create("manager", "Вторая страница", labels=["main"], hours=4)
    acme.settle()
    say(acme, "manager", work, "/ask Анна by 8 December: тексты")
    say(acme, "manager", other, "/ask Анна by 8 December: логотип")
    on(acme, "10T09:00")
    told = [text for issue in (work, other) for text in texts(acme, issue) if "вот что сейчас ждёт" in text]
    assert len(told) == 1
    assert "«тексты»" in told[0]
    assert "«логотип»" in told[0]
    for day in ("11", "14", "15", "16", "17", "18", "21", "22", "23"):
        on(acme, f"{day}T09:00")
    reminded = [kind for kind in kinds(acme) if kind == "reminded"]
    public = sum(len(texts(acme, issue)) for issue in (work, other))
    # Two living comments, three reminders, and what the decider hears of both; our own notes are not public.
    assert public == 2 + 3 + 1
    assert len(reminded) == 3 + 2 + 1


def test_decider_hears_of_what_several_people_owe_in_one_text(scenes: Scenes) -> None:
    """Each is told of once."""
    scene = scenes(contract="review.yaml")
    scene.set_contract(terms(remind_after=[1], ladder=["tell_decider"]))
    begun(scene)
    work = scene.create("manager", "Главная страница", labels=["main"], hours=4)
    other = scene.create("manager", "Вторая страница", labels=["main"], hours=4)
    scene.settle()
    say(scene, "manager", work, "/ask Анна by 8 December: тексты")
    say(scene, "manager", other, "/ask Игорь by 8 December: логотип")
    say(scene, "manager", other, "/ask Пётр by 8 December: адрес")
    for moment in ("09T09:00", "10T09:00", "11T09:00"):
        on(scene, moment)
    told = [text for issue in (work, other) for text in texts(scene, issue) if "нужна ваша помощь" in text]
    assert len(told) == 1
    assert "«тексты» (Анна Белова)" in told[0]
    assert "«логотип» (Игорь Ким)" in told[0]
    assert "«адрес» (ждём от вас)" in told[0]
    assert kinds(scene).count("reminded") == 1


def test_reminders_off_and_on(acme: Scene) -> None:
    """Our side halts the reminders of a wait, and goes on with them."""
    work = acme.create("manager", "Главная страница", labels=["main"], hours=4)
    acme.settle()
    say(acme, "manager", work, "/ask Анна by 8 December: тексты")
    say(acme, "manager", work, "/напоминания нет")
    count = len(texts(acme, work))
    on(acme, "11T09:00")
    assert len(texts(acme, work)) == count
    say(acme, "manager", work, "/напоминания да")
    on(acme, "14T09:00")
    assert "Анна, " in texts(acme, work)[-1]
    assert len(texts(acme, work)) == count + 2


def test_part_missing_hands_the_ball_back(acme: Scene) -> None:
    """`/got part` names what is missing, and the client's days go on from that word."""
    work = acme.create("manager", "Главная страница", labels=["main"], hours=4)
    acme.settle()
    say(acme, "manager", work, "/ask Анна by 8 December: тексты и логотип")
    on(acme, "10T09:00")
    say(acme, "contact", work, "Тексты приложила")
    on(acme, "14T09:00")
    say(acme, "manager", work, "/получили не всё: нет логотипа")
    (back,) = waits_of(acme)
    assert (back.state, back.missing) == ("open", "нет логотипа")
    on(acme, "16T09:00")
    say(acme, "contact", work, "Вот логотип: https://example.org/logo.svg")
    say(acme, "manager", work, "/got")
    (got,) = waits_of(acme)
    # Wednesday the 9th before the first answer, Monday and Tuesday after the word that something is missing.
    assert got.counted is not None
    assert got.counted.days == 3


def test_waiting_status_opens_and_ends_a_wait(acme: Scene) -> None:
    """Moving the issue to a waiting status asks the contact; leaving it ends the wait."""
    work = acme.create("manager", "Главная страница", labels=["main"], hours=4)
    acme.settle()
    acme.move("manager", work, "Waiting for client")
    acme.settle()
    (opened_,) = waits_of(acme)
    assert (opened_.owed_by, opened_.by_status, opened_.state) == ("contact", True, "open")
    assert "Анна, ждём от вас: «что нужно, чтобы продолжить»" in texts(acme, work)[-1]
    acme.clock.move(minutes=5)
    acme.move("manager", work, "In Progress")
    acme.settle()
    assert [each.state for each in waits_of(acme)] == ["got"]


def test_offer_is_a_wait_without_a_list(acme: Scene) -> None:
    """An open offer is owed by its decider, and its wait ends with the decision."""
    work = acme.create("contact", "Калькулятор стоимости", hours=18)
    acme.settle()
    with acme.service.database.look() as connection:
        (offered,) = waits.load_of_contract(connection, "ACME-SITE")
    assert (offered.kind, offered.owed_by, offered.state) == ("decision", "director", "open")
    assert len(texts(acme, work)) == 1
    say(acme, "director", work, "А почему так долго?")
    with acme.service.database.look() as connection:
        (mapping,) = contracts.load_latest(connection)
        (asked,) = waits_json(read_waits(connection, mapping, acme.clock.now()))
    # The service made the offer: somebody has to answer what is asked about it.
    assert (asked["state"], asked["asked_by"], asked["holder"]) == ("answered", None, "Мария Орлова")
    say(acme, "director", work, "2")
    with acme.service.database.look() as connection:
        (decided,) = waits.load_of_contract(connection, "ACME-SITE")
    assert decided.state == "got"


def late_answer(scene: Scene) -> PracticeIssue:
    """Ask for texts by 8 December, and get them on Thursday the 10th."""
    work = scene.create("manager", "Главная страница", labels=["main"], hours=4)
    scene.settle()
    say(scene, "manager", work, "/ask Анна by 8 December: тексты")
    on(scene, "10T09:00")
    say(scene, "contact", work, "Тексты в папке")
    say(scene, "manager", work, "/got")
    return work


def test_reset_takes_counted_waiting_back(acme: Scene) -> None:
    """The date is what it was, and the register says so."""
    acme.set_contract(terms().replace("- rule_scope", "- reset\n  - rule_scope"))
    acme.settle()
    work = late_answer(acme)
    assert acme.due(acme.site.issue(DESIGN)) == "2026-12-21"
    (row,) = register_of(acme)
    assert (row["issue"], row["state"], row["working_days"], row["fee"], row["verdict"]) == (
        "ACME-1",
        "moved",
        1,
        0,
        None,
    )
    assert (row["due_before"], row["due_after"]) == ("2026-12-18", "2026-12-21")
    say(acme, "manager", work, "/вернуть")
    assert acme.due(acme.site.issue(DESIGN)) == "2026-12-18"
    assert [each["state"] for each in register_of(acme)] == ["reset"]
    assert "снова 18 декабря" in texts(acme, work)[-1]


@pytest.mark.parametrize(
    ("words", "due", "state"),
    [("1", "2026-12-21", "moved"), ("/choose 2", None, "reset")],
    ids=["the decider moves the date", "the decider leaves the date"],
)
def test_move_is_proposed_to_the_decider(scenes: Scenes, words: str, due: str | None, state: str) -> None:
    """With `propose` waiting moves a date only when the decider says so."""
    scene = scenes(contract="review.yaml")
    scene.set_contract(terms(moves_deadline="propose"))
    begun(scene)
    late_answer(scene)
    stage = scene.site.issue(DESIGN)
    assert "Предлагаем учесть это в сроке" in texts(scene, stage)[-1]
    assert scene.due(stage) is None
    assert [each["state"] for each in register_of(scene)] == ["proposed"]
    say(scene, "deputy", stage, "1")
    assert [each["state"] for each in register_of(scene)] == ["proposed"]
    say(scene, "director", stage, words)
    assert scene.due(stage) == due
    assert [each["state"] for each in register_of(scene)] == [state]


def test_waits_are_listed_for_other_programs(acme: Scene) -> None:
    """Each wait with its holder, both sides' days and the next step."""
    work = acme.create("manager", "Главная страница", labels=["main"], hours=4)
    acme.settle()
    say(acme, "manager", work, "/ask Анна by 8 December: тексты")
    on(acme, "10T09:00")
    with acme.service.database.look() as connection:
        (mapping,) = contracts.load_latest(connection)
        (row,) = waits_json(read_waits(connection, mapping, acme.clock.now()))
    assert row == {
        "contract": "ACME-SITE",
        "issue": work.key,
        "number": 1,
        "kind": "input",
        "what": "тексты",
        "owed_by": "Анна Белова",
        "owed_side": "client",
        "asked_by": "Мария Орлова",
        "asked_at": row["asked_at"],
        "due": "2026-12-08",
        "state": "open",
        "holder": "Анна Белова",
        "days_client": 3,
        "days_contractor": 0,
        "next_step": "offer_call",
        "next_on": "2026-12-14",
    }


def test_owing_side_names_a_colleague_and_hands_nothing_over(acme: Scene) -> None:
    """Who owes may name a colleague, at the same day, and nobody of our side."""
    work = acme.create("manager", "Главная страница", labels=["main"], hours=4)
    acme.settle()
    say(acme, "manager", work, "/ask Анна by 9 December: тексты")
    say(acme, "contact", work, "/ask 1 Мария")
    (wait,) = waits_of(acme)
    assert (wait.owed_by, wait.state) == ("contact", "open")
    say(acme, "contact", work, "/ask 1 Пётр by 20 December")
    old, fresh = waits_of(acme)
    assert (old.state, old.moved_to) == ("moved", 2)
    assert (fresh.owed_by, str(fresh.due), fresh.state) == ("director", "2026-12-09", "open")
    say(acme, "manager", work, "/ask 2 Анна by 14 December")
    assert str(waits_of(acme)[-1].due) == "2026-12-14"


def test_deleted_issue_ends_its_waits(acme: Scene) -> None:
    """What is waited for on an issue that is gone ends, and nobody is reminded."""
    work = acme.create("manager", "Главная страница", labels=["main"], hours=4)
    acme.settle()
    say(acme, "manager", work, "/ask Анна by 8 December: тексты")
    actions.delete_issue(acme.site, work, acme.person("manager"))
    acme.settle()
    assert [each.state for each in waits_of(acme)] == ["cancelled"]
    on(acme, "21T09:00")
    assert "reminded" not in kinds(acme)


def test_many_questions_fit_into_a_short_comment(acme: Scene) -> None:
    """The living comment names six, and says how many more there are."""
    work = acme.create("manager", "Главная страница", labels=["main"], hours=4)
    acme.settle()
    for number in range(9):
        say(acme, "manager", work, f"/ask Анна by 9 December: тексты раздела {number}")
    living = next(text for text in texts(acme, work) if "Что сейчас ждём" in text)
    assert "И ещё 3." in living
    assert len(living) < 600
