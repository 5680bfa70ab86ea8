"""Reads an export: every issue with what a verdict needs, oldest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from plugin.trackers.exports.dates import DateForm, DayOrder, NoDate
from plugin.trackers.exports.durations import read_duration
from plugin.trackers.exports.export_error import ExportError
from plugin.trackers.exports.headers import LABELS, Kind, find_custom_name, name_column, normalise, recognise
from plugin.trackers.exports.table_file import TableFile, open_table

_DATES = ("created", "updated", "due")
_SIZES = ("estimate", "logged")
_SEVERAL = ("labels", "components", "versions")
_ONE = ("key", "id", "project", "project_name", "type", "summary", "description", "status", "parent", "epic")
_PEOPLE = ("reporter", "reporter_id")
_FIELDS = (*_ONE, *_PEOPLE, *_DATES, *_SIZES)
_MAX_DESCRIPTION_CHARS = 120
"""Of a description only whether it says anything is needed."""
COLUMN_NAMES = (*_FIELDS, *_SEVERAL)
"""What a column may be named to hold, beside fields of the mapping's own."""

EACH = 1_000
"""After how many rows the caller hears how far it is."""

Progress = Callable[[int], None]


class ExportedIssue(NamedTuple):
    """An issue as an export shows it; hours and moments are read already."""

    key: str
    id: str
    project: str
    type: str
    summary: str
    description: str
    status: str
    parent: str
    epic: str
    reporter: str
    reporter_id: str
    created: datetime
    updated: datetime | None
    due: datetime | None
    estimate: Decimal | None
    logged: Decimal
    labels: tuple[str, ...]
    components: tuple[str, ...]
    versions: tuple[str, ...]
    fields: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass
class Export:
    """What an export holds, and how it was read.

    Attributes:
        kind: the tracker that wrote it.
        columns: what each recognised column was taken for, by what it holds.
        unknown_sizes: texts that are no size of work, with how often they stand there.
        repeated: how many rows name an issue that stood there before; the last one counts.
    """

    path: Path
    kind: Kind
    encoding: str
    delimiter: str
    columns: dict[str, tuple[str, ...]]
    dates: DateForm
    issues: list[ExportedIssue] = field(default_factory=list)
    unknown_sizes: Counter[str] = field(default_factory=Counter)
    repeated: int = 0


def read_export(
    path: Path,
    zone: tzinfo,
    *,
    wanted: Iterable[str] = (),
    named: Mapping[str, str] | None = None,
    order: DayOrder | None = None,
    progress: Progress = lambda _: None,
) -> Export:
    """Read a file that Jira, YouTrack or Redmine exported.

    Args:
        path: the file.
        zone: of times that name none.
        wanted: further columns that the contract asks for, by the tracker's ids or names of fields.
        named: the column that holds something, by what it holds; where its name is not recognised.
        order: whether the day or the month comes first in dates of numbers alone; None: it is found out.
        progress: hears how many rows were read.

    Raises:
        ExportError: the file cannot be read, or lacks what no verdict can do without.
    """
    table = open_table(path)
    plan = _Plan(table, tuple(wanted), named or {})
    export = Export(
        path, plan.kind, table.encoding, table.delimiter, plan.told_columns(), DateForm(order=order)
    )
    raw = _read_raw(table, plan, export.dates, progress)
    if export.dates.is_contradictory:
        raise ExportError(
            path,
            "some dates have the day first and others the month",
            "Say which it is with --dates dmy or --dates mdy.",
            column=plan.one["created"] + 1,
        )
    export.issues = _finish(raw, plan, export, zone)
    if not export.issues:
        raise ExportError(path, "the file names no issue", "Export the issues of the project.")
    return export


class _Raw(NamedTuple):
    line: int
    one: tuple[str, ...]
    several: tuple[tuple[str, ...], ...]
    fields: tuple[tuple[str, tuple[str, ...]], ...]


class _Plan:
    """Which column holds what."""

    def __init__(self, table: TableFile, wanted: Sequence[str], named: Mapping[str, str]) -> None:
        self.path = table.path
        self.headers = table.headers
        self.kind: Kind = recognise(table.headers)
        found: dict[str, list[int]] = {}
        for number, header in enumerate(table.headers):
            field_name = name_column(header)
            if field_name:
                found.setdefault(field_name, []).append(number)
        for field_name, header in named.items():
            found[field_name] = self._find_named(field_name, header)
        self.one = {name: found[name][0] for name in _FIELDS if name in found}
        self.parents = found.get("parent", [])
        self.several = {name: found.get(name, []) for name in _SEVERAL}
        self.wanted = {name: self._find_wanted(name) for name in wanted if name not in named}
        self.wanted |= {name: found[name] for name in named if name not in COLUMN_NAMES}
        if "key" not in self.one and "id" in self.one:
            self.one["key"] = self.one["id"]
        for needed in ("key", "summary", "created"):
            if needed not in self.one:
                # Of the code pages only two are told apart.
                garbled = (
                    "" if table.encoding.startswith("utf") else " If they look garbled, export in UTF-8."
                )
                raise ExportError(
                    table.path,
                    f"no column is known to hold {LABELS[needed]}",
                    f'Name it: --column {needed}="…". The columns are: {_list(table.headers)}.{garbled}',
                    line=table.head_line,
                )

    def told_columns(self) -> dict[str, tuple[str, ...]]:
        """Return the headers that were recognised, by what they hold."""
        named = {name: (self.headers[number],) for name, number in self.one.items()}
        several = {
            name: tuple(self.headers[each] for each in found[:1]) for name, found in self.several.items()
        }
        return {**named, **{name: found for name, found in several.items() if found}}

    def _find_named(self, field_name: str, header: str) -> list[int]:
        wanted = normalise(header)
        found = [n for n, each in enumerate(self.headers) if wanted in (normalise(each), _custom(each))]
        if not found:
            raise ExportError(
                self.path,
                f'there is no column "{header}" for {field_name}',
                f"The columns are: {_list(self.headers)}.",
                line=1,
            )
        return found

    def _find_wanted(self, name: str) -> list[int]:
        wanted = normalise(name)
        return [n for n, each in enumerate(self.headers) if wanted in (normalise(each), _custom(each))]


def _custom(header: str) -> str:
    return normalise(find_custom_name(header))


def _list(headers: Iterable[str]) -> str:
    names = list(dict.fromkeys(header for header in headers if header))
    shown = ", ".join(names[:40])
    return f"{shown} and {len(names) - 40} more" if len(names) > 40 else shown


def _read_raw(table: TableFile, plan: _Plan, dates: DateForm, progress: Progress) -> list[_Raw]:
    """Read every row once: the texts that are needed, and what dates look like."""
    numbers = [plan.one.get(name) for name in _FIELDS]
    date_numbers = [plan.one[name] for name in _DATES if name in plan.one]
    several = [plan.several[name] for name in _SEVERAL]
    extra = [(name, columns) for name, columns in plan.wanted.items() if columns]
    described = _FIELDS.index("description")
    known: dict[str, str] = {}
    seen_dates: set[str] = set()
    found: list[_Raw] = []
    for count, (line, row) in enumerate(table.iter_rows(), 1):
        one = [row[number].strip() if number is not None else "" for number in numbers]
        one[described] = one[described][:_MAX_DESCRIPTION_CHARS]
        if not one[_FIELDS.index("parent")]:
            one[_FIELDS.index("parent")] = next((row[n].strip() for n in plan.parents if row[n].strip()), "")
        for number in date_numbers:
            text = row[number].strip()
            day = text[:10]
            if day and day not in seen_dates:
                seen_dates.add(day)
                dates.look_at(text)
        found.append(
            _Raw(
                line,
                tuple(known.setdefault(text, text) for text in one),
                tuple(
                    tuple(known.setdefault(row[n], row[n]) for n in columns if row[n]) for columns in several
                ),
                tuple((name, tuple(row[n] for n in columns if row[n])) for name, columns in extra),
            )
        )
        if count % EACH == 0:
            progress(count)
    progress(len(found))
    return found


def _finish(raw: list[_Raw], plan: _Plan, export: Export, zone: tzinfo) -> list[ExportedIssue]:
    """Read dates and sizes; return the issues in the order of their creation."""
    by_id: dict[str, str] = {}
    for row in raw:
        by_id[row.one[_FIELDS.index("id")]] = row.one[_FIELDS.index("key")]
    issues: dict[str, ExportedIssue] = {}
    raw.reverse()
    while raw:
        issue = _finish_one(raw.pop(), plan, export, zone, by_id)
        if issue.key in issues:
            export.repeated += 1
            del issues[issue.key]
        issues[issue.key] = issue
    return sorted(issues.values(), key=lambda each: each.created)


def _finish_one(
    row: _Raw, plan: _Plan, export: Export, zone: tzinfo, by_id: Mapping[str, str]
) -> ExportedIssue:
    texts = dict(zip(_FIELDS, row.one, strict=True))
    key = texts["key"].lstrip("#")
    if not key:
        raise _missing(plan, row.line, "key")
    created = _read_date(plan, export, row, "created", texts["created"], zone)
    if created is None:
        raise _missing(plan, row.line, "created")
    split = _split_labels if export.kind == "jira" else _split_list
    labels, components, versions = row.several
    return ExportedIssue(
        key=key,
        id=texts["id"].lstrip("#") or key,
        project=texts["project"] or _project_of(key) or texts["project_name"],
        type=texts["type"],
        summary=texts["summary"],
        description=texts["description"],
        status=texts["status"],
        parent=by_id.get(texts["parent"].lstrip("#"), texts["parent"].lstrip("#")),
        epic=by_id.get(texts["epic"], texts["epic"]),
        reporter=texts["reporter"],
        reporter_id=texts["reporter_id"],
        created=created,
        updated=_read_date(plan, export, row, "updated", texts["updated"], zone),
        due=_read_date(plan, export, row, "due", texts["due"], zone),
        estimate=_read_size(export, texts["estimate"]),
        logged=_read_size(export, texts["logged"]) or Decimal(0),
        labels=tuple(split(labels)),
        components=tuple(components if export.kind == "jira" else _split_list(components)),
        versions=tuple(versions if export.kind == "jira" else _split_list(versions)),
        fields=row.fields,
    )


def _project_of(key: str) -> str:
    project, _, number = key.rpartition("-")
    return project if number.isdecimal() else ""


def _split_labels(values: Iterable[str]) -> Iterator[str]:
    """Give Jira's labels, which hold no spaces."""
    for value in values:
        yield from value.replace(",", " ").split()


def _split_list(values: Iterable[str]) -> Iterator[str]:
    for value in values:
        yield from (each for part in value.split(",") if (each := part.strip()))


def _read_size(export: Export, text: str) -> Decimal | None:
    if not text:
        return None
    hours = read_duration(text, export.kind)
    if hours is None:
        export.unknown_sizes[text] += 1
    return hours


def _read_date(plan: _Plan, export: Export, row: _Raw, name: str, text: str, zone: tzinfo) -> datetime | None:
    if not text:
        return None
    try:
        return export.dates.read(text, zone)
    except NoDate as error:
        header = plan.headers[plan.one[name]]
        raise ExportError(
            plan.path,
            f'"{text}" in the column "{header}" is no date that could be read',
            "Set the language of your account in the tracker to English, and export again.",
            line=row.line,
            column=plan.one[name] + 1,
        ) from error


def _missing(plan: _Plan, line: int, name: str) -> ExportError:
    header = plan.headers[plan.one[name]]
    return ExportError(
        plan.path,
        f'the column "{header}" is empty, and {LABELS[name]} is needed',
        "Export the issues again with this column.",
        line=line,
        column=plan.one[name] + 1,
    )
