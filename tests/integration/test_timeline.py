"""The timeline over signed deliveries: comments, offers, decisions, signatures."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import replace
from typing import Any

import pytest
from page_player import link, reader
from scene import Scene
from scenes import Scenes
from service_scene import SECRET
from sqlalchemy import select

from mappings.loader import load_file
from plugin.practice.tracker import actions
from plugin.practice.tracker.state import PracticeIssue
from plugin.practice.tracker.webhooks import WebhookDelivery
from plugin.reports.timeline import read_timeline
from plugin.reports.timeline_formats import json_rows, table_text
from plugin.store.connection import Connection
from plugin.store.tables import exchanges

CALCULATOR = "Калькулятор стоимости"


def timeline(scene: Scene) -> list[dict[str, Any]]:
    """Return the timeline as `ugovor timeline --format json` gives it."""
    mapping = load_file(scene.mappings / "acme.yaml").mapping
    assert mapping is not None
    with scene.service.database.look() as connection:
        return list(json_rows(read_timeline(connection, mapping, mapping.contract.language)))


def told(scene: Scene) -> list[tuple[str, str, str]]:
    """Return kind, sender and text of each row, oldest first."""
    return [(row["kind"], row["from"], row["what"]) for row in timeline(scene)]


@pytest.fixture
def issue(scene: Scene) -> PracticeIssue:
    """A piece of agreed work, an hour ago on a Monday: it is 13:00 in Moscow."""
    made = scene.create("contact", "Слайдер", customfield_10014="ACME-3", hours=4)
    scene.settle()
    scene.clock.move(hours=1)
    scene.settle()
    return made


def test_comment_is_told_without_a_read(scene: Scene, issue: PracticeIssue) -> None:
    """A comment without a command is taken from its webhook; nothing is asked."""
    scene.comment("contact", issue, "Когда покажете слайдер?")
    before = sum(scene.service.trackers["main"].calls.values())
    scene.deliver()
    scene.worker.run_until_idle()
    assert before == sum(scene.service.trackers["main"].calls.values())
    (row,) = timeline(scene)
    assert ("comment", "Анна Белова", "client", issue.key, "Когда покажете слайдер?", None, False) == tuple(
        row[key] for key in ("kind", "from", "from_side", "issue", "what", "working_hours", "reported")
    )


def test_answer_and_its_hours(scene: Scene, issue: PracticeIssue) -> None:
    """Each has its answer of the other side, and the working hours until then."""
    scene.comment("contact", issue, "Когда покажете слайдер?")
    scene.settle()
    scene.clock.move(hours=2)
    scene.comment("manager", issue, "Завтра утром")
    scene.settle()
    first, second = timeline(scene)
    assert (2, None) == (round(first["working_hours"]), second["working_hours"])
    assert (None, first["id"]) == (first["answers"], second["answers"])


def test_comments_for_the_team_never_show(scene: Scene, issue: PracticeIssue) -> None:
    """Neither theirs nor ours; what was public and is hidden now vanishes, too."""
    actions.add_note(
        scene.site,
        issue,
        scene.person("manager"),
        {"body": "Не успеваем", "visibility": {"type": "role", "value": "Agency"}},
    )
    scene.settle()
    assert [] == timeline(scene)


def test_offer_and_decision_are_told_once(scene: Scene) -> None:
    """The service's offer, and the digit that takes it: neither is told twice."""
    extra = scene.create("contact", CALCULATOR, hours=18)
    scene.settle()
    scene.clock.move(hours=1)
    scene.comment("director", extra, "1")
    scene.settle()
    offer, decision = timeline(scene)
    assert ("offer", "Уговор", "contractor", "Пётр Соколов") == tuple(
        offer[key] for key in ("kind", "from", "from_side", "to")
    )
    assert offer["what"].startswith("Варианты: перенос срока (15 апреля), доплата (")
    assert ("decision", "Пётр Соколов", "client", "Выбрано: перенос срока", offer["id"]) == tuple(
        decision[key] for key in ("kind", "from", "from_side", "what", "answers")
    )


def test_bonus_note_is_told_and_counts_no_interval(scene: Scene) -> None:
    """It asks for nothing: a word after it answers something else."""
    issue = scene.create("contact", "Калькулятор стоимости", hours=1)
    scene.settle()
    scene.comment("manager", issue, "/bonus")
    scene.settle()
    scene.clock.move(hours=1)
    scene.comment("contact", issue, "А когда посмотреть?")
    scene.settle()
    rows = [row for row in timeline(scene) if row["what"] == "Бонус: делаем без доплаты"]
    assert [(row["from_side"], row["working_hours"]) for row in rows] == [("contractor", None)]


def test_signature_and_refusal(scene: Scene) -> None:
    """Who accepted a stage, and who did not, in the place of the comment that said so."""
    stage = scene.site.issue("ACME-1")
    scene.comment("director", stage, "/не принято Меню разъезжается")
    scene.settle()
    scene.clock.move(hours=1)
    scene.comment("director", stage, "/принято")
    scene.settle()
    assert [
        ("signature", "Пётр Соколов", "Этап «Дизайн» не принят: Меню разъезжается"),
        ("signature", "Пётр Соколов", "Подпись по этапу «Дизайн»"),
    ] == told(scene)


def test_edit_keeps_the_place_and_deletion_the_fact(scene: Scene, issue: PracticeIssue) -> None:
    """An edited comment shows where it was; of a deleted one the text is gone."""
    first = scene.comment("contact", issue, "Когда покажете слайдер?")
    scene.settle()
    scene.clock.move(hours=1)
    second = scene.comment("manager", issue, "Завтра")
    scene.settle()
    scene.clock.move(hours=1)
    before = [row["at"] for row in timeline(scene)]
    actions.edit_note(scene.site, issue, first, scene.person("contact"), {"body": "Когда покажете меню?"})
    scene.settle()
    actions.delete_note(scene.site, issue, second, scene.person("manager"))
    scene.settle()
    rows = timeline(scene)
    assert before == [row["at"] for row in rows]
    assert [("Когда покажете меню?", True, False), ("", False, True)] == [
        (row["what"], row["edited"], row["deleted"]) for row in rows
    ]
    assert rows[0]["id"] == rows[1]["answers"]


def test_same_comment_is_told_once(scene: Scene, issue: PracticeIssue) -> None:
    """By webhook, by a repeat, by reconciling: one row."""
    scene.comment("contact", issue, "Когда покажете слайдер?")
    waiting = scene.take()
    scene.post([*waiting, *waiting])
    scene.work()
    once = timeline(scene)
    scene.clock.move(minutes=20)
    scene.work()
    assert once == timeline(scene)
    assert 1 == len(once)


def test_lost_webhooks_are_healed(scene: Scene, issue: PracticeIssue) -> None:
    """Reconciling brings a comment that no webhook told of, and finds one gone."""
    first = scene.comment("contact", issue, "Когда покажете слайдер?")
    scene.settle()
    scene.comment("manager", issue, "Завтра")
    actions.delete_note(scene.site, issue, first, scene.person("contact"))
    scene.take()
    scene.clock.move(minutes=20)
    scene.work()
    assert [("comment", "Анна Белова", ""), ("comment", "Мария Орлова", "Завтра")] == told(scene)


def test_stranger_belongs_to_no_side(scene: Scene, issue: PracticeIssue) -> None:
    """Somebody whom the contract does not name is told by name, without a side."""
    scene.comment("stranger", issue, "Подскажите, где макеты?")
    scene.settle()
    (row,) = timeline(scene)
    assert ("Кто-то ещё", None) == (row["from"], row["from_side"])


def test_nothing_is_told_of_other_projects(scenes: Scenes) -> None:
    """An issue outside the contract has no timeline."""
    scene = scenes.opened()
    issue = scene.create("contact", "Чужое", project="OTHER")
    scene.comment("contact", issue, "Когда?")
    scene.settle()
    assert [] == timeline(scene)


def test_what_happened_elsewhere_is_reported_until_it_is_confirmed(
    scene: Scene, issue: PracticeIssue
) -> None:
    """`/log DATE: WHAT` is the word of one side until the other confirms it."""
    scene.comment("manager", issue, "/запись 27.02.2026: созвонились, слайдер показываем в среду")
    scene.settle()
    (row,) = timeline(scene)
    assert ("call", "Мария Орлова", "созвонились, слайдер показываем в среду", True) == tuple(
        row[key] for key in ("kind", "from", "what", "reported")
    )
    assert row["at"].startswith("2026-02-27T10:00:00")
    assert ": /да 1" in scene.said(issue)[-1]
    scene.clock.move(minutes=5)
    scene.comment("manager", issue, "/да")
    scene.settle()
    assert timeline(scene)[0]["reported"]
    scene.clock.move(minutes=5)
    scene.comment("contact", issue, "/да")
    scene.settle()
    (row,) = timeline(scene)
    assert not row["reported"]
    assert "подтверждена" in scene.said(issue)[-1]


def test_one_of_several_is_confirmed_by_its_number(scene: Scene, issue: PracticeIssue) -> None:
    """Where several are open the number is asked for; a letter is a letter."""
    scene.comment("manager", issue, "/запись 27.02.2026: созвонились по слайдеру")
    scene.settle()
    scene.clock.move(minutes=5)
    scene.comment("manager", issue, "/запись 26.02.2026: отправили бриф письмом")
    scene.settle()
    scene.clock.move(minutes=5)
    scene.comment("contact", issue, "/да")
    scene.settle()
    assert "о какой записи речь: 1" in scene.said(issue)[-1]
    scene.clock.move(minutes=5)
    scene.comment("contact", issue, "/да 2")
    scene.settle()
    assert [("mail", False), ("call", True)] == [(row["kind"], row["reported"]) for row in timeline(scene)]


def test_edited_log_is_reported_anew(scene: Scene, issue: PracticeIssue) -> None:
    """Its text is another one, so what was confirmed is not what stands there."""
    note = scene.comment("manager", issue, "/запись 27.02.2026: созвонились по слайдеру")
    scene.settle()
    scene.clock.move(minutes=5)
    scene.comment("contact", issue, "/да 1")
    scene.settle()
    scene.clock.move(minutes=5)
    edited = {"body": "/запись 27.02.2026: созвонились по меню"}
    actions.edit_note(scene.site, issue, note, scene.person("manager"), edited)
    scene.settle()
    (row,) = timeline(scene)
    assert ("созвонились по меню", True) == (row["what"], row["reported"])


@pytest.mark.parametrize(
    ("who", "text", "answer"),
    [
        ("manager", "/запись 27.02.2027: созвонимся", "ещё не наступил:"),
        ("stranger", "/запись 27.02.2026: созвонились", "любой, кто назван в договоре"),
        ("contact", "/да", "нечего подтверждать"),
        ("contact", "/да 3", "записи 3 нет"),
    ],
)
def test_log_that_cannot_be_taken_is_answered(
    scene: Scene, issue: PracticeIssue, who: str, text: str, answer: str
) -> None:
    """A day to come, a stranger, a confirmation of nothing: each is told what to do."""
    scene.comment(who, issue, text)
    scene.settle()
    assert answer in scene.said(issue)[-1]
    assert [] == timeline(scene)


def attached(scene: Scene, issue: PracticeIssue, names: str, before: str | None = None) -> WebhookDelivery:
    """Return the webhook of an update in which the contact attached files."""
    scene.edit("contact", issue, summary=f"Слайдер, {names}")
    (delivery,) = [each for each in scene.take() if b"issue_updated" in each.body]
    change = {"field": "Attachment", "fieldId": "Attachment", "from": None, "fromString": before}
    change |= {"to": None, "toString": names}
    body = json.dumps({**json.loads(delivery.body), "changelog": {"items": [change]}}).encode()
    signature = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    headers = {**delivery.headers, "X-Hub-Signature": f"sha256={signature}"}
    return replace(delivery, headers=headers, body=body)


def test_attached_files_are_told_once(scene: Scene, issue: PracticeIssue) -> None:
    """By the change of the issue and by reading; each by its name and writer."""
    scene.post([attached(scene, issue, "logo.svg")])
    scene.work()
    scene.clock.move(minutes=1)
    scene.post([attached(scene, issue, "logo.svg brief.docx", before="logo.svg")])
    scene.work()
    expected = [("file", "Анна Белова", "logo.svg"), ("file", "Анна Белова", "brief.docx")]
    assert expected == told(scene)
    author = {"accountId": "contact", "displayName": "Анна Белова"}
    at = scene.clock.now().isoformat(timespec="milliseconds").replace("+00:00", "+0000")
    file = {"id": "10400", "filename": "brief.docx", "author": author, "created": at}
    issue.fields["attachment"] = [file]
    scene.edit("contact", issue, summary="Слайдер на главной")
    scene.take()
    scene.clock.move(minutes=20)
    scene.work()
    assert expected == told(scene)


def test_file_of_a_comment_is_told_with_it(scene: Scene, issue: PracticeIssue) -> None:
    """Who attaches a file and shows it in a comment sent one thing."""
    scene.post([attached(scene, issue, "logo.svg")])
    scene.work()
    scene.clock.move(minutes=1)
    scene.comment("contact", issue, "Логотип: [^logo.svg]")
    scene.settle()
    assert [("comment", "Анна Белова", "Логотип:")] == told(scene)


def test_ordinary_comment_costs_one_statement(
    scene: Scene, issue: PracticeIssue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its exchange is saved by one statement, in the transaction that handles it."""
    said: list[str] = []
    run = Connection._run

    def counted(self: Connection, text: str, *given: Any, **named: Any) -> Any:
        if "exchanges" in text:
            said.append(text.split()[0])
        return run(self, text, *given, **named)

    scene.comment("contact", issue, "Когда покажете слайдер?")
    monkeypatch.setattr(Connection, "_run", counted)
    scene.deliver()
    scene.worker.run_until_idle()
    assert ["INSERT"] == said


def test_answer_on_a_page_is_told(scene: Scene) -> None:
    """A choice on a signed page is the decision of the person whose link it was."""
    extra = scene.create("contact", CALCULATOR, hours=18)
    scene.settle()
    scene.clock.move(hours=1)
    who, page = reader(scene), link(scene, "director", "choose", extra.id)
    assert 303 == who.answer(page, said="choose", number="2").status_code
    scene.work()
    rows = timeline(scene)
    assert [("offer", "Уговор"), ("decision", "Пётр Соколов")] == [(row["kind"], row["from"]) for row in rows]
    assert (rows[0]["id"], "Выбрано: доплата") == (rows[1]["answers"], rows[1]["what"])


def test_comment_that_becomes_private_vanishes(scene: Scene, issue: PracticeIssue) -> None:
    """What was public when it was written and is for the team now does not show."""
    note = scene.comment("manager", issue, "Не успеваем к среде")
    scene.settle()
    assert 1 == len(timeline(scene))
    scene.clock.move(minutes=1)
    hidden = {"body": "Не успеваем к среде", "visibility": {"type": "role", "value": "Agency"}}
    actions.edit_note(scene.site, issue, note, scene.person("manager"), hidden)
    scene.settle()
    assert [] == timeline(scene)
    with scene.service.database.look() as connection:
        kept = connection.execute(select(exchanges.c.what)).scalars().all()
    assert [""] == kept


def test_order_of_arrival_does_not_matter(scene: Scene, issue: PracticeIssue) -> None:
    """Webhooks that come late, in reverse, end in the same timeline."""
    note = scene.comment("contact", issue, "Когда покажете слайдер?")
    scene.clock.move(minutes=5)
    actions.edit_note(scene.site, issue, note, scene.person("contact"), {"body": "Когда слайдер?"})
    scene.clock.move(minutes=5)
    scene.comment("manager", issue, "Завтра")
    scene.clock.move(minutes=5)
    gone = scene.comment("contact", issue, "Это было лишнее")
    scene.clock.move(minutes=5)
    actions.delete_note(scene.site, issue, gone, scene.person("contact"))
    for delivery in reversed(scene.take()):
        scene.post([delivery])
        scene.worker.run_until_idle()
    expected = [
        ("Когда слайдер?", True, False),
        ("Завтра", False, False),
        ("", False, True),
    ]
    assert expected == [
        (row["what"], row.get("edited", False), row.get("deleted", False)) for row in timeline(scene)
    ]


def test_log_for_the_team_stays_away(scene: Scene, issue: PracticeIssue) -> None:
    """Both sides read the timeline: what only the team can read is not there."""
    private = {
        "body": "/запись 27.02.2026: созвонились с юристом",
        "visibility": {"type": "role", "value": "Agency"},
    }
    actions.add_note(scene.site, issue, scene.person("manager"), private)
    scene.settle()
    assert [] == timeline(scene)
    assert "видит только команда" in scene.said(issue, team=True)[-1]
    assert [] == [text for text in scene.said(issue) if "юрист" in text]


def test_people_read_who_told_and_who_confirmed(scene: Scene, issue: PracticeIssue) -> None:
    """In the words of the page: whose word it is, then who confirmed it."""
    scene.comment("manager", issue, "/запись 27.02.2026: созвонились по слайдеру")
    scene.settle()
    assert "созвонились по слайдеру (со слов: Мария Орлова)" in table(scene)
    scene.clock.move(minutes=5)
    scene.comment("director", issue, "/да")
    scene.settle()
    assert "созвонились по слайдеру (подтверждает: Пётр Соколов)" in table(scene)


def table(scene: Scene) -> str:
    """Return the timeline as `ugovor timeline` prints it."""
    mapping = load_file(scene.mappings / "acme.yaml").mapping
    assert mapping is not None
    with scene.service.database.look() as connection:
        return table_text(read_timeline(connection, mapping, "ru"), "ru")
