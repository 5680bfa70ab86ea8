"""Custom fields of the stand-in's projects.

Their types, and how REST shows and takes a value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from youtrack_standin.refusals import bad

STATES = ("To Do", "In Progress", "Waiting for client", "Done", "Accepted")
TYPES = ("Task", "Bug", "Stage", "Epic")


@dataclass(frozen=True)
class YouTrackField:
    """A custom field.

    Attributes:
        name: as people see it.
        kind: `state`, `enum`, `owned`, `version`, `date`, `date and time`, `period` or `string`.
        is_multi: whether it holds a list.
        values: what it may hold, for kinds with a set of values.
        first_names: of values that were renamed, by the name now: numbers stay.
    """

    name: str
    kind: str
    is_multi: bool = False
    values: tuple[str, ...] = ()
    first_names: tuple[tuple[str, str], ...] = ()

    def id_of(self, value: object) -> str:
        """Return the number of a value."""
        return f"98-{dict(self.first_names).get(str(value), value)}".replace(" ", "-")

    @property
    def type(self) -> str:
        """The `$type` of the field in an issue."""
        many = "Multi" if self.is_multi else "Single"
        return {
            "state": "StateIssueCustomField",
            "enum": f"{many}EnumIssueCustomField",
            "owned": f"{many}OwnedIssueCustomField",
            "version": f"{many}VersionIssueCustomField",
            "date": "DateIssueCustomField",
            "period": "PeriodIssueCustomField",
        }.get(self.kind, "SimpleIssueCustomField")

    @property
    def element(self) -> str:
        """The `$type` of a value."""
        return {
            "state": "StateBundleElement",
            "enum": "EnumBundleElement",
            "owned": "OwnedBundleElement",
            "version": "VersionBundleElement",
            "period": "PeriodValue",
        }.get(self.kind, "")


FIELDS = (
    YouTrackField("Type", "enum", values=TYPES),
    YouTrackField("State", "state", values=STATES),
    YouTrackField("Subsystem", "owned", is_multi=True, values=("inner-pages", "main")),
    YouTrackField("Fix versions", "version", is_multi=True, values=("1.0",)),
    YouTrackField("Estimation", "period"),
    YouTrackField("Spent time", "period"),
    YouTrackField("Due Date", "date"),
)
"""The fields of a project; they are YouTrack's defaults, and a due date."""


def shown(field: YouTrackField, value: object) -> object:
    """Return a value as REST shows it."""
    if value is None or value == ():
        return [] if field.is_multi else None
    if isinstance(value, tuple):
        return [{"$type": field.element, "id": field.id_of(each), "name": each} for each in value]
    if field.kind == "period":
        minutes = int(Decimal(str(value)) * 60)
        return {
            "$type": "PeriodValue",
            "minutes": minutes,
            "presentation": f"{minutes // 60}h {minutes % 60}m",
        }
    if isinstance(value, date):
        return int(datetime(value.year, value.month, value.day, 12, tzinfo=UTC).timestamp() * 1000)
    if field.element:
        return {"$type": field.element, "id": field.id_of(value), "name": value}
    return value


def taken(field: YouTrackField, given: Mapping[str, object]) -> object:
    """Return a value as it is kept, from what REST was given.

    Raises:
        Refused: 400 for another `$type`, or a value that the field cannot hold.
    """
    if given.get("$type") != field.type:
        raise bad(
            f"Incompatible type {given.get('$type')} of the field {field.name}: {field.type} is expected"
        )
    value = given.get("value")
    if value is None:
        return None
    if field.kind == "date":
        if not isinstance(value, int):
            raise bad(f"The field {field.name} takes milliseconds")
        return datetime.fromtimestamp(value / 1000, UTC).date()
    if not isinstance(value, Mapping):
        raise bad(f"The field {field.name} takes an object")
    return valid(field, str(value.get("name")))


def valid(field: YouTrackField, name: str) -> str:
    """Return a value by its name.

    Raises:
        Refused: 400, the field has no such value.
    """
    if name not in field.values:
        raise bad(f"{name} isn't a value of the field {field.name}")
    return name


def as_kept(field: YouTrackField, value: object) -> object:
    """Return a value as a test gives it.

    Hours as a number, days as ISO, a list for several.
    """
    if value is None:
        return None
    if field.kind == "date":
        return date.fromisoformat(value) if isinstance(value, str) else value
    if field.kind == "period":
        return Decimal(str(value))
    if isinstance(value, list | tuple):
        return tuple(valid(field, str(each)) for each in value)
    return valid(field, str(value)) if field.values else value
