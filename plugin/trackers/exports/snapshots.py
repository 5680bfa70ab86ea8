"""Exported issues as snapshots, read as a contract reads its tracker."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from mappings.model import ContractMapping
from plugin.core.model.issue import Account, IssueSnapshot
from plugin.trackers.exports.export import Export, ExportedIssue
from plugin.trackers.mapped_fields import apply_mapping

_OWN_NAMES = frozenset({"parent", "timeoriginalestimate", "duedate", "estimated_hours", "Estimation"})


def list_wanted_fields(mapping: ContractMapping) -> tuple[str, ...]:
    """Return the tracker's fields that a contract reads beside the usual ones."""
    links = [item.link for stage in mapping.stages for item in stage.items if item.link]
    names = {name for link in links for name in link.field or {}} | set(mapping.tracker.fields.values())
    return tuple(sorted(names - _OWN_NAMES))


def iter_snapshots(
    export: Export, mapping: ContractMapping, projects: Mapping[str, str]
) -> Iterator[IssueSnapshot]:
    """Give the issues of an export, the oldest first, as the contract reads them.

    Args:
        export: what was read.
        mapping: the contract.
        projects: what the contract calls a project, by its name in the file.
    """
    people = {person.name.casefold(): person.account or key for key, person in mapping.people.items()}
    accounts = {person.account for person in mapping.people.values() if person.account}
    epic_field = mapping.tracker.fields.get("epic", "")
    for issue in export.issues:
        yield apply_mapping(
            IssueSnapshot(
                id=issue.id,
                key=issue.key,
                project=projects.get(issue.project, issue.project),
                type=issue.type,
                summary=issue.summary,
                description=issue.description,
                status=issue.status,
                labels=frozenset(issue.labels),
                components=frozenset(issue.components),
                versions=frozenset(issue.versions),
                parent=issue.parent or issue.epic or None,
                fields=_list_fields(issue, epic_field),
                estimate_hours=issue.estimate,
                logged_hours=issue.logged or Decimal(0),
                reporter=_find_reporter(issue, people, accounts),
                created=issue.created,
                updated=issue.updated or issue.created,
                due=issue.due.date() if issue.due else None,
            ),
            mapping.tracker,
        )


def _list_fields(issue: ExportedIssue, epic_field: str) -> dict[str, tuple[str, ...]]:
    fields = {name: values for name, values in issue.fields if values}
    if issue.epic and epic_field and epic_field not in fields:
        fields[epic_field] = (issue.epic,)
    if issue.parent:
        fields.setdefault("parent", (issue.parent,))
    return fields


def _find_reporter(issue: ExportedIssue, people: Mapping[str, str], accounts: set[str]) -> Account | None:
    """Return who raised an issue: by the account, else by the mapping's name."""
    if issue.reporter_id and issue.reporter_id in accounts:
        return Account(id=issue.reporter_id, name=issue.reporter)
    if not issue.reporter:
        return Account(id=issue.reporter_id) if issue.reporter_id else None
    found = issue.reporter if issue.reporter in accounts else people.get(issue.reporter.casefold(), "")
    return Account(id=found or issue.reporter_id, name=issue.reporter)
