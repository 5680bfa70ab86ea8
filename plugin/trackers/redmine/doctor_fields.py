"""`ugovor doctor`.

Whether the custom fields of verdict and labels hold what is needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mappings.model import ContractMapping
from plugin.trackers.base import Check, TrackerError
from plugin.trackers.http.json_values import read_identifier
from plugin.trackers.mapped_fields import OWN_ESTIMATES, get_verdict_labels
from plugin.trackers.redmine.fields import list_objects
from plugin.trackers.redmine.probe import IMPOSSIBLE_VALUE, Probe
from plugin.trackers.redmine.session import RedmineSession

_MENU = "Administration > Custom fields > Issues"


def check_fields(
    session: RedmineSession, contract: ContractMapping, project: str, called: str
) -> Iterator[Check]:
    """Check each mapped field on one issue of every kind in the project.

    Raises:
        TrackerError: the issues cannot be read.
    """
    fields = contract.tracker.fields
    if "labels" not in fields:
        yield Check(
            f"labels of {contract.id}",
            ok=False,
            sentence="Redmine has no labels, and tracker.fields.labels names no field for them.",
            remedy=_describe_new_field("Labels", list_labels(contract), multiple=True)
            + ' Then write fields: {labels: Labels} in the mapping\'s "tracker".',
        )
    samples = _read_samples(session, contract, project)
    if fields and not samples:
        sentence = "The project has no issue yet, so its custom fields were not looked at."
        yield Check(f"fields in {called}", ok=True, sentence=sentence, remedy="Look again once there is one.")
    for kind, issue in samples.items():
        yield from _check_kind(session, contract, called, kind, issue)


def list_labels(contract: ContractMapping) -> tuple[str, ...]:
    """Return every label that the service or the mapping's links use."""
    tracker = contract.tracker
    names = tracker.labels.model_dump()
    if "verdict" in tracker.fields:
        names = {key: names[key] for key in ("signed_off", "outdated")}
    links = [item.link.label for stage in contract.stages for item in stage.items if item.link]
    counted = [
        part.label
        for stage in contract.stages
        for item in stage.items
        for part in (item.rounds, item.pieces)
        if part
    ]
    others = [tracker.only.label, *links, *counted, *tracker.ignore.labels]
    return tuple(dict.fromkeys([*names.values(), *filter(None, others)]))


def _check_kind(
    session: RedmineSession, contract: ContractMapping, called: str, kind: str, issue: Mapping[str, Any]
) -> Iterator[Check]:
    there: dict[str, Mapping[str, Any]] = {}
    for field in list_objects(issue.get("custom_fields")):
        there[read_identifier(field.get("id"))] = there[read_identifier(field.get("name"))] = field
    missing = [
        (use, named)
        for use, named in contract.tracker.fields.items()
        if named not in there and not _is_native(use, named)
    ]
    name = f"fields of {kind} in {called}"
    for use, named in missing:
        values = _list_values(contract, use)
        remedy = _describe_new_field(named, values, multiple=use == "labels") if values else f"See {_MENU}."
        yield Check(name, ok=False, sentence=f"There is no custom field {named!r} ({use}).", remedy=remedy)
    try:
        probe = Probe(session, read_identifier(issue.get("id")))
    except TrackerError as error:
        remedy = "Give the account's role the right Edit issues, and see the workflow's field permissions."
        yield Check(name, ok=False, sentence=str(error), remedy=remedy)
        return
    lines = [
        line
        for use in ("verdict", "labels")
        for field in filter(None, [there.get(contract.tracker.fields.get(use, ""))])
        for line in _check_field(probe, name, use, field, contract)
    ]
    yield from lines
    if not lines and not missing:
        yield Check(name, ok=True, sentence="The fields of verdict and labels hold every value needed.")


def _check_field(
    probe: Probe,
    name: str,
    use: str,
    field: Mapping[str, Any],
    contract: ContractMapping,
) -> Iterator[Check]:
    """Give what is wrong with a field, by values that Redmine would refuse."""
    id_, called = read_identifier(field.get("id")), read_identifier(field.get("name"))
    if use == "labels" and field.get("multiple") is not True:
        sentence = f"The field {called!r} takes one value only, and an issue carries several labels."
        yield Check(name, ok=False, sentence=sentence, remedy=f"Tick Multiple values ({_MENU}).")
        return
    if probe.accepts(id_, IMPOSSIBLE_VALUE if use == "verdict" else [IMPOSSIBLE_VALUE]):
        sentence = f"The field {called!r} is no list, or the account may not edit it here."
        remedy = f"Make it a list ({_MENU}), and let the workflow leave it editable for the account's role."
        yield Check(name, ok=False, sentence=sentence, remedy=remedy)
        return
    values = _list_values(contract, use)
    absent = [value for value in values if not probe.accepts(id_, value if use == "verdict" else [value])]
    if use == "verdict" and absent:
        labels = get_verdict_labels(contract.tracker.labels).values()
        by_label = [value for value in labels if not probe.accepts(id_, value)]
        absent = min(by_label, absent, key=len)
    if absent:
        sentence = f"The field {called!r} does not hold {', '.join(absent)}."
        yield Check(name, ok=False, sentence=sentence, remedy=f"Add them to its possible values ({_MENU}).")


def _read_samples(
    session: RedmineSession, contract: ContractMapping, project: str
) -> dict[str, Mapping[str, Any]]:
    """Return the newest issue of each kind, by the name of its (Redmine's) tracker."""
    asked: dict[str, str | int] = {
        "project_id": project,
        "status_id": "*",
        "sort": "updated_on:desc",
        "limit": 100,
    }
    answer = session.ask("GET", "issues", params=asked)
    found: dict[str, Mapping[str, Any]] = {}
    for issue in list_objects(answer.get("issues") if isinstance(answer, Mapping) else None):
        tracker = issue.get("tracker")
        kind = read_identifier(tracker.get("name")) if isinstance(tracker, Mapping) else ""
        if kind not in contract.tracker.ignore.types:
            found.setdefault(kind, issue)
    return found


def _list_values(contract: ContractMapping, use: str) -> tuple[str, ...]:
    if use == "labels":
        return list_labels(contract)
    return tuple(get_verdict_labels(contract.tracker.labels)) if use == "verdict" else ()


def _is_native(use: str, named: str) -> bool:
    native = {"estimate": OWN_ESTIMATES, "due": {"duedate", "due_date"}, "epic": {"parent"}}
    return named in native.get(use, ())


def _describe_new_field(named: str, values: tuple[str, ...], *, multiple: bool) -> str:
    several = ", Multiple values ticked" if multiple else ""
    return (
        f"Create one ({_MENU}): format List, name {named}{several}, possible values "
        f"{', '.join(values)}; for this project and every tracker in it, visible to any users."
    )
