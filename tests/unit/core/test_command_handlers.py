"""Commands: the power that each needs, what it changes, and the answers."""

from __future__ import annotations

from decimal import Decimal

import pytest
from decisions import (
    account,
    agreed,
    baseline,
    decide_seen,
    effects,
    entries,
    facts_of,
    hear,
    in_slot,
    issue,
    judged,
    linked,
    looked,
    offered,
    slots,
    state_in,
)

from plugin.core.facts import Baseline, IssueFacts
from plugin.core.model.effects import ShowVerdict
from plugin.core.model.issue import IssueSnapshot
from plugin.core.model.issue_state import ChangeState
from plugin.core.model.verdict import VerdictKind

UNCLEAR = issue(summary="Новый баннер")


def about(snapshot: IssueSnapshot, on: Baseline | None = None) -> IssueFacts:
    """Return facts about an issue as it was first judged."""
    on = on or baseline()
    return facts_of(on, judged(on, snapshot))


POWERS = [
    "/scope in 2.1",
    "/scope beyond",
    "/scope rules",
    "/bonus",
    "/estimate 6h",
    "/fee 30000",
    "/publish",
]


@pytest.mark.parametrize("words", POWERS)
@pytest.mark.parametrize("who", ["director", "contact", "developer", "stranger"])
def test_command_without_the_power_names_who_has_it(who: str, words: str) -> None:
    """Who has no such power gets one answer that names who has, and nothing changes."""
    outcome = hear(about(UNCLEAR), who, words)
    assert (outcome.result, effects(outcome)) == ("no_authority", [("reply:501", "post_comment")])
    assert (outcome.states, outcome.entries) == ((), ())


@pytest.mark.parametrize(
    ("sentence", "words", "kind", "item"),
    [
        ("Into an item.", "/scope in 2.1", VerdictKind.IN_SCOPE, "2.1"),
        ("Beyond.", "/scope beyond", VerdictKind.BEYOND_SCOPE, None),
        ("In Russian.", "/объём сверх", VerdictKind.BEYOND_SCOPE, None),
        ("A gift.", "/bonus", VerdictKind.BONUS, None),
        ("The rules as they are.", "/scope rules", VerdictKind.UNCLEAR, None),
    ],
)
def test_ruling_overrides_the_rules(sentence: str, words: str, kind: VerdictKind, item: str | None) -> None:
    """The manager's word stands above the rules."""
    outcome = hear(about(UNCLEAR), "manager", words)
    state = state_in(outcome)
    assert (state.kind, state.item) == (kind, item), sentence


def test_withdrawn_ruling_restores_the_rules() -> None:
    """After `/scope rules` the rules say again what they said before."""
    on = baseline()
    ruled = state_in(hear(about(issue(), on), "manager", "/scope in 2.1"))
    again = state_in(hear(facts_of(on, ruled), "manager", "/scope rules", comment="502"))
    assert (ruled.kind, again.kind, again.ruling) == (VerdictKind.IN_SCOPE, VerdictKind.BEYOND_SCOPE, None)


def test_beyond_scope_on_a_bonus_takes_the_gift_away() -> None:
    """A bonus that is ruled beyond scope takes nothing from the goodwill any more."""
    on = baseline(agreed(goodwill={"per_request": 1, "per_month": 6}))
    facts = about(issue(hours=1), on)
    assert facts.state is not None
    assert facts.state.kind is VerdictKind.BONUS
    ruled = state_in(hear(facts, "manager", "/scope beyond"))
    assert (ruled.kind, ruled.bonus_hours) == (VerdictKind.BEYOND_SCOPE, None)
    assert ruled.change is not None
    assert ruled.change.state is ChangeState.OFFERED


def test_beyond_scope_on_an_unclear_issue_may_be_a_bonus() -> None:
    """A small request that was unclear is a bonus once somebody ruled it beyond scope."""
    on = baseline(agreed(goodwill={"per_request": 1, "per_month": 6}))
    small = issue(summary="Новый баннер", hours=1)
    assert state_in(hear(about(small, on), "manager", "/scope beyond")).kind is VerdictKind.BONUS


@pytest.mark.parametrize(
    ("sentence", "words", "result"),
    [
        ("An item that the contract does not have.", "/scope in 9.9", "hint"),
        ("A scope without a word.", "/scope", "hint"),
        ("A word that no command is near to.", "/zzzz", "hint"),
        ("A command of another step.", "/agree", "hint"),
        ("Help.", "/help", "help"),
        ("Why.", "/why", "why"),
    ],
)
def test_question_gets_one_answer_and_changes_nothing(sentence: str, words: str, result: str) -> None:
    """One answer on the issue; nothing changes and nothing goes on record."""
    outcome = hear(about(UNCLEAR), "manager", words)
    assert (outcome.result, effects(outcome)) == (result, [("reply:501", "post_comment")]), sentence
    assert (outcome.states, outcome.entries) == ((), ())


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("An ordinary comment.", "Спасибо, выглядит отлично"),
        ("A command in a sentence.", "Напишите /choose 1, пожалуйста"),
        ("A command in a quotation.", "> /choose 1"),
        ("Nothing at all.", ""),
    ],
)
def test_comment_without_a_command_gets_no_answer(sentence: str, text: str) -> None:
    """What is no command gets no answer."""
    outcome = hear(offered(), "director", text)
    assert (outcome.result, outcome.effects) == ("nothing", ()), sentence


@pytest.mark.parametrize("who", ["director", "stranger"])
def test_why_and_help_need_no_power(who: str) -> None:
    """`/why` and `/help` need no power."""
    assert hear(about(issue()), who, "/why").result == "why"
    assert hear(about(issue()), who, "/help").result == "help"


def test_why_explains_an_issue_without_a_verdict() -> None:
    """An issue that is not governed is explained too."""
    assert hear(about(issue(type="Sub-task")), "director", "/why").result == "why"


@pytest.mark.parametrize(
    ("sentence", "words", "hours", "fee"),
    [
        ("An estimate.", "/estimate 6h", "6", "25200.00"),
        ("A sum.", "/fee 30000", "18", "30000.00"),
        ("No sum at all.", "/fee 0", "18", "0.00"),
    ],
)
def test_estimate_and_fee_make_a_new_version(sentence: str, words: str, hours: str, fee: str) -> None:
    """The manager's hours and sum make a new version of the offer."""
    state = state_in(hear(offered(), "manager", words))
    assert state.change is not None
    assert state.change.offer is not None
    assert (state.change.offer.version, state.change.offer.hours) == (2, Decimal(hours)), sentence
    assert state.change.offer.options[1].fee == Decimal(fee)


@pytest.mark.parametrize(
    ("sentence", "words", "kinds"),
    [
        ("An estimate changes verdict and offer.", "/estimate 6h", ["estimate", "offer", "verdict"]),
        ("A sum changes the offer.", "/fee 30000", ["fee", "offer"]),
        ("A ruling changes the verdict.", "/scope in 2.1", ["scope", "verdict"]),
        ("Publishing what is published changes nothing.", "/publish", ["publish"]),
    ],
)
def test_command_and_its_effects_are_recorded_once(sentence: str, words: str, kinds: list[str]) -> None:
    """A command and what follows from it stand on record, once each."""
    assert sorted(entries(hear(offered(), "manager", words))) == kinds, sentence


def test_new_tracker_estimate_ends_the_commanded_one() -> None:
    """`/estimate` holds until somebody changes the estimate in the tracker."""
    on = baseline()
    named = state_in(hear(about(issue(), on), "manager", "/estimate 6h"))
    same = state_in(decide_seen(facts_of(on, named), looked(issue())))
    changed = state_in(decide_seen(facts_of(on, named), looked(issue(hours=12))))
    assert (named.estimate, same.estimate, changed.estimate) == (6, 6, 12)


def test_several_commands_run_in_order() -> None:
    """Commands are carried out in their order, each on what the one before left."""
    state = state_in(hear(about(UNCLEAR), "manager", "/scope beyond\n/estimate 6h\n/fee 5000"))
    assert state.change is not None
    assert state.change.offer is not None
    assert (state.change.offer.hours, state.change.offer.options[1].fee) == (6, 5000)


def test_recheck_judges_anew_and_shows_the_same() -> None:
    """`/recheck` requests what is there already: the slot sees no change."""
    facts = offered()
    outcome = hear(facts, "stranger", "/recheck")
    assert outcome.states == ()
    assert slots(outcome) == {"verdict"}
    assert outcome.entries == ()


def test_comment_edited_by_another_decides_nothing() -> None:
    """A text that somebody else put into a comment is recorded and does nothing."""
    outcome = hear(offered(), "director", "/choose 1", edited=True, editor=account("contact"))
    assert (outcome.result, entries(outcome)) == ("edited_by_another", ["edited_by_another"])
    assert (outcome.states, outcome.effects) == ((), ())


def test_comment_edited_by_its_writer_decides() -> None:
    """Who mends a slip in their own comment has said it."""
    outcome = hear(offered(), "director", "/choose 1", edited=True, editor=account("director"))
    assert outcome.result == "decided"


@pytest.mark.parametrize("state", ["unknown", "deleted"])
def test_comment_on_an_unknown_issue_does_nothing(state: str) -> None:
    """On an issue that was never seen or is deleted nothing happens."""
    on = baseline()
    known = judged(on, issue(), deleted=True) if state == "deleted" else None
    outcome = hear(facts_of(on, known), "director", "/choose 1")
    assert (outcome.states, outcome.effects, outcome.entries) == ((), (), ())


def test_ruling_over_the_items_limit_is_reported_to_the_team() -> None:
    """The team is told once by how much the item's limit is passed."""
    outcome = hear(about(issue(hours=50)), "manager", "/scope in 2.1")
    assert {"verdict", "team:over-quantity"} <= slots(outcome)
    assert state_in(outcome).kind is VerdictKind.IN_SCOPE


def test_ruling_changes_label_and_comment_in_one_effect() -> None:
    """Label and comment follow the ruling in one effect."""
    shown = in_slot(hear(offered(), "manager", "/scope in 2.1"), "verdict")
    assert isinstance(shown, ShowVerdict)
    assert (shown.label, shown.says, shown.version) == ("in-scope", "", 0)


def test_ruling_beyond_scope_frees_the_items_hours() -> None:
    """A ruling stands above the link; the item's hours are free again."""
    state = state_in(hear(about(linked()), "manager", "/scope beyond"))
    assert (state.kind, state.holding.hours) == (VerdictKind.BEYOND_SCOPE, 0)
