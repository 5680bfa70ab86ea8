"""Read an edit request, all or nothing.

One field that is unknown, not on the edit screen or not permitted, and nothing is written:
docs/trackers/jira.md#rest.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from plugin.practice.tracker.adf_rules import check_text
from plugin.practice.tracker.people import PracticeUser
from plugin.practice.tracker.refusals import RestError
from plugin.practice.tracker.state import PracticeIssue, PracticeSite

MAX_PROPERTY_CHARS = 32_768
_LISTS = frozenset({"labels", "components", "fixVersions"})
_UNITS = {"w": 5 * 8 * 3600, "d": 8 * 3600, "h": 3600, "m": 60}
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)\s*([wdhm])")


@dataclass
class Edit:
    """What an edit would change, checked in full.

    Attributes:
        fields: new values by field id.
        comments: bodies of the comments to add, with what says who may read them.
        properties: issue properties to set.
    """

    fields: dict[str, Any] = field(default_factory=dict)
    comments: list[Mapping[str, Any]] = field(default_factory=list)
    properties: dict[str, Any] = field(default_factory=dict)


def read_edit(
    state: PracticeSite,
    issue: PracticeIssue | None,
    actor: PracticeUser,
    request: Mapping[str, Any],
    *,
    v3: bool,
) -> Edit:
    """Return the edit that a request asks for.

    Args:
        state: the site.
        issue: what is edited; None for a new one.
        actor: who asks.
        request: the JSON, with `fields`, `update` and `properties`.
        v3: REST v3, where texts are ADF.

    Raises:
        RestError: something in it cannot be done, so nothing of it is.
    """
    known = {"fields", "update", "properties", "transition", "historyMetadata"}
    if not state.edits_take_properties:
        known -= {"properties"}
    if unknown := sorted(set(request) - known):
        raise RestError(400, f'Unrecognized field "{unknown[0]}"')
    reader = _EditReader(state, issue, actor, v3)
    for name, value in (request.get("fields") or {}).items():
        reader.set_field(name, value)
    for name, operations in (request.get("update") or {}).items():
        if name in (request.get("fields") or {}):
            raise RestError(400, errors={name: f"Field '{name}' cannot appear in both 'fields' and 'update'"})
        reader.apply_operations(name, operations)
    for entry in request.get("properties") or []:
        reader.set_property(entry)
    return reader.edit


def check_property(key: object, value: object) -> None:
    """Refuse an issue property that is too long (key 255, value 32,768 characters)."""
    if not isinstance(key, str) or not 0 < len(key) <= 255:
        raise RestError(400, "The property key must have between 1 and 255 characters.")
    if len(json.dumps(value, ensure_ascii=False)) > MAX_PROPERTY_CHARS:
        raise RestError(400, f"The property value is longer than {MAX_PROPERTY_CHARS} characters.")


@dataclass
class _EditReader:
    state: PracticeSite
    issue: PracticeIssue | None
    actor: PracticeUser
    v3: bool
    edit: Edit = field(default_factory=Edit)

    def set_field(self, name: str, value: Any) -> None:  # noqa: ANN401 - JSON of the request
        self._require_editable(name)
        if name == "timetracking":
            self.edit.fields["timeoriginalestimate"] = _estimate_seconds(value)
        else:
            self.edit.fields[name] = self._check_value(name, value)

    def apply_operations(self, name: str, operations: list[Mapping[str, Any]]) -> None:
        self._require_editable(name)
        for operation in operations:
            if len(operation) != 1:
                raise RestError(400, errors={name: "Exactly one operation is expected."})
            ((verb, value),) = operation.items()
            if name == "comment":
                self._comment(verb, value)
            elif verb in ("set", "edit"):
                self.set_field(name, value)
            elif verb in ("add", "remove") and name in _LISTS:
                self._change_list(name, verb, value)
            else:
                raise RestError(400, errors={name: f"Field does not support update '{verb}'"})

    def set_property(self, entry: Mapping[str, Any]) -> None:
        if set(entry) != {"key", "value"}:
            raise RestError(400, "A property needs a key and a value.")
        check_property(entry["key"], entry["value"])
        self.edit.properties[entry["key"]] = entry["value"]

    def _require_editable(self, name: str) -> None:
        needed = {"comment": "ADD_COMMENTS", "duedate": "SCHEDULE_ISSUES"}.get(name)
        shown = self.state.screen_of(self.issue.type) if self.issue else self.state.screen
        if name not in shown or (needed and not self.actor.may(needed)):
            message = f"Field '{name}' cannot be set. It is not on the appropriate screen, or unknown."
            raise RestError(400, errors={name: message})

    def _comment(self, verb: str, value: Mapping[str, Any]) -> None:
        if verb != "add":
            raise RestError(400, errors={"comment": f"Field does not support update '{verb}'"})
        check_text("comment", value.get("body"), v3=self.v3)
        self.edit.comments.append(value)

    def _change_list(self, name: str, verb: str, value: Any) -> None:  # noqa: ANN401 - JSON of the request
        now = self.edit.fields.get(name)
        if now is None:
            now = (self.issue.fields.get(name) or []) if self.issue else []
        entry = self._check_entry(name, value)
        kept = [one for one in now if one != entry]
        self.edit.fields[name] = [*kept, entry] if verb == "add" else kept

    def _check_value(self, name: str, value: Any) -> Any:  # noqa: ANN401 - JSON of the request
        if name in _LISTS:
            return list(dict.fromkeys(self._check_entry(name, entry) for entry in value or []))
        if name == "description" and value is not None:
            check_text(name, value, v3=self.v3)
        elif name == "summary":
            _check_summary(value)
        elif name == "duedate" and value is not None:
            _check_date(value)
        elif name == "parent" and value is not None:
            return self.state.issue(str(value.get("key") or value.get("id"))).key
        return value

    def _check_entry(self, name: str, value: Any) -> str:  # noqa: ANN401 - JSON of the request
        if name != "labels":
            return str(value["name"])
        if not isinstance(value, str) or not value:
            raise RestError(400, errors={name: "string expected at index 0"})
        if any(sign.isspace() for sign in value):
            raise RestError(400, errors={name: f"The label '{value}' contains spaces which is invalid."})
        if len(value) > 255:
            raise RestError(400, errors={name: "The label is longer than 255 characters."})
        return value


def _check_summary(value: object) -> None:
    if not isinstance(value, str) or not value.strip():
        raise RestError(400, errors={"summary": "You must specify a summary of the issue."})
    if "\n" in value:
        raise RestError(
            400, errors={"summary": "The summary is invalid because it contains newline characters."}
        )
    if len(value) > 255:
        raise RestError(400, errors={"summary": "Summary must be less than 255 characters."})


def _check_date(value: object) -> None:
    try:
        date.fromisoformat(str(value))
    except ValueError as error:
        message = "Error parsing date string. Expected format: yyyy-MM-dd"
        raise RestError(400, errors={"duedate": message}) from error


def _estimate_seconds(value: Mapping[str, Any]) -> int | None:
    given = value.get("originalEstimate")
    if not given:
        return None
    text = str(given).strip()
    parts = _AMOUNT.findall(text)
    if not parts or _AMOUNT.sub("", text).strip():
        raise RestError(
            400, errors={"timetracking": f"Original estimate {text!r} is not a time tracking value."}
        )
    return int(sum(float(number) * _UNITS[unit] for number, unit in parts))
