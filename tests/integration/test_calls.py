"""Calls as people have them: arranged, written up, and confirmed by who said yes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from page_player import hidden, link, reader, words
from scene import Scene
from scenes import Scenes
from test_timeline import timeline
from test_waits import begun, kinds, on, say, terms, texts, waits_of

from plugin.core.model.waits import WaitKind
from plugin.practice.tracker import actions
from plugin.practice.tracker.state import PracticeIssue
from plugin.store import calls

WRITE_UP = (
    "/созвонились\n"
    "Контекст: калькулятор на главной\n"
    "Проблема: не влезает в срок\n"
    "Варианты: вариант 1 или вариант 3\n"
    "Следующий шаг: Мария пришлёт макет\n"
)


@pytest.fixture
def acme(scenes: Scenes) -> Scene:
    """The contract with waits; it is Monday, 7 December 2026."""
    scene = scenes(contract="review.yaml")
    scene.set_contract(terms())
    return begun(scene)


@pytest.fixture
def work(acme: Scene) -> PracticeIssue:
    """A piece of agreed work."""
    made = acme.create("manager", "Главная страница", labels=["main"], hours=4)
    acme.settle()
    return made


@pytest.fixture
def extra(acme: Scene) -> PracticeIssue:
    """A request outside the contract, with its offer."""
    made = acme.create("contact", "Калькулятор стоимости")
    acme.settle()
    say(acme, "manager", made, "/оценка 18ч")
    assert any("1." in text for text in texts(acme, made))
    return made


def reported(scene: Scene) -> list[bool]:
    """Return of each call of the timeline whether it is one side's word."""
    return [row["reported"] for row in timeline(scene) if row["kind"] == "call"]


def test_call_is_answered_with_its_time_and_card_and_kept(acme: Scene, work: PracticeIssue) -> None:
    """A call names persons, day and time of the contract's zone, and the five fields."""
    say(acme, "manager", work, "/созвон Анна и Пётр, четверг 15:00: макет главной")
    told = texts(acme, work)[-1]
    assert "в четверг, 10 декабря, в 15:00 (время: Дубай), «макет главной»" in told
    assert "Участвуют: Анна Белова, Пётр Соколов и Мария Орлова" in told
    for field in ("Контекст", "Проблема", "Варианты", "Следующий шаг", "Чьё «да»"):
        assert field in told
    with acme.service.database.look() as connection:
        (kept,) = calls.load_of_contract(connection, "ACME-SITE")
    assert kept.at.astimezone(UTC) == datetime(2026, 12, 10, 11, tzinfo=UTC)
    assert kept.people == ("contact", "director", "manager")
    assert waits_of(acme) == ()


def test_who_was_on_the_call_is_asked_whether_it_was_so(acme: Scene, work: PracticeIssue) -> None:
    """Not the contact, who was not there; a yes to the call is one to nothing else."""
    say(acme, "director", work, "/созвон Мария, четверг 15:00: макет главной")
    say(acme, "manager", work, "/ok")
    assert "Созвон в силе: в четверг, 10 декабря, в 15:00" in texts(acme, work)[-1]
    on(acme, "11T09:00")
    say(acme, "manager", work, WRITE_UP)
    assert "Пётр, если всё так, ответьте, пожалуйста" in texts(acme, work)[-1]
    say(acme, "contact", work, "/созвон Мария, вторник 15:00: ещё раз")
    on(acme, "16T09:00")
    say(acme, "manager", work, WRITE_UP.replace("макет", "тексты"))
    assert "Анна, если всё так, ответьте, пожалуйста" in texts(acme, work)[-1]


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("/созвон Олю, 10.12 15:00: меню", "в договоре нет имени «Олю»"),
        ("/созвон Анна, сегодня 08:00: меню", "это время уже прошло"),
        ("/созвон Анна, 04/05 15:00: меню", "какой это день"),
        ("/созвон Анна, 10.12: меню", "Не поняли, что следует за «/созвон»"),
        ("/созвонились", "Не поняли, что следует за «/созвонились»"),
    ],
)
def test_call_that_is_unclear_is_asked_about(
    acme: Scene, work: PracticeIssue, words: str, answer: str
) -> None:
    """Nothing is kept of a call whose person, day or time is unclear."""
    acme.clock.to("2026-12-07T06:30")
    say(acme, "manager", work, words)
    assert answer in texts(acme, work)[-1]
    with acme.service.database.look() as connection:
        assert calls.load_of_contract(connection, "ACME-SITE") == ()


def test_spoken_ok_is_reported_until_its_giver_confirms_it(acme: Scene, work: PracticeIssue) -> None:
    """A spoken OK waits for its giver, and nobody else can confirm it."""
    say(acme, "manager", work, WRITE_UP + "Чьё «да»: Пётр")
    told = texts(acme, work)[-1]
    assert "Контекст: калькулятор на главной" in told
    assert "Следующий шаг: Мария пришлёт макет" in told
    assert (
        "Пётр, мы верно записали ваше «да»? Ответьте, пожалуйста, «/да 1» или напишите, что было иначе."
        in told
    )
    (asked,) = waits_of(acme)
    assert (asked.kind, asked.owed_by, asked.state) == (WaitKind.CONFIRMATION, "director", "open")
    assert reported(acme) == [True]
    say(acme, "contact", work, "/да")
    assert reported(acme) == [True]
    say(acme, "director", work, "/да")
    assert reported(acme) == [False]
    (got,) = waits_of(acme)
    assert (got.kind, got.state, got.closed_by) == (WaitKind.CONFIRMATION, "got", "word")
    assert "decision" not in kinds(acme)


def test_confirmed_choice_with_authority_is_the_decision(acme: Scene, extra: PracticeIssue) -> None:
    """An option that was said yes to on a call decides only with its giver's word."""
    say(acme, "manager", extra, WRITE_UP + "Чьё «да»: Пётр, вариант 1")
    assert "ваше «да» варианту 1?" in texts(acme, extra)[-1]
    assert "До вашего ответа ничего не решено" in texts(acme, extra)[-1]
    assert "decision" not in kinds(acme)
    say(acme, "contact", extra, "/да 1")
    assert "decision" not in kinds(acme)
    say(acme, "director", extra, "/да 1")
    assert kinds(acme).count("decision") == 1
    assert reported(acme) == [False]


def test_confirmed_choice_without_authority_decides_nothing(acme: Scene, extra: PracticeIssue) -> None:
    """The confirmed word of somebody without authority is no decision."""
    say(acme, "manager", extra, WRITE_UP + "Чьё «да»: Игорь, вариант 1")
    say(acme, "deputy", extra, "/да")
    assert "decision" not in kinds(acme)
    assert "choice_without_authority" in kinds(acme)
    assert reported(acme) == [False]


def test_figures_that_changed_since_the_call_are_not_chosen(acme: Scene, extra: PracticeIssue) -> None:
    """A yes counts for what was offered when the call was written up."""
    say(acme, "manager", extra, WRITE_UP + "Чьё «да»: Пётр, вариант 1")
    say(acme, "manager", extra, "/оценка 30ч")
    say(acme, "director", extra, "/да")
    assert "decision" not in kinds(acme)
    assert "Варианты с тех пор изменились" in texts(acme, extra)[-1]


def test_open_things_to_confirm_are_told_apart(acme: Scene, work: PracticeIssue) -> None:
    """Without a number the only open one is meant; with several it is asked which."""
    say(acme, "manager", work, "/log 2026-12-04: договорились о цветах по телефону")
    say(acme, "manager", work, WRITE_UP + "Чьё «да»: Пётр")
    say(acme, "director", work, "/да")
    assert "о какой записи речь" in texts(acme, work)[-1]
    assert "1 — «договорились о цветах по телефону», 2 — «Мария пришлёт макет»" in texts(acme, work)[-1]
    say(acme, "contact", work, "/да")
    assert reported(acme) == [False, True]
    say(acme, "director", work, "/да")
    assert reported(acme) == [False, False]


def test_silence_and_got_confirm_nothing(acme: Scene, work: PracticeIssue) -> None:
    """Nobody's silence, and no word of the asker, is the yes of somebody else."""
    say(acme, "manager", work, WRITE_UP + "Чьё «да»: Пётр")
    say(acme, "manager", work, "/получили")
    say(acme, "director", work, "Я такого не говорил, давайте обсудим ещё раз")
    for day in ("08", "09", "10", "11"):
        on(acme, f"{day}T09:00")
    (wait,) = waits_of(acme)
    assert wait.state == "answered"
    assert reported(acme) == [True]


def test_reminder_asks_whether_it_was_so(acme: Scene, work: PracticeIssue) -> None:
    """A reminder of a spoken yes asks for a word, not for a thing."""
    say(acme, "manager", work, WRITE_UP + "Чьё «да»: Анна")
    for day in ("08", "09", "10", "11", "14"):
        on(acme, f"{day}T09:00")
    told = texts(acme, work)[-1]
    assert "Анна, верно ли записали итог созвона: «Мария пришлёт макет»? Хватит строки /да" in told


def confirm_on_page(scene: Scene, person: str) -> None:
    """Press the button of the page for answers, and confirm."""
    anna, address = reader(scene), link(scene, person, "answer", "10", 1)
    assert "Если всё верно, достаточно одной кнопки" in words(anna.get(address))
    question = anna.press(address, said="confirm")
    assert "подтверждает итог созвона" in words(question)
    given = anna.client.post(address, data={**hidden(question), "step": "confirm"})
    scene.settle()
    assert "Спасибо! Подтверждение записано" in words(anna.get(given.headers["Location"]))


def test_spoken_yes_is_confirmed_on_the_page(acme: Scene, work: PracticeIssue) -> None:
    """Who has no account, or no time, gives it by one button."""
    say(acme, "manager", work, WRITE_UP + "Чьё «да»: Анна")
    confirm_on_page(acme, "contact")
    assert [each.state for each in waits_of(acme)] == ["got"]
    assert reported(acme) == [False]


def test_option_of_a_call_is_chosen_on_the_page(acme: Scene, extra: PracticeIssue) -> None:
    """With the yes of somebody who may decide it is a decision, as by `/ok`."""
    say(acme, "manager", extra, WRITE_UP + "Чьё «да»: Пётр, вариант 1")
    assert "decision" not in kinds(acme)
    confirm_on_page(acme, "director")
    assert "decision" in kinds(acme)


def test_write_up_that_is_edited_is_confirmed_anew(acme: Scene, work: PracticeIssue) -> None:
    """The yes of another wording is no yes: the edited one waits by itself."""
    written = acme.comment("manager", work, WRITE_UP + "Чьё «да»: Пётр")
    acme.settle()
    acme.clock.move(minutes=1)
    edited = {"body": WRITE_UP + "Чьё «да»: Анна"}
    actions.edit_note(acme.site, work, written, acme.person("manager"), edited)
    acme.settle()
    assert [(each.owed_by, each.state) for each in waits_of(acme)] == [
        ("director", "cancelled"),
        ("contact", "open"),
    ]
    assert reported(acme) == [True]


def test_write_up_answers_nothing_that_was_asked(acme: Scene, work: PracticeIssue) -> None:
    """A call that is written up does not hand over what its writer owes."""
    say(acme, "manager", work, "/спросить Анну до среды: тексты")
    say(acme, "contact", work, WRITE_UP)
    (asked,) = waits_of(acme)
    assert asked.state == "open"
    assert reported(acme) == [True]
    say(acme, "manager", work, "/да")
    assert reported(acme) == [False]
