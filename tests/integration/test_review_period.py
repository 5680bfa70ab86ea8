"""Review periods: handed over, reminded, noticed twice, and what silence leads to."""

from __future__ import annotations

import pytest
import yaml
from page_player import link, reader, words
from scene import Scene, opened
from scenes import Scenes
from service_scene import CONTRACTS

from plugin.core.model.stage_state import StageState
from plugin.practice.tracker.state import PracticeIssue
from plugin.store import record, stages

DESIGN = "ACME-1"


def plain(text: str) -> str:
    """Return a text with ordinary spaces."""
    return text.replace("\xa0", " ")


def terms(**review: object) -> str:
    """Return the contract with another review period."""
    mapping = yaml.safe_load((CONTRACTS / "review.yaml").read_text(encoding="utf-8"))
    mapping["stages"][0]["sign_off"]["review"] = {"working_days": 5, **review}
    return yaml.safe_dump(mapping, allow_unicode=True)


def begun(scene: Scene) -> Scene:
    """Open the project; it is Monday, 7 December 2026, in the morning."""
    opened(scene)
    scene.clock.to("2026-12-07T06:00")
    scene.settle()
    return scene


@pytest.fixture
def dubai(scenes: Scenes) -> Scene:
    """A stage that silence may accept by clause 7, five and three working days."""
    return scenes.after(begun, contract="review.yaml")


def design(scene: Scene) -> PracticeIssue:
    """Return the issue of the first stage."""
    return scene.site.issue(DESIGN)


def say(scene: Scene, who: str, words: str) -> None:
    """Comment on the first stage's issue as a person."""
    scene.comment(who, design(scene), words)
    scene.settle()
    scene.clock.move(minutes=1)


def newest(scene: Scene) -> str:
    """Return the service's newest public comment on the stage's issue."""
    return plain(scene.said(design(scene))[-1])


def state(scene: Scene) -> StageState:
    """Return what is on record about the stage."""
    with scene.service.database.look() as connection:
        return stages.load_all(connection, "ACME-SITE")["design"]


def on(scene: Scene, day: str) -> None:
    """Go to a morning of December 2026 and do what is due."""
    scene.clock.to(f"2026-12-{day}T06:00")
    scene.settle()


def page(scene: Scene) -> str:
    """Return what the director reads behind their personal link."""
    return words(reader(scene).get(link(scene, "director")))


def kinds(scene: Scene) -> list[str]:
    """Return the kinds of the record's entries, oldest first."""
    with scene.service.database.look() as connection:
        assert record.verify(connection) is None
        return [entry["kind"] for entry in record.export(connection)]


def test_silence_is_recorded_only_after_a_second_notice(dubai: Scene) -> None:
    """Handed over on the 7th: last day 14, notice on 15 names 18, recorded on 21."""
    say(dubai, "manager", "/передаём")
    assert "до понедельника, 14 декабря (п. 7)" in newest(dubai)
    silence = "Если не ответить после второго уведомления этап будет принят без ответа (п. 7)"
    assert f"Ждём ваш ответ до понедельника, 14 декабря {silence}" in page(dubai)
    on(dubai, "14")
    assert "последний день приёмки" in newest(dubai)
    on(dubai, "15")
    assert "Если до пятницы, 18 декабря" in newest(dubai)
    assert f"Ждём ваш ответ до пятницы, 18 декабря {silence}" in page(dubai)
    on(dubai, "18")
    on(dubai, "20")
    assert state(dubai).state == "awaited"
    on(dubai, "21")
    assert "записан как принятый без ответа (п. 7)" in newest(dubai)
    found = state(dubai)
    assert (found.state, found.signed_off) == ("accepted_by_silence", True)
    assert found.certificate is not None
    assert (found.certificate.outcome, found.certificate.clause) == ("accepted_by_silence", "7")
    assert "signed-off" in dubai.labels(design(dubai))
    assert [kind for kind in kinds(dubai) if kind in ("handed_over", "second_notice", "sign_off")] == [
        "handed_over",
        "second_notice",
        "sign_off",
    ]


@pytest.mark.parametrize("review", [{}, {"clause": "7"}, {"clause": "7", "then": "remind"}])
def test_without_the_clause_silence_stays_silence(scenes: Scenes, review: dict[str, object]) -> None:
    """People are reminded on the last day and after it; nothing is recorded."""
    scene = scenes(contract="review.yaml")
    scene.set_contract(terms(**review))
    opened(scene)
    scene.clock.to("2026-12-07T06:00")
    scene.settle()
    say(scene, "manager", "/handover")
    assert "Если не ответить этап остаётся непринятым, подпись ждём" in page(scene)
    for day in ("14", "15", "18", "21", "24", "31"):
        on(scene, day)
    said = [plain(text) for text in scene.said(design(scene))]
    assert sum("Без вашего слова этап принятым не считаем" in text for text in said) == 1
    assert (state(scene).state, any("без ответа" in text for text in said)) == ("awaited", False)


@pytest.mark.parametrize(
    ("day", "words", "ends_as"),
    [
        ("08", "/принято", "accepted"),
        ("16", "/принято", "accepted"),
        ("16", "/не принято форма не отправляется", "refused"),
        ("16", "Коллеги, посмотрю на следующей неделе", "awaited"),
    ],
    ids=[
        "signed within the period",
        "signed after the second notice",
        "refused after the second notice",
        "any answer after the second notice is no silence",
    ],
)
def test_an_answer_ends_the_silence(dubai: Scene, day: str, words: str, ends_as: str) -> None:
    """Whatever a signatory says, nothing is recorded by silence."""
    say(dubai, "manager", "/передаём")
    for moment in ("14", "15"):
        if moment < day:
            on(dubai, moment)
    on(dubai, day)
    say(dubai, "director", words)
    for moment in ("21", "24"):
        on(dubai, moment)
    assert state(dubai).state == ends_as
    assert "accepted_by_silence" not in [each.outcome for each in state(dubai).certificates]


def silent(scene: Scene) -> Scene:
    """Say nothing until the stage is recorded as accepted by silence."""
    begun(scene)
    say(scene, "manager", "/передаём")
    for day in ("14", "15", "21"):
        on(scene, day)
    assert state(scene).state == "accepted_by_silence"
    return scene


@pytest.fixture
def recorded(scenes: Scenes) -> Scene:
    """A stage that was accepted by silence on 21 December."""
    return scenes.after(silent, contract="review.yaml")


def test_refusal_within_the_days_takes_it_back(recorded: Scene) -> None:
    """Five working days after the record the signatory may still object."""
    on(recorded, "28")
    say(recorded, "director", "/не принято форма не отправляется")
    assert state(recorded).state == "refused"
    assert "silence_taken_back" in kinds(recorded)
    assert "signed-off" not in recorded.labels(design(recorded))


@pytest.mark.parametrize(
    ("sentence", "next_is_done", "day"),
    [("work of the next stage is done", True, "22"), ("the days have passed", False, "30")],
)
def test_refusal_that_comes_too_late(recorded: Scene, sentence: str, next_is_done: bool, day: str) -> None:
    """It is answered kindly, and the stage stays accepted."""
    if next_is_done:
        work = recorded.create("manager", "Вёрстка главной", labels=["html"], hours=3)
        recorded.settle()
        recorded.move("manager", work, "Done")
        recorded.settle()
    on(recorded, day)
    say(recorded, "director", "/не принято форма не отправляется")
    assert state(recorded).state == "accepted_by_silence", sentence
    assert "уже принят" in newest(recorded)


def test_stage_is_handed_over_when_everything_is_done(dubai: Scene) -> None:
    """The last tick and the last issue done begin the period; unticking ends it."""
    work = dubai.create("contact", "Слайдер", epic="ACME-3", hours=10)
    dubai.settle()
    say(dubai, "manager", "/готово 1")
    assert state(dubai).review is None
    dubai.move("manager", work, "Done")
    dubai.settle()
    review = state(dubai).review
    assert review is not None
    assert (str(review.last_day), review.is_running, review.by) == ("2026-12-14", True, "")
    say(dubai, "manager", "/отменить 1")
    ended = state(dubai).review
    assert ended is not None
    assert not ended.is_running
    for day in ("15", "21"):
        on(dubai, day)
    said = [plain(text) for text in dubai.said(design(dubai))]
    assert not any("второе уведомление" in text for text in said)
    assert any("снова есть работа" in text for text in said)


@pytest.mark.parametrize(
    ("who", "words", "named"),
    [
        ("contact", "/передаём", "Мария Орлова"),
        ("manager", "/передаём", "уже передан"),
    ],
    ids=["our side hands over", "a second hand-over says that it runs"],
)
def test_hand_over_that_does_nothing_is_answered(dubai: Scene, who: str, words: str, named: str) -> None:
    """One sentence says why."""
    if who == "manager":
        say(dubai, who, words)
    say(dubai, who, words)
    assert named in newest(dubai)


def test_signature_after_silence_signs(recorded: Scene) -> None:
    """The director's own word stands above silence and signs."""
    say(recorded, "director", "/принято")
    assert state(recorded).state == "accepted"
    assert "Подпись: Пётр Соколов" in newest(recorded)


def test_notice_by_mail_counts_only_where_it_went_out(scenes: Scenes) -> None:
    """Without an account and without a mail server nothing follows from silence."""
    mapping = yaml.safe_load((CONTRACTS / "review.yaml").read_text(encoding="utf-8"))
    mapping["people"]["director"] = {
        "name": "Пётр Соколов",
        "side": "client",
        "email": "director@acme.example",
    }
    scene = scenes(contract="review.yaml")
    scene.set_contract(yaml.safe_dump(mapping, allow_unicode=True))
    begun(scene)
    say(scene, "manager", "/передаём")
    for day in ("14", "15", "21", "24"):
        on(scene, day)
    assert state(scene).state == "awaited"
    assert any("не дошло: " in plain(text) for text in scene.said(design(scene), team=True))
