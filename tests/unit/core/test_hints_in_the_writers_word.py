"""Hints repeat the writer's word, say what exists, and ask which of two is meant."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from decisions import PEOPLE, agreed, baseline, effects, facts_of, hear, issue, judged, offered, state_in

from plugin.core.facts import IssueFacts
from plugin.core.model.effects import PostComment
from plugin.core.model.outcome import Outcome
from plugin.core.model.stage_state import StageState
from plugin.core.signoff.deputies import find_people

TWO_ANNAS = {**PEOPLE, "anna-k": {"name": "Анна Белова", "side": "client", "account": "a-anna-k"}}


def told(outcome: Outcome) -> str:
    """Return what is answered, with ordinary spaces."""
    texts = [each.effect.text for each in outcome.effects if isinstance(each.effect, PostComment)]
    return "\n".join(texts).replace("\xa0", " ").replace("\\/", "/")


def on_stage(**keys: Any) -> IssueFacts:
    """Return facts about the issue of the design stage, whose list has two lines."""
    mapping = agreed(**keys)
    stages = [
        each.model_copy(update={"criteria": ("a", "b")}) if each.id == "design" else each
        for each in mapping.stages
    ]
    on = replace(
        baseline(mapping.model_copy(update={"stages": tuple(stages)})),
        stages={"design": StageState(contract="ACME", stage="design", issue_id="1009")},
    )
    known = judged(on, issue())
    named = known.issue.model_copy(update={"key": "ACME-1"})
    return facts_of(on, known.model_copy(update={"issue": named, "change": None}))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("/готово 9", "/готово 2"),
        ("/done 9", "/done 2"),
        ("/отметить 9", "/отметить 2"),
        ("/отменить 9", "/отменить 2"),
    ],
)
def test_missing_line_is_answered_in_the_writers_word(words: str, said: str) -> None:
    """The hint says what exists: the number of lines, in the word that was written."""
    text = told(hear(on_stage(), "director", words))
    assert said in text
    assert "Пункта 9 здесь нет, всего их 2" in text


@pytest.mark.parametrize(
    ("who", "words", "said"),
    [
        ("director", "/выбор", "Не поняли номер. Напишите, например: /выбор 1"),
        ("director", "/choose x", "Не поняли номер. Напишите, например: /choose 1"),
        ("manager", "/объём в 9.9", "Такого пункта в договоре нет. Напишите, например: /объём в 2.1"),
        ("manager", "/scope in 9.9", "Такого пункта в договоре нет. Напишите, например: /scope in 2.1"),
        ("manager", "/оценка 0", "/оценка 6ч"),
        ("manager", "/сумма много", "Не поняли, что следует за «/сумма». Напишите, например: /сумма 30000"),
    ],
)
def test_hint_is_written_in_the_writers_language(who: str, words: str, said: str) -> None:
    """A hint gives a command to copy in the language of the word that was written."""
    assert said in told(hear(offered(), who, words))


@pytest.mark.parametrize("words", ["/fee 300 USD", "/сумма 300 долларов", "/fee $300", "/fee 300 EUR"])
def test_fee_in_another_currency_is_asked_about(words: str) -> None:
    """A fee in another currency: asked; nothing is priced by it."""
    outcome = hear(offered(), "manager", words)
    assert effects(outcome) == [("reply:501", "post_comment")]
    assert outcome.states == ()
    assert "а договор в RUB" in told(outcome)


def test_fee_in_the_contracts_currency_counts() -> None:
    """The contract's own currency may be written."""
    outcome = hear(offered(), "manager", "/fee 30 000 ₽")
    assert state_in(outcome).named_fee == Decimal(30000)


@pytest.mark.parametrize("name", ["Анна Белова", "Анна"])
def test_two_people_of_one_name_are_asked_about(name: str) -> None:
    """Two people of one name: asked which, by their keys."""
    facts = offered(baseline(agreed(people=TWO_ANNAS)))
    outcome = hear(facts, "director", f"/заместитель {name} до 01.05.2026")
    assert outcome.deputies == ()
    assert "contact или anna-k" in told(outcome)


@pytest.mark.parametrize(
    ("written", "keys"),
    [
        ("contact", ("contact",)),
        ("@a-anna-k", ("anna-k",)),
        ("[~accountid:a-contact]", ("contact",)),
        ("Анна Белова", ("contact", "anna-k")),
        ("Игорь", ("deputy",)),
        ("Вера", ()),
        ("", ()),
    ],
)
def test_person_is_found_by_key_account_or_name(written: str, keys: tuple[str, ...]) -> None:
    """A key or an account names one person; a name may name several."""
    assert find_people(agreed(people=TWO_ANNAS), written) == keys
