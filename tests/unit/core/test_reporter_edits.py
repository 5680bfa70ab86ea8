"""Who asked for an issue stays as first seen, whatever the field says later."""

from __future__ import annotations

import pytest
from decisions import AUTHORITY, account, agreed, baseline, hear, issue, judged, offered

from plugin.core.model.events import IssueSeen
from plugin.core.model.issue import FieldChange
from plugin.core.offer.offer_versions import is_draft
from plugin.core.scope.policy import with_edit

DEPUTY_NOW = [*AUTHORITY[:2], {"person": "deputy", "may": ["decide"], "for": "director"}, AUTHORITY[3]]
NAMED = (FieldChange(field="reporter", before="Анна Белова", after="Мария Орлова"),)
OTHER = (FieldChange(field="description", before="", after="x"),)


@pytest.mark.parametrize(
    ("sentence", "who", "changes", "counts"),
    [
        ("The client's side changes it: nothing changes.", "contact", NAMED, False),
        ("A stranger changes it: nothing changes.", "stranger", NAMED, False),
        ("Our side names the reporter: so it is.", "manager", NAMED, True),
        ("Our side changes something else: nothing changes.", "manager", OTHER, False),
        ("Nobody tells of it: nothing changes.", "manager", (), False),
    ],
)
def test_reporter_is_as_first_seen(
    sentence: str, who: str, changes: tuple[FieldChange, ...], counts: bool
) -> None:
    """An edit of the reporter would choose who may decide: only our side's own counts."""
    contract = baseline()
    before = judged(contract, issue())
    edited = issue(reporter=account("manager"))
    after = with_edit(contract, before, IssueSeen(issue=edited, changes=changes, actor=account(who)))
    assert (after.issue.reporter == account("manager")) is counts, sentence
    assert is_draft(contract, after) is counts, sentence


def test_deputy_decides_no_request_that_a_colleague_reports_now() -> None:
    """Nobody decides alone about their own request under a changed reporter."""
    contract = baseline(agreed(authority=DEPUTY_NOW))
    before = judged(contract, issue(reporter=account("deputy")))
    edited = issue(reporter=account("contact"))
    after = with_edit(contract, before, IssueSeen(issue=edited, changes=NAMED, actor=account("deputy")))
    facts = offered(contract, after.issue)
    assert hear(facts, "deputy", "/choose 1").result == "no_authority"
