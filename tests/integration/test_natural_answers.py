"""Answers as people write them, over signed webhooks and by reconciling."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from redmine_scene import RedmineScene, opened_redmine
from redmine_server import require_redmine
from scene import Scene, opened
from scenes import Databases, Preparations, Scenes
from service_scene import ServiceScene
from yandex_scene import YandexScene
from youtrack_scene import YouTrackScene

from plugin.practice.tracker import actions

CALCULATOR = "Калькулятор стоимости"

ROWS: tuple[tuple[str, str | None], ...] = (
    ("2", "extra_fee"),
    ("2, пожалуйста", "extra_fee"),
    ("Спасибо!\n2", "extra_fee"),
    ("Давайте второй", "extra_fee"),
    ("№2", "extra_fee"),
    ("/2", "extra_fee"),
    ("выбор 2", "extra_fee"),
    ("option 2 please", "extra_fee"),
    ("2\n\n--\nПётр Соколов\nдиректор, ACME", "extra_fee"),
    ("2\n\nОт: Ugovor <jira@acme.example>\nТема: отзывы\n\nЧто решаем?\n1. Делаем", "extra_fee"),
    ("2\n\n> Ответьте, пожалуйста, цифрой\n> 1. Делаем", "extra_fee"),
    ("ок", ""),
    ("1 или 2", ""),
    ("мы за второй", ""),
    ("1\n/choose 2", ""),
    ("/choose 2\n2", "extra_fee"),
    ("Не первый.\n/choose 2\nСпасибо!", "extra_fee"),
    ("созвонимся в 2?", None),
    ("Спасибо, подумаем", None),
)
"""What the director writes, and the option that it decides: empty for a question, None for silence."""


def offer(scene: Any) -> Any:
    """Return a request beyond the contract with its offer, an hour old."""
    issue = scene.create("contact", CALCULATOR, hours=18)
    scene.settle()
    scene.clock.move(hours=1)
    scene.work()
    return issue


def check(scene: Any, issue: Any, words: str, option: str | None) -> None:
    """Check the decision in the register and the question in the tracker."""
    (row,) = [each for each in scene.register() if each["issue"] == issue.key]
    said = [text.replace("\xa0", " ") for text in scene.said(issue)]
    if option:
        assert (row["state"], row["option"]) == ("decided", option), words
        assert len(said) == 2, words
    else:
        assert row["state"] == "offered", words
        assert len(said) == (1 if option is None else 2), words
    if option == "":
        assert said[-1].count("?") == 1, (words, said[-1])


def answer_all(scene: Any, tell: Callable[[Any], None]) -> None:
    """Put an offer for each row, answer it, and check what comes of it."""
    asked = [(offer(scene), words, option) for words, option in ROWS]
    for issue, words, _ in asked:
        scene.comment("director", issue, words)
    tell(scene)
    for issue, words, option in asked:
        check(scene, issue, words, option)


def deliver(scene: Any) -> None:
    """Deliver signed webhooks, and work."""
    scene.settle()


def reconcile(scene: Any) -> None:
    """Lose every webhook; the next pass of reconciling finds the comments."""
    scene.take()
    scene.clock.move(minutes=16)
    scene.work()


TELL = pytest.mark.parametrize("tell", [deliver, reconcile], ids=["by webhook", "by reconciling"])


@TELL
@pytest.mark.parametrize("flavour", ["cloud", "dc"])
def test_answers_mean_the_same_on_jira(scenes: Scenes, flavour: str, tell: Callable[[Any], None]) -> None:
    """In wiki markup and ADF each answer decides or is asked about, by every way."""
    answer_all(scenes.after(opened, flavour=flavour), tell)


@pytest.fixture
def youtrack(tmp_path: Path, sqlite_databases: Databases, preparations: Preparations) -> Iterator[Scene]:
    """A scene on YouTrack with its stage issues and epic."""
    scenes = Scenes(tmp_path, sqlite_databases, preparations, YouTrackScene)
    yield scenes.opened()
    scenes.close()


@TELL
def test_answers_mean_the_same_on_youtrack(youtrack: Scene, tell: Callable[[Any], None]) -> None:
    """In Markdown each natural answer decides or is asked about, by every way alike."""
    answer_all(youtrack, tell)


@pytest.fixture
def yandex(tmp_path: Path, sqlite_databases: Databases, preparations: Preparations) -> Iterator[Scene]:
    """A scene on Yandex Tracker with its stage issues and epic."""
    scenes = Scenes(tmp_path, sqlite_databases, preparations, YandexScene)
    yield scenes.opened()
    scenes.close()


@TELL
def test_answers_mean_the_same_on_yandex_tracker(yandex: Scene, tell: Callable[[Any], None]) -> None:
    """A trigger tells of no word; what is read means the same as elsewhere."""
    answer_all(yandex, tell)


@pytest.mark.redmine
@TELL
def test_answers_mean_the_same_on_redmine(tmp_path: Path, tell: Callable[[Any], None]) -> None:
    """In Redmine's notes each answer decides or is asked about, by every way."""
    require_redmine()
    scene: ServiceScene = RedmineScene(tmp_path, f"sqlite:///{tmp_path}/ugovor.db")
    try:
        answer_all(opened_redmine(scene), tell)  # type: ignore[arg-type]
    finally:
        scene.close()


def document(*content: dict[str, Any]) -> dict[str, Any]:
    """Return a document of Jira Cloud with one paragraph."""
    return {"type": "doc", "version": 1, "content": [{"type": "paragraph", "content": list(content)}]}


MENTION = {"type": "mention", "attrs": {"id": "bot", "text": "@Ugovor", "accessLevel": ""}}


@pytest.mark.parametrize(
    ("why", "body"),
    [
        ("a mention and a number", document(MENTION, {"type": "text", "text": " 2"})),
        ("a mention and a command", document(MENTION, {"type": "text", "text": " /choose 2"})),
        ("bold", document({"type": "text", "text": "2", "marks": [{"type": "strong"}]})),
        ("a keycap", document({"type": "emoji", "attrs": {"shortName": ":two:", "text": "2️⃣"}})),
        (
            "below what is struck out",
            document(
                {"type": "text", "text": "/choose 1", "marks": [{"type": "strike"}]},
                {"type": "hardBreak"},
                {"type": "text", "text": "/choose 2"},
            ),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_document_of_jira_cloud_decides_at_once(scene: Scene, why: str, body: dict[str, Any]) -> None:
    """What the editor makes of an answer decides when its webhook comes."""
    issue = offer(scene)
    actions.add_note(scene.site, issue, scene.person("director"), {"body": body})
    scene.settle()
    check(scene, issue, why, "extra_fee")


def test_our_offer_quoted_back_without_marks_decides_nothing(scene: Scene) -> None:
    """A quotation of the offer without marks says nothing in the person's name."""
    issue = offer(scene)
    quoted = scene.said(issue)[0]
    scene.comment("director", issue, quoted)
    scene.settle()
    check(scene, issue, "the offer quoted back", None)
    scene.comment("director", issue, f"2\n\n{quoted}")
    scene.settle()
    check(scene, issue, "an answer above it", "extra_fee")


def test_question_comes_once_and_the_number_decides(scene: Scene) -> None:
    """A second hesitation is not asked about again; the number then decides."""
    issue = offer(scene)
    for words in ("ок", "хорошо"):
        scene.comment("director", issue, words)
        scene.settle()
    check(scene, issue, "asked once", "")
    scene.comment("director", issue, "3")
    scene.settle()
    assert [row["state"] for row in scene.register()] == ["parked"]


@pytest.mark.parametrize(
    ("why", "words", "option"),
    [
        ("a number above a command", "1\n/choose 2", ""),
        ("a number below it", "/выбор 2\n\nДавайте первый", ""),
        ("two commands", "/choose 1\n/choose 2", ""),
        ("the same number twice", "2\n/choose 2", "extra_fee"),
        ("a number in a conversation", "Первый нам не подходит по срокам.\n/choose 2", "extra_fee"),
        ("what counts something else", "2 недели подумали\n/choose 2", "extra_fee"),
        ("lines of another command", "/choose 2\n/why\n1", "extra_fee"),
    ],
    ids=lambda value: value if "\n" not in value else "",
)
def test_two_numbers_are_asked_about(scene: Scene, why: str, words: str, option: str) -> None:
    """Two numbers: asked which."""
    issue = offer(scene)
    scene.comment("director", issue, words)
    scene.settle()
    (row,) = scene.register()
    assert (row["state"], row["option"]) == (("decided", option) if option else ("offered", None)), why
    if not option:
        assert "1 и 2. Какой из них?" in scene.said(issue)[-1].replace("\xa0", " "), why


def test_number_that_was_heard_before_an_edit_is_no_second_one(scene: Scene) -> None:
    """An edit is heard for the words that are new in it: only the command is."""
    issue = offer(scene)
    first = scene.comment("director", issue, "1")
    scene.settle()
    actions.edit_note(scene.site, issue, first, scene.person("director"), _body("1\n/choose 2"))
    scene.settle()
    assert [row["option"] for row in scene.register()] == ["extra_fee"]


def test_edit_does_not_bring_an_old_command_back(scene: Scene) -> None:
    """An edit is heard for the words that are new in it, whatever was decided since."""
    issue = offer(scene)
    first = scene.comment("director", issue, "/choose 1")
    scene.settle()
    scene.comment("director", issue, "/choose 2")
    scene.settle()
    before = len(scene.said(issue))
    actions.edit_note(scene.site, issue, first, scene.person("director"), _body("/choose 1\nспасибо"))
    scene.settle()
    assert [row["option"] for row in scene.register()] == ["extra_fee"]
    assert len(scene.said(issue)) == before
    actions.edit_note(scene.site, issue, first, scene.person("director"), _body("/choose 3"))
    scene.settle()
    assert [row["state"] for row in scene.register()] == ["parked"]


def _body(text: str) -> dict[str, Any]:
    lines = [{"type": "paragraph", "content": [{"type": "text", "text": line}]} for line in text.split("\n")]
    return {"body": {"type": "doc", "version": 1, "content": lines}}


@TELL
def test_acceptance_in_words_gets_the_line_to_write(scene: Scene, tell: Callable[[Any], None]) -> None:
    """On a stage's issue the client's side is told the one line, once."""
    stage = scene.issue(1)
    for words in ("принято", "всё отлично, принимаем"):
        scene.comment("director", stage, words)
        tell(scene)
    replies = [text for text in scene.said(stage) if "приёмку" in text]
    assert len(replies) == 1
    assert "/принято" in replies[0]
    assert "signed-off" not in scene.labels(stage)
    scene.comment("director", stage, "/принято")
    tell(scene)
    assert "signed-off" in scene.labels(stage)
