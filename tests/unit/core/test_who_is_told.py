"""Whose word is missing is mentioned, becomes a watcher, and nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from decisions import (
    AUTHORITY,
    PEOPLE,
    account,
    agreed,
    asked_people,
    baseline,
    decide_seen,
    facts_of,
    hear,
    in_slot,
    issue,
    looked,
    offered,
    slots,
    state_in,
    watchers,
)

from mappings.model import ContractMapping
from plugin.core.facts import Baseline
from plugin.core.model.effects import SendMail, ShowVerdict
from plugin.core.model.issue import IssueSnapshot
from plugin.core.model.outcome import Outcome

LONG = "Нужен, чтобы клиенты сами считали стоимость ремонта на сайте."
FOR_NOW = [*AUTHORITY[:2], {"person": "deputy", "may": ["decide"], "for": "director"}, AUTHORITY[3]]
TWO = {"decision": {"client": 2}, "authority": [*AUTHORITY[:1], {"person": "contact", "may": ["decide"]}]}


def first(contract: Baseline, snapshot: IssueSnapshot) -> Outcome:
    """Decide what follows from an issue that was never seen."""
    return decide_seen(facts_of(contract, None), looked(snapshot))


def on(**keys: Any) -> Baseline:
    """Return the contract with some keys replaced."""
    return baseline(agreed(**keys))


@pytest.mark.parametrize(
    ("sentence", "contract", "snapshot", "asked"),
    [
        ("An offer asks its addressee.", on(), issue(), ("director",)),
        (
            "Who may take each option is asked alone.",
            on(),
            issue(reporter=account("director")),
            ("director",),
        ),
        ("Before the estimate nobody acts.", on(), issue(hours=None, description=LONG), ()),
        ("What it is for is the author's to say.", on(), issue(hours=None), ("contact",)),
        ("A draft asks nobody of the client.", on(contract={"mode": "draft"}), issue(), ()),
        ("Two words are needed: both are missing.", on(**TWO), issue(), ("director", "contact")),
        ("A deputy may answer as well.", on(authority=FOR_NOW), issue(), ("director", "deputy")),
    ],
)
def test_the_living_comment(sentence: str, contract: Baseline, snapshot: Any, asked: tuple[str, ...]) -> None:
    """A comment that asks people to act mentions each whose word is missing.

    Nobody else is mentioned.
    """
    outcome = first(contract, snapshot)
    assert asked_people(outcome, "verdict") == asked, sentence


def test_a_watcher_is_added_where_the_contract_says_so() -> None:
    """The person becomes a watcher; `notify` may leave it out."""
    assert watchers(first(on(), issue())) == {"1009": {"director"}}
    assert watchers(first(on(tracker={"notify": ["mention", "mail"]}), issue())) == {}


def test_somebody_without_an_account_is_no_watcher() -> None:
    """Nobody can be told in a tracker where they have no account."""
    people = {**PEOPLE, "director": {"name": "Пётр Соколов", "side": "client"}}
    assert watchers(first(on(people=people), issue())) == {}


@pytest.mark.parametrize(
    ("sentence", "person", "said", "asked"),
    [
        ("Somebody without authority: who may decide.", "developer", "1", ("director",)),
        ("A doubtful answer: its writer.", "director", "ок", ("director",)),
        ("Two numbers: their writer.", "director", "1 или 2", ("director",)),
    ],
)
def test_an_answer(sentence: str, person: str, said: str, asked: tuple[str, ...]) -> None:
    """An answer mentions whose word is still missing."""
    assert asked_people(hear(offered(), person, said), "reply:501") == asked, sentence


def test_a_decision_asks_nobody() -> None:
    """Once it is decided nobody has to act, and nobody is mentioned."""
    outcome = hear(offered(), "director", "1")
    decision = next(slot for slot in slots(outcome) if slot.startswith("decision"))
    assert asked_people(outcome, decision) == ()
    assert asked_people(outcome, "verdict") == ()
    assert watchers(outcome) == {}


def test_the_offer_keeps_its_options_after_the_decision() -> None:
    """The living comment keeps its options under who chose which of them, and when."""
    shown = in_slot(hear(offered(), "director", "1"), "verdict")
    assert isinstance(shown, ShowVerdict)
    assert shown.comment is not None
    assert shown.comment.startswith("**✓ Вариант 1, Пётр Соколов, 16\u00a0марта.**")
    before = in_slot(first(on(), issue()), "verdict")
    assert isinstance(before, ShowVerdict)
    options = [line for line in (before.comment or "").split("\n") if "\\." in line[:3]]
    assert options
    assert [line for line in shown.comment.split("\n") if "\\." in line[:3]] == options


OWN = {"reporter": account("deputy")}


def test_nobody_decides_alone_about_their_own_request_by_a_deputys_power() -> None:
    """Nobody decides alone about their own request by a deputy's power.

    The principal is named.
    """
    contract = on(authority=FOR_NOW)
    outcome = first(contract, issue(**OWN))
    assert asked_people(outcome, "verdict") == ("director",)
    refused = hear(offered(contract, issue(**OWN)), "deputy", "1")
    assert refused.result == "no_authority"
    assert asked_people(refused, "reply:501") == ("director",)


def test_a_deputy_decides_about_the_requests_of_others() -> None:
    """A deputy's power is whole for the requests of others."""
    contract = on(authority=FOR_NOW)
    assert hear(offered(contract), "deputy", "1").result == "decided"


def test_own_power_stands_beside_a_deputys() -> None:
    """Who may decide by their own power may do so about their own request."""
    rows = [*FOR_NOW, {"person": "deputy", "may": ["decide"]}]
    contract = on(authority=rows)
    assert hear(offered(contract, issue(**OWN)), "deputy", "1").result == "decided"


def test_with_two_words_a_deputy_is_one_of_them() -> None:
    """Where two words are needed nobody decides alone, and a deputy's counts."""
    contract = on(**{**TWO, "authority": [*TWO["authority"], FOR_NOW[2]]})
    kept = hear(offered(contract, issue(**OWN)), "deputy", "1")
    assert kept.result == "choice_kept"


def with_addresses() -> ContractMapping:
    """Return the contract in which everybody has an address."""
    people = {key: {**person, "email": f"{key}@acme.example"} for key, person in PEOPLE.items()}
    return agreed(people=people)


def test_a_decision_is_confirmed_by_mail() -> None:
    """A decision is confirmed by mail to those concerned who have an `email`."""
    contract = baseline(with_addresses())
    outcome = hear(offered(contract), "director", "1")
    mails = [each.effect for each in outcome.effects if isinstance(each.effect, SendMail)]
    assert {(each.person, each.purpose) for each in mails} == {
        ("director", "told"),
        ("contact", "told"),
        ("manager", "told"),
    }
    assert all("‹link›" not in each.text for each in mails)
    assert mails[0].text.startswith("Здравствуйте, Пётр!")


def test_no_mail_where_the_contract_does_without() -> None:
    """`notify` without `mail` writes no letter."""
    mapping = with_addresses()
    quiet = mapping.model_copy(
        update={"tracker": mapping.tracker.model_copy(update={"notify": ("mention",)})}
    )
    outcome = hear(offered(baseline(quiet)), "director", "1")
    assert not any(isinstance(each.effect, SendMail) for each in outcome.effects)
    assert state_in(outcome).change is not None


def test_people_are_called_as_the_contract_says() -> None:
    """People are called by `people.x.call`, else by the first word of the name."""
    people = {**PEOPLE, "director": {"name": "Соколов Пётр", "call": "Пётр", "side": "client"}}
    for contract in (on(), on(people=people)):
        shown = in_slot(first(contract, issue()), "verdict")
        assert isinstance(shown, ShowVerdict)
        assert (shown.comment or "").startswith("Пётр, ")
