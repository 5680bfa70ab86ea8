"""Where an issue belongs: governed or not, by which evidence.

The first rule that matches decides. The order is settled: not governed · ruling · defect or warranty type ·
link · exclusion · unmatched. Quantities come after it (`plugin.core.scope.quantity`), goodwill last
(`plugin.core.scope.goodwill`).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from mappings.model import ContractMapping, Exclusion, ItemLink, Only, ScopeItem
from plugin.core.model.issue import IssueSnapshot
from plugin.core.model.placement import Evidence, Placement, SignedOff
from plugin.core.model.stage_issues import get_names
from plugin.core.model.verdict import Ruling
from plugin.core.scope.phrase_match import find_in, read_text


def match_issue(
    issue: IssueSnapshot,
    mapping: ContractMapping,
    *,
    ruling: Ruling | None,
    signed_off: SignedOff,
    live_from: date,
) -> Placement:
    """Decide where an issue belongs.

    Args:
        issue: the issue now.
        mapping: the contract in force.
        ruling: a person's own verdict, where there is one.
        signed_off: stages that are signed off.
        live_from: the contract's first day here; older issues only count.

    Returns:
        The placement; its `stage` of an unlinked issue holds for the moment of creation.
    """
    if why_not := _not_governed(issue, mapping):
        return Placement(Evidence.UNGOVERNED, why_not=why_not)
    if is_named(issue, mapping):
        return Placement(Evidence.NAMED)
    created_on = issue.created.astimezone(mapping.contract.zone).date() if issue.created else live_from
    counts_only = created_on < live_from
    linked = [
        item for stage in mapping.stages for item in stage.items if link_matches(item.link, issue, mapping)
    ]
    exclusion, matched = _excluded(issue, mapping)
    open_stage = find_first_open_stage(mapping, signed_off, issue.created)

    def placed(evidence: Evidence, item: ScopeItem | None = None) -> Placement:
        stage = mapping.stage_of(item.id) if item else None
        return Placement(
            evidence,
            item=item,
            stage=stage.id if stage else open_stage,
            exclusion=exclusion,
            matched=matched,
            also_linked=tuple(other.id for other in linked if item and other.id != item.id),
            counts_only=counts_only,
        )

    if ruling:
        return placed(Evidence.RULING, mapping.item(ruling.item) if ruling.item else None)
    if issue.type in mapping.tracker.defect_types:
        last = signed_off.last_of(mapping)
        if last is None or (issue.created is not None and issue.created < last):
            return placed(Evidence.DEFECT)
        if created_on <= last.astimezone(mapping.contract.zone).date() + timedelta(
            days=mapping.tracker.warranty_days
        ):
            return placed(Evidence.WARRANTY)
    if linked:
        return placed(Evidence.LINK, linked[0])
    return placed(Evidence.EXCLUSION if exclusion else Evidence.UNMATCHED)


def link_matches(link: ItemLink | None, issue: IssueSnapshot, mapping: ContractMapping) -> bool:
    """Tell whether every key of a link holds for the issue; no link never holds."""
    if link is None:
        return False
    if link.label is not None and link.label not in issue.labels:
        return False
    if link.component is not None and link.component not in issue.components:
        return False
    if link.version is not None and link.version not in issue.versions:
        return False
    if link.epic is not None and link.epic != find_epic(issue, mapping):
        return False
    if link.parent is not None and link.parent not in find_parents(issue):
        return False
    fields = link.field or {}
    asked = (link.label, link.component, link.version, link.epic, link.parent)
    return any(key is not None for key in (*asked, *fields)) and all(
        wanted in issue.fields.get(name, ()) for name, wanted in fields.items()
    )


def find_epic(issue: IssueSnapshot, mapping: ContractMapping) -> str | None:
    """Return the key of the issue's epic: the mapping's field, else the parent."""
    field = mapping.tracker.fields.get("epic")
    if field and field != "parent" and (named := issue.fields.get(field)):
        return named[0]
    return issue.parent


def find_parents(issue: IssueSnapshot) -> frozenset[str]:
    """Return the parent's key and id, as far as the tracker gives them."""
    return frozenset(filter(None, (issue.parent, *issue.fields.get("parent", ()))))


def is_named(issue: IssueSnapshot, mapping: ContractMapping) -> bool:
    """Tell whether the mapping itself names the issue.

    It names stages, epics and parents of links, the kick-off, and the issue of the register.
    """
    return not find_named_issues(mapping).isdisjoint(get_names(issue)) or (
        mapping.tracker.stage_type is not None and issue.type == mapping.tracker.stage_type
    )


def find_named_issues(mapping: ContractMapping) -> frozenset[str]:
    """Return the keys (or ids) of the issues that the mapping names."""
    links = [item.link for stage in mapping.stages for item in stage.items if item.link]
    keys = [stage.issue for stage in mapping.stages]
    keys += [link.epic for link in links] + [link.parent for link in links]
    keys.append(mapping.tracker.only.epic)
    keys.append(mapping.kick_off.issue if mapping.kick_off else None)
    keys.append(mapping.tracker.register_issue)
    return frozenset(key for key in keys if key)


def find_first_open_stage(mapping: ContractMapping, signed_off: SignedOff, at: datetime | None) -> str | None:
    """Return the first stage not signed off at a moment; the last if all were.

    None as the moment means now.
    """
    for stage in mapping.stages:
        moment = signed_off.at(stage.id)
        if moment is None or (at is not None and at < moment):
            return stage.id
    return mapping.stages[-1].id


def belongs(issue: IssueSnapshot, mapping: ContractMapping) -> bool:
    """Tell whether the issue is this contract's, by its project and by `only`.

    A stage or an epic that was moved to another project is still what the mapping names.
    """
    if is_moved_and_named(issue, mapping):
        return True
    return issue.project in mapping.tracker.projects and _within(mapping.tracker.only, issue, mapping)


def is_read_anew(issue: IssueSnapshot, mapping: ContractMapping) -> bool:
    """Tell whether the mapping names the issue's project no more, or by its new key.

    A mapping that follows a renamed project must not leave the issues on record behind.
    """
    return issue.project not in mapping.tracker.projects and not is_moved_and_named(issue, mapping)


def is_moved_and_named(issue: IssueSnapshot, mapping: ContractMapping) -> bool:
    """Tell whether the mapping names the issue by a key that it had."""
    return bool(issue.called) and issue.called in find_named_issues(mapping)


def _not_governed(issue: IssueSnapshot, mapping: ContractMapping) -> str:
    """Return why the issue is outside the contract; empty when it is inside.

    The reason is for programs.
    """
    terms = mapping.tracker
    if is_moved_and_named(issue, mapping):
        return ""
    if issue.project not in terms.projects:
        return "project"
    if not _within(terms.only, issue, mapping):
        return "only"
    if issue.type in terms.ignore.types:
        return "ignored_type"
    return "" if issue.labels.isdisjoint(terms.ignore.labels) else "ignored_label"


def _within(only: Only, issue: IssueSnapshot, mapping: ContractMapping) -> bool:
    if only.is_everything:
        return True
    link = ItemLink(label=only.label, component=only.component, epic=only.epic, version=only.version)
    return link_matches(link, issue, mapping) or (only.epic is not None and issue.key == only.epic)


def _excluded(issue: IssueSnapshot, mapping: ContractMapping) -> tuple[Exclusion | None, str]:
    said = read_text(issue.summary)
    for exclusion in mapping.exclusions:
        for phrase in exclusion.words:
            if matched := find_in(phrase, said):
                return exclusion, matched
    return None, ""
