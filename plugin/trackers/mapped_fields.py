"""Reading an issue as its contract agreed.

Labels, estimate and due date in fields that the mapping names.

A tracker without labels keeps them in fields of its own (`tracker.fields.labels`, `tracker.fields.verdict`);
any tracker may keep estimate or due date elsewhere. All after the adapters see labels, hours and a date.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from mappings.model import Labels, TrackerTerms, parse_hours
from plugin.core.model.events import IssueSeen
from plugin.core.model.issue import FieldChange, IssueSnapshot

VERDICTS = ("in_scope", "bonus", "beyond_scope", "unclear", "defect", "warranty")
"""The verdicts' names in a list field that does not hold their labels' names."""

OWN_ESTIMATES = frozenset({"timeoriginalestimate", "estimated_hours", "Estimation", "originalEstimation"})
"""The trackers' own estimates, which adapters read in the tracker's own unit."""


def get_verdict_labels(labels: Labels) -> Mapping[str, str]:
    """Return the labels of the verdicts by the verdict's name."""
    return {verdict: getattr(labels, verdict) for verdict in VERDICTS}


def apply_mapping(issue: IssueSnapshot, terms: TrackerTerms | None) -> IssueSnapshot:
    """Return the issue with labels, estimate and due date from the mapped fields.

    Reading it twice changes nothing.

    >>> terms = TrackerTerms(name="main", projects=("acme",), fields={"labels": "Labels", "verdict": "Scope"})
    >>> fields = {"Labels": ("html",), "Scope": ("beyond_scope",)}
    >>> sorted(apply_mapping(IssueSnapshot(id="1", key="1", project="acme", fields=fields), terms).labels)
    ['beyond-scope', 'html']
    """
    if terms is None or not terms.fields:
        return issue
    update: dict[str, object] = {}
    labels = issue.labels | _read_labels(issue.fields, terms)
    if labels != issue.labels:
        update["labels"] = labels
    hours = _read_hours(issue, terms)
    if hours is not None:
        update["estimate_hours"] = hours
    due = _read_day(issue.fields.get(terms.fields.get("due", ""), ()))
    if due is not None:
        update["due"] = due
    return issue.model_copy(update=update) if update else issue


def apply_mapping_to_event(event: IssueSeen, terms: TrackerTerms | None) -> IssueSeen:
    """Return the event with its issue and its changes as the mapping reads them."""
    if terms is None or not terms.fields:
        return event
    issue = apply_mapping(event.issue, terms)
    return event.model_copy(
        update={"issue": issue, "changes": _merge_label_changes(event.changes, terms, issue.labels)}
    )


def _read_labels(fields: Mapping[str, tuple[str, ...]], terms: TrackerTerms) -> frozenset[str]:
    listed = frozenset(fields.get(terms.fields.get("labels", ""), ()))
    if "verdict" not in terms.fields:
        return listed
    shown = frozenset(
        _translate_label(value, terms) for value in fields.get(terms.fields["verdict"], ()) if value
    )
    ours = frozenset(get_verdict_labels(terms.labels).values())
    # The verdict's own field says whether there is one; a label that contradicts it is seen, and set right.
    return (listed | shown) if shown else (listed - ours)


def _translate_label(value: str, terms: TrackerTerms) -> str:
    return get_verdict_labels(terms.labels).get(value, value)


def _read_hours(issue: IssueSnapshot, terms: TrackerTerms) -> Decimal | None:
    field = terms.fields.get("estimate", "")
    value = next(iter(issue.fields.get(field, ())), "") if field not in OWN_ESTIMATES else ""
    try:
        return parse_hours(value) if value else None
    except ValueError:
        return None


def _read_day(values: Iterable[str]) -> date | None:
    value = next(iter(values), "")
    try:
        return date.fromisoformat(value[:10]) if value else None
    except ValueError:
        return None


def _merge_label_changes(
    changes: tuple[FieldChange, ...], terms: TrackerTerms, carried: frozenset[str]
) -> tuple[FieldChange, ...]:
    """Return the changes with all those of label fields as one of `labels`.

    What is still carried stayed.
    """
    kept: list[FieldChange] = []
    before: set[str] = set()
    after: set[str] = set()
    touched = False
    holders = {terms.fields[name] for name in ("labels", "verdict") if name in terms.fields}
    for change in changes:
        if not holders & {change.field, change.name}:
            kept.append(change)
            continue
        touched = True
        before |= {_translate_label(value, terms) for value in change.before.split("\n") if value}
        after |= {_translate_label(value, terms) for value in change.after.split("\n") if value}
    if touched:
        after |= before & carried
        kept.append(FieldChange(field="labels", before=_join(before), after=_join(after)))
    return tuple(kept)


def _join(labels: set[str]) -> str:
    return " ".join(sorted(labels))
