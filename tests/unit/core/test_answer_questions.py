"""What a short answer without a command is answered by, and how often."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from decisions import (
    NOW,
    after,
    agreed,
    baseline,
    decide_comment,
    effects,
    entries,
    facts_of,
    hear,
    issue,
    judged,
    offered,
    said,
    state_in,
)

from plugin.core import decide as deciding
from plugin.core.contract_facts import ContractFacts
from plugin.core.facts import IssueFacts
from plugin.core.model.effects import PostComment
from plugin.core.model.issue_state import ChangeState
from plugin.core.model.outcome import Outcome
from plugin.core.model.stage_state import StageState

OPTIONAL = {"answers": {"bare_digit": False}}


def told(outcome: Outcome) -> str:
    """Return what is answered, with ordinary spaces."""
    texts = [each.effect.text for each in outcome.effects if isinstance(each.effect, PostComment)]
    return "\n".join(texts).replace("\xa0", " ")


@pytest.mark.parametrize(
    ("sentence", "who", "words", "result"),
    [
        ("One number decides.", "director", "2", "decided"),
        ("With a word that chooses it decides, too.", "director", "Давайте второй", "decided"),
        ("A deputy outside the dates gets the sentence that names who may.", "deputy", "2", "no_authority"),
        ("So does the contact, for a sum over the limit.", "contact", "2", "no_authority"),
        ("And our own side.", "manager", "вариант 2", "no_authority"),
        ("Somebody whom the contract does not name is not read.", "stranger", "2", "nothing"),
        ("A number that is named is asked about.", "director", "склоняемся ко второму", "asked"),
        ("An agreement without a number, too.", "director", "ок", "asked"),
        ("Who may not decide the named option is told who may.", "contact", "наверное, 2", "no_authority"),
        ("Who may decide nothing is not asked for a number.", "developer", "ок", "nothing"),
        ("Two numbers: asked which.", "director", "1 или 2", "asked"),
        ("A number that nobody offers is named with those on offer.", "director", "9", "unknown_number"),
        ("A conversation.", "director", "Спасибо, подумаем", "nothing"),
        ("A call at two.", "director", "созвонимся в 2?", "nothing"),
    ],
)
def test_natural_answer_decides_or_is_asked_about(sentence: str, who: str, words: str, result: str) -> None:
    """A decider's natural answer decides or is asked about, never dropped."""
    outcome = hear(offered(), who, words)
    assert outcome.result == result, sentence
    if result == "nothing":
        assert outcome.effects == (), sentence
    if result != "decided":
        assert "decision" not in entries(outcome), sentence


def test_confirmation_names_the_option_and_the_number() -> None:
    """The question repeats the option with its sum and asks for the number."""
    text = told(hear(offered(), "director", "склоняемся ко второму"))
    assert "Верно понимаем: вариант 2, делаем" in text
    assert "Подтвердите, пожалуйста, цифрой 2" in text


def test_agreement_is_asked_which_number() -> None:
    """Without a number the numbers on offer are named."""
    assert "1, 2, 3 или 4" in told(hear(offered(), "director", "согласен на доплату"))


def test_two_numbers_are_both_named_in_the_question() -> None:
    """The two that were seen are asked about, not all that are on offer."""
    assert "Увидели два варианта: 1 и 2. Какой из них?" in told(hear(offered(), "director", "1 или 2"))
    assert "Увидели два варианта: 1 и 2" in told(hear(offered(), "director", "/choose 1\n/choose 2"))


@pytest.mark.parametrize("words", ["2", "вариант 2", "Давайте второй"])
def test_number_is_asked_about_where_it_does_not_decide(words: str) -> None:
    """With `bare_digit: false` a bare number gets the question, too."""
    outcome = hear(offered(baseline(agreed(**OPTIONAL))), "director", words)
    assert outcome.result == "asked"
    assert "строкой /выбор 2" in told(outcome)


def test_question_comes_once_a_person_and_version() -> None:
    """Each person is asked once about a version of the offer."""
    facts = offered()
    facts = after(facts, hear(facts, "director", "ок"))
    again = hear(facts, "director", "хорошо", comment="502")
    assert (again.result, again.effects) == ("asked_before", ())
    assert hear(facts, "contact", "ок", comment="503").result == "asked"
    assert hear(facts, "director", "2", comment="504").result == "decided"


def test_new_version_of_the_offer_is_asked_about_anew() -> None:
    """The question belongs to a version of the offer."""
    facts = offered()
    facts = after(facts, hear(facts, "director", "ок"))
    assert facts.state is not None
    change = facts.state.change
    assert change is not None
    assert change.offer is not None
    newer = change.offer.model_copy(update={"version": 2})
    change = change.model_copy(update={"versions": (*change.versions, newer)})
    facts = replace(facts, state=facts.state.model_copy(update={"change": change}))
    assert hear(facts, "director", "ок", comment="502").result == "asked"


def decided() -> IssueFacts:
    """Return facts about an offer that the director decided by option 1."""
    facts = offered()
    return after(facts, hear(facts, "director", "/choose 1"))


@pytest.mark.parametrize(
    ("sentence", "words", "result"),
    [
        ("A bare number is asked about.", "2", "asked"),
        ("The number that is decided already says nothing new.", "1", "asked_before"),
        ("A conversation about the decision is one.", "ок", "nothing"),
        ("So is a number that is only named.", "а второй был бы дороже", "nothing"),
        ("The command changes it.", "/choose 2", "decided"),
    ],
)
def test_only_the_command_changes_a_decision(sentence: str, words: str, result: str) -> None:
    """Once decided, only `/choose N` changes it; a bare number is asked about."""
    outcome = hear(decided(), "director", words, comment="502")
    assert outcome.result == result, sentence
    if result == "asked":
        assert "/выбор 2" in told(outcome)


def test_answer_without_an_offer_answers_something_else() -> None:
    """Where nothing is offered, or only drafted, a number is no answer to us."""
    without = facts_of(baseline(), judged(baseline(), issue(hours=None)))
    draft = facts_of(baseline(), judged(baseline(), issue(reporter={"id": "a-developer"})))
    for facts in (without, draft):
        assert hear(facts, "director", "2").result == "nothing"


def edited(facts: IssueFacts, heard: Outcome, text: str, **given: Any) -> Outcome:
    """Decide an edit of a comment of which an earlier wording was heard."""
    event = said("director", text, updated=NOW + timedelta(minutes=50), edited=True, **given)
    contract = ContractFacts(
        facts.baseline,
        {facts.state.issue.id: facts.state} if facts.state else {},
        published={event.issue_id: facts.published},
        stages=frozenset(stage.id for stage in facts.baseline.mapping.stages),
        heard={key: each.said for key, each in heard.processed.items()},
    )
    return deciding.decide(event, contract)


@pytest.mark.parametrize(
    ("sentence", "before", "now", "result"),
    [
        ("A word of thanks is added.", "/choose 1", "/choose 1 спасибо", "heard_before"),
        ("The command moves to another line.", "/choose 1", "Добрый день!\n/choose 1", "heard_before"),
        ("The same command in the other language.", "/choose 1", "/выбор 1", "heard_before"),
        ("Another number is new.", "/choose 1", "/choose 2", "decided"),
        ("Another number without a command.", "1", "2", "decided"),
        ("A stop behind the number is not new.", "2", "2.", "heard_before"),
        ("Of two numbers one is left.", "/choose 1\n/choose 2", "/choose 2", "decided"),
        ("A second number is added.", "/choose 1", "/choose 1\n/choose 2", "several"),
        ("A question is added to the command.", "/choose 1", "/choose 1\n/why", "why"),
        ("A conversation becomes an answer.", "Подумаем", "2", "decided"),
        ("What is unknown is hinted at once.", "/frobnicate", "/frobnicate спасибо", "heard_before"),
    ],
)
def test_edit_is_heard_for_the_words_that_are_new_in_it(
    sentence: str, before: str, now: str, result: str
) -> None:
    """A command that stood there before the edit is not heard again."""
    facts = offered()
    heard = hear(facts, "director", before)
    assert edited(facts, heard, now).result == result, sentence


def test_old_command_is_not_heard_again_after_a_later_decision() -> None:
    """Whatever was decided since, an edit does not bring back what stood there before."""
    facts = offered()
    first = hear(facts, "director", "/choose 1")
    facts = after(facts, first)
    facts = after(facts, hear(facts, "director", "/choose 2", comment="502"))
    outcome = edited(facts, first, "/choose 1, спасибо")
    assert (outcome.result, outcome.states, outcome.effects) == ("heard_before", (), ())


def test_edit_by_another_decides_nothing() -> None:
    """Words that somebody else puts into a comment are put on record and not heard."""
    event = said("director", "2", editor={"id": "a-manager"}, edited=True)
    outcome = decide_comment(offered(), event)
    assert (outcome.result, outcome.effects) == ("edited_by_another", ())


def stage_facts(**state: Any) -> IssueFacts:
    """Return facts about the issue of the design stage."""
    stages = {"design": StageState(contract="ACME", stage="design", issue_id="1009", **state)}
    on = replace(baseline(), stages=stages)
    known = judged(on, issue())
    named = known.model_copy(
        update={"issue": known.issue.model_copy(update={"key": "ACME-1"}), "change": None}
    )
    return facts_of(on, named)


@pytest.mark.parametrize(
    ("sentence", "who", "words", "result"),
    [
        ("The director accepts in words.", "director", "принято", "asked"),
        ("With praise.", "director", "всё отлично, принимаем", "asked"),
        ("The contact, too.", "contact", "Принимаю, спасибо!", "asked"),
        ("In English.", "director", "Looks good, we accept", "asked"),
        ("Our own side accepts nothing.", "manager", "принято", "nothing"),
        ("A stranger is not read.", "stranger", "принято", "nothing"),
        ("A refusal is no acceptance.", "director", "не принято", "nothing"),
        ("A condition is none either.", "director", "принимаем, если поправите логотип", "nothing"),
    ],
)
def test_acceptance_in_words_gets_the_one_line_to_write(
    sentence: str, who: str, words: str, result: str
) -> None:
    """On a stage's issue a short acceptance of the client's side gets the line."""
    outcome = hear(stage_facts(), who, words)
    assert outcome.result == result, sentence
    if result == "asked":
        assert "/принято" in told(outcome)
        assert [stage.words for stage in outcome.stages] == [()], "nothing is signed by it"
    else:
        assert outcome.effects == (), sentence


def test_line_to_write_is_given_once_a_version() -> None:
    """The same person is told again only when what would be signed is another version."""
    facts = stage_facts()
    (stage,) = hear(facts, "director", "принято").stages
    known = replace(facts, baseline=replace(facts.baseline, stages={"design": stage}))
    assert hear(known, "director", "принимаю", comment="502").result == "asked_before"
    newer = stage.model_copy(update={"version": 2})
    changed = replace(facts, baseline=replace(facts.baseline, stages={"design": newer}))
    assert hear(changed, "director", "принимаю", comment="503").result == "asked"


def test_question_leaves_the_change_open() -> None:
    """Nothing is decided by a question: the offer stands as it was."""
    outcome = hear(offered(), "director", "ок")
    change = state_in(outcome).change
    assert change is not None
    assert (change.state, change.decisions) == (ChangeState.OFFERED, ())
    assert effects(outcome) == [("reply:501", "post_comment")]
