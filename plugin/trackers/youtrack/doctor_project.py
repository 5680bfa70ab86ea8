"""The lines of `ugovor doctor` for one project of a YouTrack.

Its fields and statuses.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mappings.model import ContractMapping, ScopeItem
from mappings.suggestions import did_you_mean, find_closest, join_words
from plugin.trackers.base import Check, IssueGone, NotPermitted, TrackerError
from plugin.trackers.http.json_values import read_identifier
from plugin.trackers.http.session import quote_segment
from plugin.trackers.name_checks import describe_failure
from plugin.trackers.youtrack.fields import COMPONENTS, DUE, ESTIMATE, STATE, TYPE, VERSIONS
from plugin.trackers.youtrack.session import YouTrackSession

_FIELD = "id,field(name,fieldType(id)),bundle(values(id,name,archived))"


def check_project(session: YouTrackSession, contract: ContractMapping, project: str) -> Iterator[Check]:
    """Check that a project exists, with the contract's fields and statuses."""
    name = f"project {project}"
    path = f"admin/projects/{quote_segment(project)}"
    try:
        answer = session.get(path, "id,shortName,archived")
        fields = list(session.iter_entries(f"{path}/customFields", _FIELD))
    except (NotPermitted, IssueGone) as error:
        otherwise = "Check the short name in the mapping, and give the account a role in the project."
        remedy = did_you_mean(project, _list_projects(session), otherwise)
        yield Check(name, ok=False, sentence=describe_failure(error, "YouTrack"), remedy=remedy)
        return
    except TrackerError as error:
        sentence = describe_failure(error, "YouTrack")
        yield Check(name, ok=False, sentence=sentence, remedy="Run the check again.")
        return
    if isinstance(answer, Mapping) and answer.get("archived") is True:
        yield Check(name, ok=False, sentence="The project is archived.", remedy="Take it out of the mapping.")
        return
    yield Check(
        name, ok=True, sentence="The account sees the project. What it may do there, YouTrack does not tell."
    )
    yield from _check_fields(contract, project, {_get_field_name(each): each for each in fields})


def _list_projects(session: YouTrackSession) -> list[str]:
    try:
        listed = list(session.iter_entries("admin/projects", "id,shortName"))
    except TrackerError:
        return []
    return [read_identifier(each.get("shortName")) for each in listed]


def _get_field_name(entry: Mapping[str, Any]) -> str:
    described = entry.get("field")
    return read_identifier(described.get("name")) if isinstance(described, Mapping) else ""


def _check_fields(
    contract: ContractMapping, project: str, there: Mapping[str, Mapping[str, Any]]
) -> Iterator[Check]:
    terms = contract.tracker
    due, estimate = terms.fields.get("due", DUE), terms.fields.get("estimate", ESTIMATE)
    wanted = {STATE: "the status", TYPE: "the type", estimate: "hours", due: "the due date of a stage"}
    links = [item.link for item in _items(contract) if item.link]
    wanted |= {COMPONENTS: "component in a link"} if any(link.component for link in links) else {}
    wanted |= {VERSIONS: "version in a link"} if any(link.version for link in links) else {}
    wanted |= {name: f"field of {item.id}" for item in _items(contract) for name in _list_fields(item)}
    state = _find_state(there)
    known = {*there, *({STATE} if state else ())}
    missing = [f"{name} ({why})" for name, why in wanted.items() if name not in known]
    name = f"fields in {project}"
    if missing:
        alike = [find_closest(name, there) for name in wanted if name not in known]
        meant = f"Did you mean {join_words(filter(None, alike))}? " if any(alike) else ""
        remedy = f"{meant}Attach them to the project, or name others under tracker.fields."
        yield Check(name, ok=False, sentence=f"Missing: {', '.join(missing)}.", remedy=remedy)
    else:
        yield Check(name, ok=True, sentence=f"There are {join_words(wanted)}.")


def read_field_values(session: YouTrackSession, project: str, field: str) -> list[str] | None:
    """Return the names that a project's field may hold.

    None where it has no such field or no set of values.
    """
    values = list_field_values(session, project, field)
    return None if values is None else [read_identifier(each.get("name")) for each in values]


def list_field_values(session: YouTrackSession, project: str, field: str) -> list[Mapping[str, Any]] | None:
    """Return the values of a project's field.

    None where it has no such field or no set of values.

    The field of the statuses is known by its type as well.
    """
    path = f"admin/projects/{quote_segment(project)}/customFields"
    there = {_get_field_name(each): each for each in session.iter_entries(path, _FIELD)}
    found = _find_state(there) if field == STATE else there.get(field)
    bundle = found.get("bundle") if found else None
    values = bundle.get("values") if isinstance(bundle, Mapping) else None
    if not isinstance(values, list):
        return None
    return [each for each in values if isinstance(each, Mapping) and each.get("archived") is not True]


def _items(contract: ContractMapping) -> list[ScopeItem]:
    return [item for stage in contract.stages for item in stage.items]


def _list_fields(item: ScopeItem) -> tuple[str, ...]:
    return tuple((item.link.field if item.link else None) or ())


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
