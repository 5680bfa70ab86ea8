"""Who has the ball after what people do, decided without tracker or database."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from decisions import (
    AUTHORITY,
    PEOPLE,
    account,
    agreed,
    baseline,
    contract_facts,
    facts_of,
    issue,
    judged,
)
from talks import ASK, ISSUE, WAITING, Talk, asked, begun, texts_of

from plugin.core.model.events import CommentDeleted, IssueSeen, PageAnswered
from plugin.core.model.internal_events import PeopleChanged
from plugin.core.model.issue import FieldChange
from plugin.core.model.terms_history import FormerPerson, TermsHistory

ANSWER = "Тексты в папке, ссылка в описании"


@pytest.mark.parametrize(
    ("sentence", "text", "state"),
    [
        ("a word is an answer", "Тексты в папке", "answered"),
        ("a question back, too", "А в каком формате?", "answered"),
        ("an address", "https://disk.example.org/texts", "answered"),
        ("a nod is none", "ок", "open"),
        ("nor are thanks", "Спасибо, Мария!", "open"),
        ("nor is a command", "/got", "open"),
        ("nor are thanks with a command", "Спасибо!\n/получили 1", "open"),
    ],
)
def test_answer_on_the_page_says_more_than_thanks(sentence: str, text: str, state: str) -> None:
    """A page takes what a comment takes, whatever stored it."""
    talk = asked()
    at = talk.at + timedelta(minutes=1)
    page = PageAnswered(
        issue_id=ISSUE,
        contract="ACME",
        person="contact",
        word="answer",
        number=1,
        text=text,
        version=1,
        link="nonce.1",
        at=at,
    )
    talk.hear(page)
    assert talk.states == [state], sentence


@pytest.mark.parametrize(
    ("sentence", "text", "states"),
    [
        ("a question back is an answer", "/ask Мария by 20 March: в каком формате?", ["answered", "open"]),
        ("one that names nobody known is refused", "/ask Кузьма by 20 March: в каком формате?", ["open"]),
        ("one for a day that is over is", "/ask Мария by 12 March 2026: в каком формате?", ["open"]),
    ],
)
def test_question_back_is_an_answer_once_it_is_taken(sentence: str, text: str, states: list[str]) -> None:
    """What the service refuses hands nothing over."""
    talk = asked()
    talk.say("contact", text, "502")
    assert talk.states == states, sentence


@pytest.mark.parametrize(
    ("sentence", "who", "ours", "state"),
    [
        ("our side says that it goes on", "developer", False, "got"),
        ("the client says that it answered", "contact", False, "answered"),
        ("a stranger counts as the client's side", "stranger", False, "answered"),
        ("unless the tracker proves the contrary", "stranger", True, "got"),
        ("whom nobody tells counts as the client's side", None, False, "answered"),
    ],
)
def test_status_left_is_the_word_of_who_left_it(
    sentence: str, who: str | None, ours: bool, state: str
) -> None:
    """Only our side ends what it asked for."""
    talk = begun(status=WAITING)
    talk.say("manager", ASK, "501")
    moved = FieldChange(field="status", before=WAITING, after="In Progress")
    talk.act(who, moved, status="In Progress", ours=ours)
    assert talk.states == [state], sentence


@pytest.mark.parametrize(
    ("sentence", "edits", "state"),
    [
        ("a full stop", [f"{ANSWER}."], "open"),
        ("capitals and a line break", ["ТЕКСТЫ в папке,\nссылка в описании"], "open"),
        ("fewer words", ["Тексты в папке"], "open"),
        ("fewer words, and all of them back", ["Тексты в папке", ANSWER], "open"),
        ("thanks in addition", [f"{ANSWER}. Спасибо!"], "open"),
        ("a command in addition", [f"{ANSWER}\n/why"], "open"),
        ("something new", [f"{ANSWER}\nЛоготип приложила"], "answered"),
        ("a new address", [f"{ANSWER}: https://disk.example.org/d/1"], "answered"),
    ],
)
def test_edit_of_an_old_answer_is_heard_for_new_words(sentence: str, edits: list[str], state: str) -> None:
    """The ball stays where it was for what was said before."""
    talk = asked()
    talk.say("contact", ANSWER, "502")
    talk.say("manager", "/got part: логотип", "503")
    assert talk.states == ["open"]
    for text in edits:
        talk.say("contact", text, "502", edited=True)
    assert talk.states == [state], sentence


A, B = "/ask Анна by 18 March: тексты", "/ask Пётр by 18 March: логотип"


def rows(talk: Talk) -> list[tuple[str, str, int, str]]:
    """Return who owes what by which day of March, and how far it has come."""
    return [(each.owed_by, each.what, each.due.day, each.state.value) for each in talk.waits]


@pytest.mark.parametrize(
    ("sentence", "before", "after", "expected", "said"),
    [
        (
            "other words",
            A,
            f"{A} и фото",
            [("contact", "тексты и фото", 18, "open")],
            "вопрос 1 изменился: «тексты и фото», **до среды, 18 марта**. Было: «тексты»",
        ),
        (
            "another day",
            A,
            A.replace("18", "20"),
            [("contact", "тексты", 20, "open")],
            "Было: до среды, 18 марта",
        ),
        (
            "another person",
            A,
            A.replace("Анна", "Пётр"),
            [("contact", "тексты", 18, "moved"), ("director", "тексты", 18, "open")],
            None,
        ),
        (
            "a promise, too",
            "/promise by 18 March: макет",
            "/promise by 20 March: макет",
            [("manager", "макет", 20, "open")],
            "обещание 1 изменилось: «макет», **до пятницы, 20 марта**. Было: до среды, 18 марта",
        ),
        (
            "of two, the one that was changed",
            f"{A}\n{B}",
            f"{A}\n{B} в векторе",
            [("contact", "тексты", 18, "open"), ("director", "логотип в векторе", 18, "open")],
            "вопрос 2 изменился",
        ),
        (
            "of two, both",
            f"{A}\n{B}",
            f"{A.replace('18', '19')}\n{B.replace('18', '20')}",
            [("contact", "тексты", 19, "open"), ("director", "логотип", 20, "open")],
            None,
        ),
        (
            "one more beside it is one more",
            A,
            f"{A}\n{B}",
            [("contact", "тексты", 18, "open"), ("director", "логотип", 18, "open")],
            None,
        ),
        (
            "what is asked for no more is taken back",
            f"{A}\n{B}",
            B,
            [("contact", "тексты", 18, "cancelled"), ("director", "логотип", 18, "open")],
            "Сняли: «тексты»",
        ),
        (
            "so is the only one",
            A,
            "Тексты уже не нужны",
            [("contact", "тексты", 18, "cancelled")],
            "Сняли: «тексты»",
        ),
        (
            "what nobody knows changes nothing",
            A,
            A.replace("Анна", "Кузьма"),
            [("contact", "тексты", 18, "open")],
            "не нашли в договоре",
        ),
        (
            "words around it change nothing",
            A,
            f"Добрый день!\n{A}",
            [("contact", "тексты", 18, "open")],
            None,
        ),
    ],
)
def test_edited_question_stays_the_same_one(
    sentence: str, before: str, after: str, expected: list[tuple[str, str, int, str]], said: str | None
) -> None:
    """A comment and what it asks for are one."""
    talk = begun()
    talk.say("manager", before, "501")
    talk.say("manager", after, "501", edited=True)
    assert rows(talk) == expected, sentence
    assert said is None or any(said in text for text in texts_of(talk.last)), sentence


def test_edited_question_that_is_over_asks_nobody_again() -> None:
    """Nobody is told of an edit."""
    talk = begun()
    talk.say("manager", A, "501")
    talk.say("manager", "/got", "502")
    talk.say("manager", f"{A} и фото", "501", edited=True)
    assert rows(talk) == [("contact", "тексты", 18, "got")]
    assert any("этот вопрос уже закрыт" in text for text in texts_of(talk.last))


def test_weekday_of_an_edited_comment_stays_the_day_that_it_meant() -> None:
    """A line that nobody touched says what it said when it was written."""
    talk = begun()
    talk.say("manager", "/ask Анна by Friday: тексты", "501")
    talk.pass_days(7)
    talk.say("manager", "Напомню:\n/ask Анна by Friday: тексты", "501", edited=True)
    assert rows(talk) == [("contact", "тексты", 20, "open")]


@pytest.mark.parametrize(
    ("sentence", "who", "states", "said"),
    [
        ("who asked takes it back", "manager", ["cancelled"], "Сняли: «тексты для главной»"),
        ("another of the side does not", "developer", ["open"], "вопрос 1 остаётся в силе"),
        ("nor does who owes", "contact", ["open"], "Больше не нужно? Тогда напишите: /снять 1"),
        ("whom nobody tells is another", None, ["open"], "вопрос 1 остаётся в силе"),
    ],
)
def test_deleted_question_is_taken_back_by_its_writer_alone(
    sentence: str, who: str | None, states: list[str], said: str
) -> None:
    """Deleting somebody's comment ends nothing that they asked for."""
    talk = asked()
    actor = account(who) if who else None
    talk.hear(CommentDeleted(issue_id=ISSUE, comment_id="501", actor=actor, at=talk.at))
    assert talk.states == states, sentence
    assert any(said in text for text in texts_of(talk.last)), sentence


def counted(talk: Talk) -> list[tuple[int, str] | None]:
    """Return for how many days each wait counts, and how."""
    return [(each.counted.days, each.counted.state) if each.counted else None for each in talk.waits]


@pytest.mark.parametrize(
    ("sentence", "second_by", "before", "after", "due", "said"),
    [
        (
            "all days of the other were days of this one",
            "20 March",
            [(3, "moved"), (0, "shared")],
            [(3, "reset"), (1, "moved")],
            "2026-04-13",
            "кроме 1 рабочего дня, когда ждали ещё и «логотип»",
        ),
        (
            "the newest is taken back; the other had its days already",
            "17 March",
            [(3, "moved"), (1, "moved")],
            [(3, "moved"), (1, "reset")],
            "2026-04-15",
            "снова 15 апреля",
        ),
        (
            "no day was shared",
            "24 March",
            [(3, "moved"), None],
            [(3, "reset"), None],
            "2026-04-10",
            "снова 10 апреля",
        ),
    ],
)
def test_reset_of_one_wait_leaves_shared_days_to_the_other(
    sentence: str,
    second_by: str,
    before: list[tuple[int, str] | None],
    after: list[tuple[int, str] | None],
    due: str,
    said: str,
) -> None:
    """A day on which two things were awaited counts for the one that is left."""
    talk = begun()
    talk.say("manager", "/ask Анна by 18 March: тексты", "501")
    talk.say("manager", f"/ask Анна by {second_by}: логотип", "502")
    talk.pass_days(8)
    talk.say("contact", "Тексты и логотип в папке", "503")
    talk.say("manager", "/got 1", "504")
    talk.say("manager", "/got 2", "505")
    assert counted(talk) == before, sentence
    talk.say("manager", "/reset", "506")
    assert counted(talk) == after, sentence
    assert str(talk.facts.baseline.schedule.dates["design"]) == due, sentence
    assert any(said in text for text in texts_of(talk.last)), sentence


WITHOUT_ANNA = {key: person for key, person in PEOPLE.items() if key != "contact"}
RENAMED = {**WITHOUT_ANNA, "anna": {**PEOPLE["contact"], "name": "Анна Белова-Ким"}}


@pytest.mark.parametrize(
    ("sentence", "people", "contact", "expected", "said"),
    [
        (
            "the contact is asked instead",
            WITHOUT_ANNA,
            "deputy",
            [("contact", "moved"), ("deputy", "open")],
            "Игорь, ждём от вас: «тексты для главной»",
        ),
        (
            "without a contact the team hears it",
            WITHOUT_ANNA,
            None,
            [("contact", "open")],
            "Анна Белова больше не значится в договоре, а этого мы ещё ждём: «тексты для главной»",
        ),
        (
            "the same account under another key owes it still",
            RENAMED,
            None,
            [("anna", "open")],
            "Анна, ждём от вас: «тексты для главной»",
        ),
    ],
)
def test_person_who_left_the_contract_leaves_no_silent_wait(
    sentence: str,
    people: dict[str, Any],
    contact: str | None,
    expected: list[tuple[str, str]],
    said: str,
) -> None:
    """Somebody owes it, or the team is told; a key is nobody's name."""
    talk = asked()
    authority = [row for row in AUTHORITY if row["person"] in people]
    waiting = {"contact": contact} if contact else {}
    mapping = agreed(people=people, authority=authority, waiting=waiting)
    anna = FormerPerson("Анна Белова", "a-contact")
    history = TermsHistory(people={"contact": anna} if "contact" not in people else {})
    fresh = replace(talk.facts.baseline, mapping=mapping, history=history)
    talk.facts = replace(talk.facts, baseline=fresh)
    talk.hear(PeopleChanged(ISSUE))
    assert [(each.owed_by, each.state.value) for each in talk.waits] == expected, sentence
    assert any(said in text for text in texts_of(talk.last)), sentence
    assert not any("contact" in text for text in texts_of(talk.last)), sentence


@pytest.mark.parametrize(
    ("sentence", "acts", "rests", "said"),
    [
        ("done", ["Done"], True, 1),
        ("accepted at once", ["Accepted"], True, 1),
        ("done, then accepted", ["Done", "Accepted"], True, 1),
        ("opened again", ["Done", "To Do"], False, 1),
        ("going on", ["In Progress"], False, 0),
    ],
)
def test_nobody_is_reminded_on_an_issue_that_is_done(
    sentence: str, acts: list[str], rests: bool, said: int
) -> None:
    """It is said once what is still open, and reminders go on where the work does."""
    talk, told = asked(), list[str]()
    for status in acts:
        before = talk.facts.states[ISSUE].issue.status
        talk.act("developer", FieldChange(field="status", before=before, after=status), status=status)
        told += [text for text in texts_of(talk.last) if "задача готова" in text]
    (wait,) = talk.waits
    assert (wait.is_open, wait.is_reminded) == (True, not rests), sentence
    assert len(told) == said, sentence
    assert not told or "Мария, задача готова, а это ещё открыто: 1 — «тексты для главной»" in told[0]


@pytest.mark.parametrize(
    ("sentence", "status", "known", "rests"),
    [
        ("an offer from before waits, on a done issue", "Done", True, True),
        ("the same on an issue in work", "In Progress", True, False),
        ("a new offer is made for an answer, done or not", "Done", False, False),
    ],
)
def test_offer_from_before_waits_rests_where_the_work_was_done(
    sentence: str, status: str, known: bool, rests: bool
) -> None:
    """It is taken up when the issue is touched, and goes on when it is reopened."""
    seen = issue(status=status)
    on = baseline(agreed(waiting={"contact": "contact"}))
    stood = judged(on, seen) if known else None
    talk = Talk(contract_facts(facts_of(on, stood, published=(1,) if known else ()), ISSUE))
    talk.hear(IssueSeen(issue=seen.model_copy(update={"labels": frozenset({"site"})})))
    (wait,) = talk.facts.waits_of(ISSUE)
    assert (wait.series, wait.rests) == ("offer", rests), sentence
    if rests:
        talk.act("manager", status="To Do")
        (wait,) = talk.facts.waits_of(ISSUE)
    assert wait.is_reminded == (rests or not wait.rests), sentence


@pytest.mark.parametrize(
    ("sentence", "seconds", "is_looked_up", "state"),
    [
        ("a file that came before the offer and is told again is no answer to it", -60, True, "open"),
        ("a webhook's time may be a little behind", -60, False, "answered"),
        ("a file that came after it is one", 60, True, "answered"),
    ],
)
def test_file_answers_what_was_opened_before_it(
    sentence: str, seconds: int, is_looked_up: bool, state: str
) -> None:
    """Files are told more than once, by a webhook and by each look soon after."""
    on = baseline(agreed(waiting={"contact": "contact"}))
    talk = Talk(contract_facts(facts_of(on, judged(on, issue()), published=(1,)), ISSUE))
    talk.act("manager")
    (wait,) = talk.facts.waits_of(ISSUE)
    file = FieldChange(field="attachment", after="Бриф.docx")
    at = wait.turns[-1].since + timedelta(seconds=seconds)
    seen = talk.facts.states[ISSUE].issue
    talk.hear(
        IssueSeen(issue=seen, changes=(file,), actor=account("director"), at=at, is_looked_up=is_looked_up)
    )
    assert [state] == [each.state.value for each in talk.facts.waits_of(ISSUE)], sentence


def test_resting_wait_that_somebody_else_owes_rests_on() -> None:
    """Its person left the contract after the issue was done."""
    talk = asked()
    talk.act("developer", status="Done")
    mapping = agreed(people=WITHOUT_ANNA, authority=[], waiting={"contact": "deputy"})
    history = TermsHistory(people={"contact": FormerPerson("Анна Белова", "a-contact")})
    fresh = replace(talk.facts.baseline, mapping=mapping, history=history)
    talk.facts = replace(talk.facts, baseline=fresh)
    talk.hear(PeopleChanged(ISSUE))
    assert [(each.owed_by, each.is_reminded) for each in talk.waits] == [
        ("contact", False),
        ("deputy", False),
    ]


def called(before: str, after: str) -> FieldChange:
    """Return a change of the field of those who owe a reply."""
    return FieldChange(field="pendingReplyFrom", name="pendingReplyFrom", before=before, after=after)


@pytest.mark.parametrize(
    ("sentence", "acts", "expected"),
    [
        (
            "our side calls somebody of the client's",
            [("manager", "", "Анна Белова")],
            [("contact", "open", False)],
        ),
        (
            "two at once",
            [("manager", "", "Анна Белова\nПётр Соколов")],
            [("contact", "open", False), ("director", "open", False)],
        ),
        ("our own people owe the client nothing by it", [("manager", "", "Денис Котов")], []),
        ("who is not in the contract owes nothing", [("manager", "", "Кто-то ещё")], []),
        ("the client calls nobody to account", [("contact", "", "Анна Белова")], []),
        (
            "our side takes them out",
            [("manager", "", "Анна Белова"), ("developer", "Анна Белова", "")],
            [("contact", "got", False)],
        ),
        (
            "who replies is taken out by the tracker",
            [("manager", "", "Анна Белова"), ("contact", "Анна Белова", "")],
            [("contact", "open", False)],
        ),
        (
            "one who is called again owes one thing",
            [("manager", "", "Анна Белова"), ("developer", "", "Анна Белова")],
            [("contact", "open", False)],
        ),
    ],
)
def test_whom_our_side_calls_owes_a_reply(
    sentence: str, acts: list[tuple[str, str, str]], expected: list[tuple[str, str, bool]]
) -> None:
    """By the tracker's own field; nobody named a day, so no date moves."""
    talk = begun()
    for who, before, after in acts:
        talk.act(who, called(before, after))
    assert [(each.owed_by, each.state.value, each.urgent) for each in talk.waits] == expected, sentence


@pytest.mark.parametrize("is_call_first", [True, False])
def test_question_that_calls_somebody_is_one_wait(is_call_first: bool) -> None:
    """Whichever event comes first, the words and day of the question count."""
    talk = begun()
    if is_call_first:
        talk.act("manager", called("", "Анна Белова"))
    talk.say("manager", ASK, "501")
    if not is_call_first:
        talk.act("manager", called("", "Анна Белова"))
    assert rows(talk) == [("contact", "тексты для главной", 18, "open")]
    assert talk.waits[0].urgent
