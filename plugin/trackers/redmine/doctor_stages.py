"""`ugovor doctor`.

Settings of Redmine that would fight the service on stage issues.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mappings.model import ContractMapping
from plugin.trackers.base import Check, TrackerError
from plugin.trackers.http.json_values import read_identifier
from plugin.trackers.http.session import quote_segment
from plugin.trackers.mentioned_names import IssueMention
from plugin.trackers.name_checks import describe_failure, suggest_issue
from plugin.trackers.redmine.directory import RedmineDirectory
from plugin.trackers.redmine.fields import list_objects
from plugin.trackers.redmine.probe import Probe
from plugin.trackers.redmine.session import RedmineSession


def check_stages(
    session: RedmineSession, contract: ContractMapping, directory: RedmineDirectory
) -> Iterator[Check]:
    """Look at each stage's issue: is it there, can its date and status be set."""
    closed = _list_closed_statuses(session)
    for stage in contract.stages:
        if stage.issue is None:
            continue
        name = f"stage {stage.id} of {contract.id}"
        try:
            found = list(_check_stage(session, contract, name, stage.issue, closed))
        except TrackerError as error:
            mention = IssueMention(stage.issue, stage.title, f"issue of stage {stage.id}")
            remedy = f"{suggest_issue(directory, contract, mention)} The mapping holds the issue's number."
            found = [Check(name, ok=False, sentence=describe_failure(error, "Redmine"), remedy=remedy)]
        yield from found or [Check(name, ok=True, sentence=f"Issue {stage.issue} can carry date and status.")]


def _check_stage(
    session: RedmineSession, contract: ContractMapping, name: str, issue: str, closed: set[str]
) -> Iterator[Check]:
    include = {"include": "children,allowed_statuses"}
    answer = session.ask("GET", f"issues/{quote_segment(issue)}", params=include)
    found = answer.get("issue") if isinstance(answer, Mapping) else None
    shown: Mapping[str, Any] = found if isinstance(found, Mapping) else {}
    children = list_objects(shown.get("children"))
    if not Probe(session, issue).can_set_due_date():
        yield _describe_derived_date(name, issue, has_children=bool(children))
    accepted = [status for status in contract.tracker.statuses.accepted if status in closed]
    if children and accepted and not all(status in closed for status in contract.tracker.statuses.done):
        yield Check(
            name,
            ok=True,
            sentence=f"{', '.join(accepted)} closes an issue; Redmine closes none with open subtasks.",
            remedy="Make the done statuses closed ones too (Administration > Issue statuses), or link the "
            "stage's issues by a field instead of the parent.",
        )
    current = shown.get("status")
    offered = [read_identifier(each.get("name")) for each in list_objects(shown.get("allowed_statuses"))]
    now = read_identifier(current.get("name")) if isinstance(current, Mapping) else ""
    if not [status for status in offered if status != now] and _has_moves_back(contract):
        sentence = f"The workflow lets the account move issue {issue} to no other status."
        remedy = "Allow its role the transitions back (Administration > Workflow)."
        yield Check(name, ok=False, sentence=sentence, remedy=remedy)


def _describe_derived_date(name: str, issue: str, *, has_children: bool) -> Check:
    if has_children:
        sentence = f"The due date of issue {issue} follows its subtasks, or is read-only for the account."
        remedy = (
            "Set Parent tasks attributes: Dates to Independent of subtasks (Administration > Settings > "
            "Issue tracking); else see the field permissions of the workflow."
        )
        return Check(name, ok=False, sentence=sentence, remedy=remedy)
    sentence = f"The account may not set the due date of issue {issue}."
    remedy = "See the field permissions of the workflow, and the standard fields of the issue's tracker."
    return Check(name, ok=False, sentence=sentence, remedy=remedy)


def _has_moves_back(contract: ContractMapping) -> bool:
    gates = [stage.sign_off for stage in contract.stages if stage.sign_off]
    return contract.answers.move_back_undecided or any(
        each.gate_moves_back or each.move_back for each in gates
    )


def _list_closed_statuses(session: RedmineSession) -> set[str]:
    answer = session.ask("GET", "issue_statuses")
    listed = list_objects(answer.get("issue_statuses") if isinstance(answer, Mapping) else None)
    return {read_identifier(each.get("name")) for each in listed if each.get("is_closed") is True}
