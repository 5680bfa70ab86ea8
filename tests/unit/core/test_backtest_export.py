"""An export is judged as the whole of `decide` would judge it, in little memory."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

import pytest
from backtest_past import BEGAN, load_contract, make_issues

from mappings.model import ContractMapping
from plugin.core.backtest.history import History
from plugin.core.backtest.play_export import play_export
from plugin.core.backtest.results import BacktestResult
from plugin.core.backtest.tally import Tally
from plugin.core.backtest.terms import begin, without_moments
from plugin.core.model.events import IssueSeen
from plugin.core.model.issue import IssueSnapshot
from plugin.core.model.verdict import VerdictKind


def play(
    issues: list[IssueSnapshot], since: date | None = None, mapping: ContractMapping | None = None
) -> BacktestResult:
    """Return what the contract makes of an export."""
    return play_export(mapping or load_contract(), issues, since, name="acme.yaml", source="issues.csv")


def play_whole(issues: list[IssueSnapshot]) -> BacktestResult:
    """Return the same by every policy and by facts as the service loads them."""
    mapping = without_moments(load_contract())
    history = History(begin(mapping, BEGAN.date(), BEGAN))
    tally = Tally(mapping)
    for issue in issues:
        assert issue.created is not None
        outcome = history.decide([IssueSeen(issue=issue, at=issue.created)], issue.created)
        for request in outcome.effects:
            history.show(request.subject, request.slot, issue.created)
        tally.add(history.baseline, outcome, history.states)
    for state in history.states.values():
        tally.judge(history.baseline, state)
    return tally.finish("acme.yaml", "issues.csv", BEGAN.date(), BEGAN.date(), is_export=True)


def verdicts(result: BacktestResult) -> Mapping[str, tuple[VerdictKind, str, Decimal | None]]:
    """Return verdict, clause and hours of every issue."""
    return {each.key: (each.kind, each.clause, each.hours) for each in result.played}


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_sums_in_place_of_issues_give_the_same_verdicts(seed: int) -> None:
    """What is summed up and what is left out changes nothing that is counted."""
    issues = make_issues(seed)
    brief, whole = play(issues), play_whole(issues)
    assert verdicts(whole) == verdicts(brief)
    assert whole.verdicts == brief.verdicts
    assert len({kind for kind, _, _ in verdicts(brief).values()}) == 5
    assert (whole.client_comments, whole.team_comments) == (brief.client_comments, brief.team_comments)
    # An offer that is made anew is mailed again: from an export each is made once.
    assert whole.mails >= brief.mails > 0
    assert [(each.on, each.issue, each.what, each.people) for each in whole.asked] == [
        (each.on, each.issue, each.what, each.people) for each in brief.asked
    ]


def test_every_issue_is_counted_once() -> None:
    """Judged, outside, named, older: together they are all."""
    issues = make_issues(5)
    result = play(issues, since=(BEGAN + timedelta(days=10)).date())
    assert len(issues) == result.issues
    assert result.issues == result.judged + result.outside + result.named + result.older
    assert result.older > 0
    assert result.judged == sum(each.issues for each in result.verdicts) == sum(result.by_rule.values())


def test_older_issues_take_from_quantities_only() -> None:
    """With a later first day the same hours are used up."""
    issues = make_issues(6)
    since = (BEGAN + timedelta(days=20)).date()
    result = play(issues, since=since)
    assert all(each.on >= since for each in result.asked)
    later = {each.key for each in result.played}
    whole = {
        key: found for key, found in verdicts(play(issues)).items() if key in later and found[1] == "2.1"
    }
    assert whole
    assert whole == {key: found for key, found in verdicts(result).items() if found[1] == "2.1"}


def test_an_observing_contract_is_played_as_if_it_acted() -> None:
    """A first mapping only observes; the question is what it would say."""
    mapping = load_contract()
    observing = mapping.model_copy(
        update={"contract": mapping.contract.model_copy(update={"mode": "observe"})}
    )
    issues = make_issues(7)
    assert play(issues).client_comments == play(issues, mapping=observing).client_comments > 0


def test_our_own_labels_of_another_time_decide_nothing() -> None:
    """A project where the service was at work before is played from the beginning."""
    issues = make_issues(8)
    labelled = [issue.model_copy(update={"labels": issue.labels | {"beyond-scope"}}) for issue in issues]
    assert verdicts(play(issues)) == verdicts(play(labelled))


def test_comments_are_counted_by_person_and_week() -> None:
    """Each week of the period has its place, also one without a comment."""
    result = play(make_issues(9))
    assert date(2026, 3, 2) == result.first_week
    weeks = (result.until - result.first_week).days // 7 + 1
    assert {weeks} == {len(person.weeks) for person in result.people}
    assert {"director", "contact", "manager"} == {person.key for person in result.people}
    asked = sum(len(each.people) for each in result.asked)
    assert asked == sum(person.comments for person in result.people)


def test_the_words_that_settle_most_come_first() -> None:
    """Each word counts what no word before it settles."""
    unclear = ["Banner"] * 3 + ["Corners rounded"] * 4 + ["Corners of banner"] * 2 + ["Add a new one"]
    issues = [_issue(number, summary) for number, summary in enumerate(unclear)]
    issues += [_issue(100 + number, "Banner", labels=frozenset({"front"})) for number in range(4)]
    words = play(issues).words
    assert [("corners", 6, 0), ("banner", 3, 4)] == [
        (each.word, each.issues, each.in_scope) for each in words[:2]
    ]
    assert ("ACME-53", "ACME-54", "ACME-55") == words[0].examples
    assert all(each.word not in ("add", "new") for each in words)


def _issue(number: int, summary: str, **more: object) -> IssueSnapshot:
    created = BEGAN + timedelta(hours=number)
    given = {
        "id": str(number),
        "key": f"ACME-{50 + number}",
        "project": "ACME",
        "summary": summary,
        "type": "Task",
    }
    return IssueSnapshot.model_validate({**given, "created": created, "updated": created, **more})
