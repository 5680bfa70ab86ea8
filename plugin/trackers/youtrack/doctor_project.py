"""The lines of `ugovor doctor` for one project of a YouTrack.

Its fields and statuses.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mappings.model import ContractMapping
from mappings.suggestions import join_words
from plugin.trackers.base import Check, IssueGone, NotPermitted, TrackerError
from plugin.trackers.http.json_values import read_identifier
from plugin.trackers.http.session import quote_segment
from plugin.trackers.youtrack.fields import COMPONENTS, DUE, ESTIMATE, STATE, TYPE, VERSIONS
from plugin.trackers.youtrack.session import YouTrackSession

_FIELD = "id,field(name,fieldType(id)),bundle(values(name,archived))"


def check_project(session: YouTrackSession, contract: ContractMapping, project: str) -> Iterator[Check]:
    """Check that a project exists, with the contract's fields and statuses."""
    name = f"project {project}"
    path = f"admin/projects/{quote_segment(project)}"
    try:
        answer = session.get(path, "id,shortName,archived")
        fields = list(session.iter_entries(f"{path}/customFields", _FIELD))
    except (NotPermitted, IssueGone) as error:
        remedy = "Check the short name in the mapping, and give the account a role in the project."
        yield Check(name, ok=False, sentence=str(error), remedy=remedy)
        return
    except TrackerError as error:
        yield Check(name, ok=False, sentence=str(error), remedy="Run the check again.")
        return
    if isinstance(answer, Mapping) and answer.get("archived") is True:
        yield Check(name, ok=False, sentence="The project is archived.", remedy="Take it out of the mapping.")
        return
    yield Check(
        name, ok=True, sentence="The account sees the project. What it may do there, YouTrack does not tell."
    )
    yield from _check_fields(contract, project, {_get_field_name(each): each for each in fields})


def _get_field_name(entry: Mapping[str, Any]) -> str:
    described = entry.get("field")
    return read_identifier(described.get("name")) if isinstance(described, Mapping) else ""


def _check_fields(
    contract: ContractMapping, project: str, there: Mapping[str, Mapping[str, Any]]
) -> Iterator[Check]:
    terms = contract.tracker
    due, estimate = terms.fields.get("due", DUE), terms.fields.get("estimate", ESTIMATE)
    wanted = {STATE: "the status", TYPE: "the type", estimate: "hours", due: "the due date of a stage"}
    links = [item.link for stage in contract.stages for item in stage.items if item.link]
    wanted |= {COMPONENTS: "component in a link"} if any(link.component for link in links) else {}
    wanted |= {VERSIONS: "version in a link"} if any(link.version for link in links) else {}
    state = _find_state(there)
    known = {*there, *({STATE} if state else ())}
    missing = [f"{name} ({why})" for name, why in wanted.items() if name not in known]
    name = f"fields in {project}"
    if missing:
        remedy = "Attach them to the project, or name others under tracker.fields."
        yield Check(name, ok=False, sentence=f"Missing: {', '.join(missing)}.", remedy=remedy)
    else:
        yield Check(name, ok=True, sentence=f"There are {join_words(wanted)}.")
    yield from _check_statuses(contract, project, state)


def _check_statuses(
    contract: ContractMapping, project: str, state: Mapping[str, Any] | None
) -> Iterator[Check]:
    bundle = state.get("bundle") if state else None
    values = bundle.get("values") if isinstance(bundle, Mapping) else None
    if not isinstance(values, list):
        return
    there = {read_identifier(value.get("name")) for value in values if isinstance(value, Mapping)}
    statuses = contract.tracker.statuses
    named = [*statuses.working, *statuses.waiting_for_client, *statuses.done, *statuses.accepted]
    unknown = [name for name in named if name not in there]
    if unknown:
        remedy = f"Write them in tracker.statuses as the project has them: {join_words(sorted(there))}."
        sentence = f"The project has no status {join_words(unknown)}."
        yield Check(f"statuses in {project}", ok=False, sentence=sentence, remedy=remedy)


def _find_state(there: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Return the field of the statuses.

    The one called State, else the first of its type.
    """
    named = there.get(STATE)
    return named or next((entry for entry in there.values() if _get_type(entry).startswith("state")), None)


def _get_type(entry: Mapping[str, Any]) -> str:
    described = entry.get("field")
    kind = described.get("fieldType") if isinstance(described, Mapping) else None
    return read_identifier(kind.get("id")) if isinstance(kind, Mapping) else ""
