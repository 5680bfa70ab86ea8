"""Stages and items as the issues of a project show them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from plugin.core.model.issue import IssueSnapshot
from plugin.drafting.alike import share_words
from plugin.drafting.contract_terms.terms import ContractItem, ContractStage
from plugin.drafting.meanings import STAGE_SUMMARY, clean_stage_title, find_stage_type
from plugin.drafting.names import make_unique, slugify
from plugin.trackers.survey import ProjectSurvey

Link = Mapping[str, str]


@dataclass(frozen=True)
class DraftItem:
    """A piece of work, the link by which issues belong to it, and what they hold.

    Attributes:
        count: of the issues; each counts for the first item that it fits, as the rules do.
        estimated: how many of them have an estimate.
        is_placed: whether the tracker tells the stage.
        sold: what the contract says of it.
        id: in the mapping.
    """

    title: str
    link: Link
    count: int = 0
    estimated: int = 0
    hours: Decimal = Decimal(0)
    is_placed: bool = True
    sold: ContractItem | None = None
    id: str = ""


@dataclass(frozen=True)
class DraftStage:
    """A stage by an issue, by the contract, or by both."""

    id: str
    title: str
    issue: str = ""
    issue_due: date | None = None
    contract: ContractStage | None = None
    items: tuple[DraftItem, ...] = ()
    unused: tuple[DraftItem, ...] = field(default=())
    """Items that no issue belongs to."""


def draft_stages(survey: ProjectSurvey, sold: Sequence[ContractStage]) -> tuple[DraftStage, ...]:
    """Return the stages of a project with their items.

    Stages come from the contract, from issues that stand for stages, or are one with the project's name.
    """
    children = _index_children(survey)
    stage_issues = find_stage_issues(survey)
    stages = _name_stages(survey, stage_issues, sold)
    epics = _find_epics(survey, {issue.key for issue in stage_issues}, children)
    epic_keys = {issue.key for issue in epics}
    # A stage that holds epics alone is no piece of work itself.
    holding = (
        issue
        for issue in stage_issues
        if any(each.key not in epic_keys for each in children.get(issue.key, ()))
    )
    holders = [*holding, *epics]
    placed = [(issue, *_find_stage(issue, stages, survey)) for issue in holders]
    found: list[tuple[DraftItem, int]] = [
        (DraftItem(issue.summary or issue.key, {survey.link_key: issue.key}, is_placed=known), number)
        for issue, number, known in placed
    ]
    for kind, names in (("component", survey.components), ("version", survey.versions)):
        for name in names:
            number, known = _find_alike(name, stages)
            found.append((DraftItem(name, {kind: name}, is_placed=known), number))
    # In the order of the file, because an issue counts for the first item that it fits.
    ordered = sorted(enumerate(found), key=lambda each: (each[1][1], each[0]))
    counted = _count_issues([item for _, (item, _) in ordered], survey)
    by_stage: dict[int, list[DraftItem]] = {}
    for item, (_, (_, number)) in zip(counted, ordered, strict=True):
        by_stage.setdefault(number, []).append(item)
    return tuple(_fill(stage, by_stage.get(number, [])) for number, stage in enumerate(stages))


def find_stage_issues(survey: ProjectSurvey) -> list[IssueSnapshot]:
    """Return the issues that stand for stages, by their type, else by name."""
    stage_type = find_stage_type(survey.types)
    by_type = [issue for issue in survey.issues if stage_type and issue.type == stage_type]
    found = by_type or [
        issue for issue in survey.issues if issue.parent is None and STAGE_SUMMARY.search(issue.summary)
    ]
    return sorted(found, key=lambda issue: (issue.due or date.max, _number(issue.key)))


def _number(key: str) -> tuple[str, int]:
    head, _, number = key.rpartition("-")
    return (head, int(number)) if number.isdecimal() else (key, 0)


def _name_stages(
    survey: ProjectSurvey, issues: list[IssueSnapshot], sold: Sequence[ContractStage]
) -> list[DraftStage]:
    if sold:
        pairs = _pair(sold, issues)
    elif issues:
        pairs = [(None, issue) for issue in issues]
    else:
        pairs = [(None, None)]
    stages: list[DraftStage] = []
    for number, (of_contract, issue) in enumerate(pairs, 1):
        title = (
            of_contract.title if of_contract else clean_stage_title(issue.summary) if issue else survey.title
        )
        taken = [stage.id for stage in stages]
        stages.append(
            DraftStage(
                id=make_unique(slugify(title), taken, f"stage-{number}"),
                title=title or survey.project,
                issue=issue.key if issue else "",
                issue_due=issue.due if issue else None,
                contract=of_contract,
            )
        )
    return stages


def _pair(
    sold: Sequence[ContractStage], issues: list[IssueSnapshot]
) -> list[tuple[ContractStage | None, IssueSnapshot | None]]:
    """Return the contract's stages, each with the issue that is called alike.

    As many issues as stages, none called alike: then their order tells.
    """
    left = list(issues)
    pairs: list[tuple[ContractStage | None, IssueSnapshot | None]] = []
    for stage in sold:
        shared = [(share_words(stage.title, issue.summary), issue) for issue in left]
        best = max(shared, key=lambda each: each[0], default=None)
        issue = best[1] if best is not None and best[0] > 0 else None
        if issue is not None:
            left.remove(issue)
        pairs.append((stage, issue))
    if len(sold) == len(issues) == len(left):
        return [(stage, issue) for stage, issue in zip(sold, issues, strict=True)]
    return pairs


def _find_epics(
    survey: ProjectSurvey, stages: Collection[str], children: Mapping[str, list[IssueSnapshot]]
) -> list[IssueSnapshot]:
    """Return the issues that hold others: epics, else parents that have no parent."""
    epic_types = {each.name for each in survey.types if each.is_epic}
    subtasks = {each.name for each in survey.types if each.is_subtask}
    found = [issue for issue in survey.issues if issue.type in epic_types]
    if not found:
        found = [
            issue
            for issue in survey.issues
            if issue.parent in (None, *stages)
            and any(each.type not in subtasks for each in children.get(issue.key, ()))
        ]
    return sorted((issue for issue in found if issue.key not in stages), key=lambda issue: _number(issue.key))


def _index_children(survey: ProjectSurvey) -> dict[str, list[IssueSnapshot]]:
    """Return the issues below each issue, by its key."""
    key_of = {name: issue.key for issue in survey.issues for name in (issue.id, issue.key)}
    found: dict[str, list[IssueSnapshot]] = {}
    for issue in survey.issues:
        for key in dict.fromkeys(key_of.get(name, name) for name in _list_holders(survey, issue)):
            found.setdefault(key, []).append(issue)
    return found


def _list_holders(survey: ProjectSurvey, issue: IssueSnapshot) -> tuple[str, ...]:
    epic_field = survey.fields.get("epic", "parent")
    epics = issue.fields.get(epic_field, ()) if epic_field != "parent" else ()
    return tuple(filter(None, (*epics, issue.parent, *issue.fields.get("parent", ()))))


def _find_stage(issue: IssueSnapshot, stages: list[DraftStage], survey: ProjectSurvey) -> tuple[int, bool]:
    """Return the number of an issue's stage, and whether the tracker tells it."""
    if len(stages) == 1:
        return 0, True
    keys = {stage.issue: number for number, stage in enumerate(stages) if stage.issue}
    for holder in (issue.key, *_list_holders(survey, issue)):
        if holder in keys:
            return keys[holder], True
    by_name = _find_alike(issue.summary, stages)
    if by_name[1] or issue.due is None:
        return by_name
    ends = [(stage.contract and stage.contract.due) or stage.issue_due for stage in stages]
    later = [number for number, end in enumerate(ends) if end is not None and end >= issue.due]
    return (later[0], True) if later else (0, False)


def _find_alike(name: str, stages: list[DraftStage]) -> tuple[int, bool]:
    """Return the stage called most alike, and whether any word is the same."""
    if len(stages) == 1:
        return 0, True
    shared = [share_words(stage.title, name) for stage in stages]
    best = max(shared)
    return (shared.index(best), True) if best > 0 else (0, False)


def _count_issues(items: list[DraftItem], survey: ProjectSurvey) -> list[DraftItem]:
    """Return the items with the hours of their issues.

    Each issue counts for the first item that it fits.
    """
    named = {value for item in items for key, value in item.link.items() if key in ("epic", "parent")}
    stage_type = find_stage_type(survey.types)
    counted = list(items)
    for issue in survey.issues:
        if issue.key in named or (stage_type and issue.type == stage_type):
            continue
        position = next(_fitting(items, issue, survey), None)
        if position is None:
            continue
        item, hours = counted[position], issue.estimate_hours
        counted[position] = replace(
            item,
            count=item.count + 1,
            estimated=item.estimated + (hours is not None),
            hours=item.hours + (hours or 0),
        )
    return counted


def _fitting(items: list[DraftItem], issue: IssueSnapshot, survey: ProjectSurvey) -> Iterator[int]:
    holders = _list_holders(survey, issue)
    for position, item in enumerate(items):
        ((kind, name),) = item.link.items()
        if kind == "component":
            fits = name in issue.components
        elif kind == "version":
            fits = name in issue.versions
        else:
            fits = name in holders
        if fits:
            yield position


def _fill(stage: DraftStage, items: list[DraftItem]) -> DraftStage:
    used = tuple(item for item in items if item.count or not {"component", "version"} & item.link.keys())
    return replace(stage, items=used, unused=tuple(item for item in items if item not in used))
