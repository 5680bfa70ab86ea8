"""Verdict and labels in Redmine's custom fields, since Redmine has no labels.

A list field takes the values that an administrator gave it and refuses all others (422, nothing saved). The
verdict's field may hold the verdicts' own names (`beyond_scope`) or the names of their labels; the field of
the labels may or may not hold the verdicts' labels. What fits is found by trying, and remembered.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from mappings.model import TrackerTerms
from plugin.trackers.base import TrackerRefused, VerdictWrite
from plugin.trackers.cache import Cache
from plugin.trackers.http.session import quote_segment
from plugin.trackers.mapped_fields import get_verdict_labels
from plugin.trackers.redmine.fields import iter_custom_fields
from plugin.trackers.redmine.session import FieldsRefused, RedmineSession


@dataclass(frozen=True)
class Field:
    """A custom field."""

    id: str
    name: str


@dataclass(frozen=True)
class FieldFit:
    """What the two fields of a contract take.

    Attributes:
        by_label: the verdict's field holds the names of the labels, not of the verdicts.
        apart: the labels' field holds no labels of verdicts.
    """

    by_label: bool = False
    apart: bool = False


FieldNames = tuple[str, str]
"""How a contract calls the fields of verdict and labels.

Empty where it names none.
"""


@dataclass(frozen=True)
class LabelAttempt:
    """One attempt to show labels.

    Attributes:
        verdict: the field of the verdict, where the write is about one.
        labels: the field of the labels.
        carried: the labels to start from, people's own among them.
        fit: what the fields are believed to take.
        key: under which the fit is remembered.
    """

    verdict: Field | None
    labels: Field | None
    carried: frozenset[str]
    fit: FieldFit
    key: FieldNames


class LabelFields:
    """The custom fields of verdict and labels on one Redmine, and what they accept.

    A list is written as a whole. Where webhooks tell of changes at once, what is known to be carried is
    written; else the list is read first, so that a label which somebody put on since is not lost.
    """

    def __init__(self, session: RedmineSession, *, is_told_of_changes: bool) -> None:
        self._session = session
        self._is_told_of_changes = is_told_of_changes
        self._fields: Cache[str, Field] = Cache()
        self._fits: Cache[FieldNames, FieldFit] = Cache()

    def learn(self, issue_json: Mapping[str, Any]) -> None:
        """Remember the ids of the custom fields that an issue shows."""
        for id_, name, _ in iter_custom_fields(issue_json):
            field = Field(id_, name)
            self._fields.put(id_, field)
            self._fields.put(name, field)

    def find_field(self, issue: str, called: str) -> Field:
        """Return a custom field by its name or its id as text.

        The issue is looked at where it is unknown.

        Raises:
            TrackerRefused: the issue has no such field.
        """
        found = self._fields.get(called)
        if found is None:
            self.learn(self._read_issue(issue))
            found = self._fields.get(called)
        if found is None:
            raise TrackerRefused(
                f"issue {issue} has no custom field {called!r}; add it for the issue's tracker and project "
                "(Administration > Custom fields), or correct tracker.fields in the mapping"
            )
        return found

    def plan_first(self, issue: str, write: VerdictWrite) -> LabelAttempt | None:
        """Return how to begin, None where no label comes or goes.

        Raises:
            TrackerRefused: the contract names no field that could hold the labels.
        """
        if not (write.add_labels or write.remove_labels):
            return None
        fields = write.terms.fields if write.terms else {}
        verdict = labels = None
        if "verdict" in fields and _is_about_verdict(write):
            verdict = self.find_field(issue, fields["verdict"])
        if "labels" in fields:
            labels = self.find_field(issue, fields["labels"])
        if verdict is None and labels is None:
            raise TrackerRefused(
                f"Redmine has no labels: name the custom field that holds {', '.join(write.add_labels)} "
                "in the mapping as tracker.fields.labels (ugovor doctor says which field to create)"
            )
        key = (fields.get("verdict", ""), fields.get("labels", ""))
        carried = write.carried
        if labels is not None and not self._is_told_of_changes:
            carried = self._read_held(issue, labels)
        return LabelAttempt(verdict, labels, carried, self._fits.get(key) or FieldFit(), key)

    def build_values(self, wanted: LabelAttempt, write: VerdictWrite) -> list[dict[str, object]]:
        """Return the part of a request that sets the fields."""
        return list(_build_values(wanted, write))

    def plan_next(self, issue: str, wanted: LabelAttempt, refused: FieldsRefused) -> LabelAttempt | None:
        """Return another attempt after a refusal that names one of the fields.

        None: there is none left.
        """
        fit, carried = wanted.fit, wanted.carried
        if wanted.verdict and refused.mentions(wanted.verdict.name) and not fit.by_label:
            fit = replace(fit, by_label=True)
        has_verdict_field = bool(wanted.key[0])
        if wanted.labels and refused.mentions(wanted.labels.name) and not fit.apart and has_verdict_field:
            fit = replace(fit, apart=True)
            # What is known to be carried may come from the verdict's field: only this list counts now.
            carried = self._read_held(issue, wanted.labels)
        return None if fit == wanted.fit else replace(wanted, fit=fit, carried=carried)

    def remember(self, wanted: LabelAttempt) -> None:
        """Remember what the fields took."""
        self._fits.put(wanted.key, wanted.fit)

    def _read_held(self, issue: str, field: Field) -> frozenset[str]:
        held = {id_: values for id_, _, values in iter_custom_fields(self._read_issue(issue))}
        return frozenset(held.get(field.id, ()))

    def _read_issue(self, issue: str) -> Mapping[str, Any]:
        answer = self._session.ask("GET", f"issues/{quote_segment(issue)}")
        found = answer.get("issue") if isinstance(answer, Mapping) else None
        return found if isinstance(found, Mapping) else {}


def _build_values(wanted: LabelAttempt, write: VerdictWrite) -> Iterator[dict[str, object]]:
    names = {label: verdict for verdict, label in _get_labels(write.terms).items()}
    if wanted.verdict:
        shown = next((label for label in write.add_labels if label in names), "")
        value = shown if wanted.fit.by_label else names.get(shown, "")
        yield {"id": int(wanted.verdict.id), "value": value}
    if wanted.labels:
        carried = (wanted.carried - set(write.remove_labels)) | set(write.add_labels)
        if wanted.fit.apart:
            carried -= set(names)
        yield {"id": int(wanted.labels.id), "value": sorted(carried)}


def _is_about_verdict(write: VerdictWrite) -> bool:
    return not set(_get_labels(write.terms).values()).isdisjoint({*write.add_labels, *write.remove_labels})


def _get_labels(terms: TrackerTerms | None) -> Mapping[str, str]:
    return get_verdict_labels(terms.labels) if terms else {}
