"""The changelog of a Jira body as field changes."""

from __future__ import annotations

from collections.abc import Iterator

from plugin.core.model.issue import FieldChange
from plugin.trackers.http.json_values import read_identifier
from webhooks.jira.body import Body, get_object

_IDS_BY_NAME = {
    "fix version": "fixVersions",
    "component": "components",
    "version": "versions",
    "статус": "status",
    "метки": "labels",
    "компоненты": "components",
    "компонент": "components",
    "исправить в версиях": "fixVersions",
    "исправить в версии": "fixVersions",
    "срок исполнения": "duedate",
    "тема": "summary",
    "описание": "description",
    "приоритет": "priority",
    "исполнитель": "assignee",
    "автор": "reporter",
    "тип задачи": "issuetype",
    "тип запроса": "issuetype",
    "решение": "resolution",
    "проект": "project",
    "ключ": "key",
    "родитель": "parent",
    "первоначальная оценка": "timeoriginalestimate",
    "исходная оценка": "timeoriginalestimate",
}
"""Field ids by Jira's lower-case names, for changelogs without `fieldId`."""

_NAMED = frozenset({"status", "issuetype", "components", "fixVersions"})
"""Fields whose values have numbers of their own."""


def read_changes(body: Body, *, created: bool) -> tuple[FieldChange, ...]:
    """Return what changed; nothing where there is no changelog or an empty one.

    Labels come as one text with spaces between them; a status by its names, since the mapping names
    statuses exactly. A creation lists fields as changed from nothing (recorded: issue-created, `Status`
    from null to "To Do"): those are no changes, and a status that came from nothing is no transition.

    Args:
        body: the decoded body.
        created: whether the event is a creation.
    """
    items = get_object(body, "changelog").get("items")
    if not isinstance(items, list):
        return ()
    return tuple(
        change for item in items if isinstance(item, dict) for change in _iter_changes(item, created=created)
    )


def _iter_changes(item: Body, *, created: bool) -> Iterator[FieldChange]:
    """Yield a change, and after a change of a name that of its number.

    A name may be another for each reader, and be changed; the number stays.
    """
    change = _read_change(item, created)
    if change is None:
        return
    yield change
    before, after = read_identifier(item.get("from")), read_identifier(item.get("to"))
    if change.field in _NAMED and (before or after):
        yield FieldChange(field=f"{change.field}:id", before=before, after=after)


def _read_change(item: Body, created: bool) -> FieldChange | None:
    field = _find_field_id(item)
    before = _read_side(item.get("fromString"), item.get("from"))
    if not field or not (before or not (created or field == "status")):
        return None
    return FieldChange(field=field, before=before, after=_read_side(item.get("toString"), item.get("to")))


def _find_field_id(item: Body) -> str:
    """Return `fieldId`.

    Data Center gives none, and `field` is localised ("Статус", ru-epic-created).
    """
    if given := read_identifier(item.get("fieldId")):
        return given
    name = read_identifier(item.get("field")).lower()
    return _IDS_BY_NAME.get(name, name)


def _read_side(shown: object, raw: object) -> str:
    return read_identifier(raw if shown is None else shown)
