"""Issues read by the fields that a contract names."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from mappings.model import Labels, TrackerTerms
from plugin.core.model.events import IssueSeen
from plugin.core.model.issue import FieldChange, IssueSnapshot
from plugin.trackers.mapped_fields import apply_mapping, apply_mapping_to_event

FIELDS = {"labels": "Labels", "verdict": "Scope", "estimate": "Effort", "due": "Deadline"}
TERMS = TrackerTerms(
    name="main",
    projects=("acme",),
    fields=FIELDS,
    labels=Labels(beyond_scope="scope:beyond", in_scope="scope:in"),
)


def issue(**fields: tuple[str, ...]) -> IssueSnapshot:
    """Return an issue with these custom fields."""
    return IssueSnapshot(id="7", key="7", project="acme", fields=fields, estimate_hours=Decimal(2))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param({"Labels": ("html",)}, {"html"}, id="people's labels"),
        pytest.param({"Scope": ("beyond_scope",)}, {"scope:beyond"}, id="the verdict by its name"),
        pytest.param({"Scope": ("scope:in",)}, {"scope:in"}, id="the verdict by its label"),
        pytest.param(
            {"Scope": ("beyond_scope",), "Labels": ("scope:in",)},
            {"scope:beyond", "scope:in"},
            id="a contradiction is seen, so that it can be set right",
        ),
        pytest.param({"Labels": ("scope:in", "html")}, {"html"}, id="an emptied verdict is no verdict"),
        pytest.param({"Scope": ("",)}, set(), id="nothing"),
    ],
)
def test_labels_are_read_from_the_named_fields(
    fields: dict[str, tuple[str, ...]], expected: set[str]
) -> None:
    """Labels and verdict are read where the contract says."""
    assert expected == apply_mapping(issue(**fields), TERMS).labels


def test_labels_field_alone_holds_the_verdict_too() -> None:
    """Without a field for the verdict its label stands among the others."""
    terms = TERMS.model_copy(update={"fields": {"labels": "Labels"}})
    assert {"scope:in"} == apply_mapping(issue(Labels=("scope:in",)), terms).labels


@pytest.mark.parametrize(
    ("effort", "expected"),
    [("6", Decimal(6)), ("1h30m", Decimal("1.5")), ("soon", Decimal(2)), ("", Decimal(2))],
)
def test_the_estimate_is_read_from_the_named_field(effort: str, expected: Decimal) -> None:
    """A number or a duration counts; anything else leaves the tracker's own estimate."""
    assert expected == apply_mapping(issue(Effort=(effort,)), TERMS).estimate_hours


def test_the_due_date_is_read_from_the_named_field() -> None:
    """The date is read from the field that the contract names."""
    assert date(2026, 4, 10) == apply_mapping(issue(Deadline=("2026-04-10",)), TERMS).due


def test_changes_of_label_fields_are_one_change_of_labels() -> None:
    """Both fields' old and new values come under the word that rules know."""
    changes = (
        FieldChange(field="status", before="New", after="Done"),
        FieldChange(field="1", name="Scope", before="beyond_scope", after="in_scope"),
        FieldChange(field="2", name="Labels", before="html"),
        FieldChange(field="2", name="Labels", after="page"),
    )
    seen = apply_mapping_to_event(IssueSeen(issue=issue(), changes=changes), TERMS)
    assert seen.changes == (
        changes[0],
        FieldChange(field="labels", before="html scope:beyond", after="page scope:in"),
    )


def test_a_copy_taken_from_the_labels_is_no_change_while_the_verdict_stands() -> None:
    """The verdict's own field still shows it: nobody took the verdict away."""
    taken = FieldChange(field="2", name="Labels", before="scope:beyond", after="")
    event = IssueSeen(issue=issue(Scope=("beyond_scope",)), changes=(taken,))
    assert (FieldChange(field="labels", before="scope:beyond", after="scope:beyond"),) == (
        apply_mapping_to_event(event, TERMS).changes
    )


def test_without_fields_nothing_changes() -> None:
    """Contracts without fields, and issues of no contract, are left alone."""
    seen = IssueSeen(issue=issue(Labels=("html",)))
    plain = TERMS.model_copy(update={"fields": {}})
    assert (seen, seen) == (apply_mapping_to_event(seen, plain), apply_mapping_to_event(seen, None))
