"""The verdict of one issue: kind, clause, the part beyond, and the reasons."""

from __future__ import annotations

from typing import Any

import pytest
from sold_contract import contract, hours, item, stage

from mappings.model import Exclusion
from plugin.core.model.placement import Evidence, Placement
from plugin.core.model.quantity_claims import Allotment, ItemUsage
from plugin.core.model.verdict import Reason, Ruling, Verdict, VerdictKind
from plugin.core.scope.classify import decide_verdict

MAPPING = contract(
    tracker={"warranty_days": 90},
    stages=[stage(items=[{"id": "2.1", "title": "Main page", "hours": 40}])],
)
ITEM = item(hours=40)
EXCLUSION = Exclusion(clause="5.1", text="Translation", words=("translation",))
OVER = Allotment(ItemUsage(hours(3)), hours(2), (Reason(word="hours_over", values={"over": "2"}),))
WITHIN_LIMITS = Allotment(ItemUsage(hours(5)))


def verdict(placement: Placement, **given: Any) -> Verdict:
    """Decide about an issue of five hours in the first stage, unless told otherwise."""
    facts = {
        "mapping": MAPPING,
        "stage": "design",
        "estimate": hours(5),
        "ruling": None,
        "allotment": None,
        "after_sign_off": False,
        **given,
    }
    return decide_verdict(placement, facts.pop("mapping"), **facts)


def ruling(kind: Any, item_id: str | None = None) -> Ruling:
    """Return the manager's ruling."""
    return Ruling(kind=kind, item=item_id, by="manager")


LINKED = Placement(Evidence.LINK, item=ITEM)
RULED = Placement(Evidence.RULING)
RULED_IN = Placement(Evidence.RULING, item=ITEM)
EXCLUDED = Placement(Evidence.EXCLUSION, exclusion=EXCLUSION, matched="translation")
UNMATCHED = Placement(Evidence.UNMATCHED)
STRICT = contract(unmatched="beyond_scope")


@pytest.mark.parametrize(
    ("sentence", "placement", "given", "kind", "clause", "over"),
    [
        ("A defect is ours.", Placement(Evidence.DEFECT), {}, "defect", "", None),
        ("So is a case of warranty.", Placement(Evidence.WARRANTY), {}, "warranty", "", None),
        (
            "A linked issue within its quantities.",
            LINKED,
            {"allotment": WITHIN_LIMITS},
            "in_scope",
            "2.1",
            None,
        ),
        ("A linked issue that claims nothing.", LINKED, {}, "in_scope", "2.1", None),
        ("A linked issue beyond them, by the part.", LINKED, {"allotment": OVER}, "beyond_scope", "2.1", "2"),
        (
            "Logged work prices nothing.",
            LINKED,
            {"allotment": OVER, "estimate": None},
            "beyond_scope",
            "2.1",
            None,
        ),
        (
            "After the sign-off it is beyond as a whole.",
            LINKED,
            {"after_sign_off": True},
            "beyond_scope",
            "2.1",
            "5",
        ),
        (
            "Even where quantities are over too.",
            LINKED,
            {"after_sign_off": True, "allotment": OVER},
            "beyond_scope",
            "2.1",
            "5",
        ),
        ("An exclusion is beyond, with its clause.", EXCLUDED, {}, "beyond_scope", "5.1", "5"),
        (
            "Without an estimate nobody knows by how much.",
            EXCLUDED,
            {"estimate": None},
            "beyond_scope",
            "5.1",
            None,
        ),
        ("An unmatched issue is unclear.", UNMATCHED, {}, "unclear", "", None),
        ("Or beyond, where the contract says so.", UNMATCHED, {"mapping": STRICT}, "beyond_scope", "", "5"),
        ("Ruled into an item.", RULED_IN, {"ruling": ruling("in_scope", "2.1")}, "in_scope", "2.1", None),
        (
            "Ruled into an item that is full: it stays in.",
            RULED_IN,
            {"ruling": ruling("in_scope", "2.1"), "allotment": OVER},
            "in_scope",
            "2.1",
            None,
        ),
        ("Ruled beyond.", RULED, {"ruling": ruling("beyond_scope")}, "beyond_scope", "", "5"),
        ("Ruled a gift.", RULED, {"ruling": ruling("bonus")}, "bonus", "", "5"),
        (
            "A ruling without an item keeps the exclusion's clause.",
            Placement(Evidence.RULING, exclusion=EXCLUSION),
            {"ruling": ruling("beyond_scope")},
            "beyond_scope",
            "5.1",
            "5",
        ),
    ],
)
def test_verdict_has_kind_clause_and_hours_beyond(
    sentence: str, placement: Placement, given: dict[str, Any], kind: str, clause: str, over: str | None
) -> None:
    """What an issue is, by which clause, and by how much it is beyond."""
    found = verdict(placement, **given)
    wanted = (VerdictKind(kind), clause, hours(over) if over else None, "design")
    assert (found.kind, found.clause, found.over_hours, found.stage) == wanted, sentence


BOTH = Placement(
    Evidence.LINK, item=ITEM, exclusion=EXCLUSION, matched="translation", also_linked=("2.2", "3.1")
)


@pytest.mark.parametrize(
    ("sentence", "placement", "given", "words"),
    [
        ("Linked and within.", LINKED, {}, "linked within_quantities"),
        ("Linked and over.", LINKED, {"allotment": OVER}, "linked hours_over"),
        ("Linked after the sign-off.", LINKED, {"after_sign_off": True}, "linked stage_signed_off"),
        (
            "Linked twice, with an exclusion's words.",
            BOTH,
            {},
            "linked linked_twice exclusion_words_in_linked within_quantities",
        ),
        ("Excluded.", EXCLUDED, {}, "excluded"),
        ("Unmatched.", UNMATCHED, {}, "unmatched"),
        ("A defect.", Placement(Evidence.DEFECT), {}, "defect_type"),
        ("Warranty.", Placement(Evidence.WARRANTY), {}, "within_warranty"),
        (
            "Ruled over the quantity.",
            RULED_IN,
            {"ruling": ruling("in_scope"), "allotment": OVER},
            "ruled hours_over",
        ),
        (
            "Ruled beyond: quantities do not matter.",
            RULED_IN,
            {"ruling": ruling("bonus"), "allotment": OVER},
            "ruled",
        ),
    ],
)
def test_reasons_are_in_the_order_of_the_steps(
    sentence: str, placement: Placement, given: dict[str, Any], words: str
) -> None:
    """The reasons are the steps in the order in which they were taken."""
    assert " ".join(reason.word for reason in verdict(placement, **given).reasons) == words, sentence


@pytest.mark.parametrize(
    ("sentence", "placement", "given", "word", "values"),
    [
        (
            "The ruling names person and verdict.",
            RULED,
            {"ruling": ruling("bonus")},
            "ruled",
            {"by": "manager", "verdict": "bonus"},
        ),
        ("Warranty names its days.", Placement(Evidence.WARRANTY), {}, "within_warranty", {"days": "90"}),
        (
            "An exclusion names clause, text and words.",
            EXCLUDED,
            {},
            "excluded",
            {"clause": "5.1", "text": "Translation", "matched": "translation"},
        ),
        ("A double link names the others.", BOTH, {}, "linked_twice", {"items": "2.2, 3.1"}),
        (
            "The sign-off names the stage.",
            LINKED,
            {"after_sign_off": True},
            "stage_signed_off",
            {"stage": "design", "title": "Design"},
        ),
        (
            "A stage that the contract lost has no title.",
            LINKED,
            {"after_sign_off": True, "stage": "gone"},
            "stage_signed_off",
            {"stage": "gone", "title": ""},
        ),
    ],
)
def test_reason_carries_what_its_sentence_names(
    sentence: str, placement: Placement, given: dict[str, Any], word: Any, values: dict[str, str]
) -> None:
    """A reason carries what its sentence needs."""
    reason = verdict(placement, **given).because(word)
    assert reason is not None
    assert reason.values == values, sentence


def test_missing_reason_gives_none() -> None:
    """Asking for a reason that did not count gives none."""
    assert verdict(UNMATCHED).because("excluded") is None


def test_link_without_an_item_is_an_error() -> None:
    """A placement by link without an item is an error in our code."""
    with pytest.raises(ValueError, match="item"):
        verdict(Placement(Evidence.LINK))


@pytest.mark.parametrize("evidence", [Evidence.RULING, Evidence.EXCLUSION])
def test_evidence_without_its_fact_is_unmatched_work(evidence: Evidence) -> None:
    """A ruling or an exclusion that is not there bills nobody."""
    assert verdict(Placement(evidence)).kind is VerdictKind.UNCLEAR
