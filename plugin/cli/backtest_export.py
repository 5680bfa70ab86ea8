"""Plays an export for `ugovor backtest`, and says how the file was read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from mappings.model import ContractMapping
from mappings.suggestions import did_you_mean, join_words
from plugin.cli.backtest_progress import Progress
from plugin.cli.errors import CommandFailed, WrongUse
from plugin.core.backtest.play_export import play_export
from plugin.core.backtest.results import BacktestResult
from plugin.reports.backtest_labels import BACKTEST_LABELS
from plugin.texts.escaping import quoted
from plugin.trackers.exports.dates import DayOrder
from plugin.trackers.exports.export import COLUMN_NAMES, Export, read_export
from plugin.trackers.exports.export_error import ExportError
from plugin.trackers.exports.snapshots import iter_snapshots, list_wanted_fields

_EACH = 10_000
"""After how many rows a line is written where there is no terminal."""


@dataclass(frozen=True)
class ExportRequest:
    """A file, and what people said about how it is read.

    Attributes:
        named: the column that holds something, by what it holds.
        projects: what the contract calls a project, by its name in the file.
        order: whether the day or the month comes first; None: it is found out.
    """

    path: Path
    named: Mapping[str, str]
    projects: Mapping[str, str]
    order: DayOrder | None


def play_file(
    mappings: Sequence[tuple[str, ContractMapping]], request: ExportRequest, since: date | None
) -> list[BacktestResult]:
    """Return what each contract would have done with the issues of a file.

    Raises:
        CommandFailed: the file cannot be read; the sentence says where and what to do.
    """
    wanted = tuple(dict.fromkeys(each for _, mapping in mappings for each in list_wanted_fields(mapping)))
    _check_names(request.named, wanted)
    with Progress("read", "rows", each=_EACH) as progress:
        try:
            export = read_export(
                request.path,
                mappings[0][1].contract.zone,
                wanted=wanted,
                named=request.named,
                order=request.order,
                progress=progress.told,
            )
        except ExportError as error:
            raise CommandFailed(str(error)) from error
    _check_projects(export, [mapping for _, mapping in mappings], request.projects)
    source = f"{request.path.name} ({_KINDS[export.kind]}, {export.encoding})"
    results = []
    for name, mapping in mappings:
        called, notes = _match_projects(export, mapping, request.projects)
        with Progress("played", "issues", len(export.issues), each=_EACH) as progress:
            result = play_export(
                mapping,
                iter_snapshots(export, mapping, called),
                since,
                name=name,
                source=source,
                progress=progress.told,
            )
        results.append(replace(result, notes=(*notes, *_describe(export, mapping))))
    return results


def _check_names(named: Mapping[str, str], wanted: Sequence[str]) -> None:
    """Refuse a column for something that nothing asks for.

    Raises:
        WrongUse: the sentence lists what may be named.
    """
    known = (*COLUMN_NAMES, *wanted)
    for name in named:
        if name not in known:
            told = f'--column: nothing is called "{name}".'
            listed = f"A column may hold {join_words(known)}."
            raise WrongUse(" ".join(filter(None, (told, did_you_mean(name, known, ""), listed))))


def _check_projects(export: Export, mappings: Sequence[ContractMapping], given: Mapping[str, str]) -> None:
    """Refuse a project that the export does not have, or no mapping names.

    Raises:
        WrongUse: the sentence lists those that are there.
    """
    there = list(dict.fromkeys(issue.project for issue in export.issues))
    wanted = list(dict.fromkeys(key for each in mappings for key in each.tracker.projects))
    for name, key in given.items():
        if name not in there:
            shown = join_words([f'"{each}"' for each in there[:10]])
            raise WrongUse(f'--project: the export has no project "{name}". It has {shown}.')
        if key not in wanted:
            raise WrongUse(f'--project: no mapping names a project "{key}". It names {join_words(wanted)}.')


_KINDS = {"jira": "Jira", "youtrack": "YouTrack", "redmine": "Redmine"}


def _match_projects(
    export: Export, mapping: ContractMapping, given: Mapping[str, str]
) -> tuple[dict[str, str], list[str]]:
    """Return what the mapping calls the projects of an export, with what was assumed.

    Raises:
        CommandFailed: no issue is of a project that the mapping names.
    """
    there = list(dict.fromkeys(issue.project for issue in export.issues))
    wanted = mapping.tracker.projects
    called = {name: given.get(name, name) for name in there}
    for name in there:
        alike = [each for each in wanted if each.casefold() == name.casefold()]
        if name not in given and alike:
            called[name] = alike[0]
    if any(name in wanted for name in called.values()):
        return called, []
    if len(there) == 1 and len(wanted) == 1:
        note = _say(mapping, "project").format(there=there[0], wanted=wanted[0])
        return {there[0]: wanted[0]}, [note]
    listed = ", ".join(there[:10])
    raise CommandFailed(
        f"{export.path}: no issue belongs to a project of {mapping.id}. The export has {listed}; the mapping "
        f'names {", ".join(wanted)}. Say which is which: --project "{there[0]}={wanted[0]}".'
    )


def _describe(export: Export, mapping: ContractMapping) -> list[str]:
    """Return what has to be known about how an export was read, for the report."""
    notes = []
    if mapping.contract.mode == "observe":
        notes.append(BACKTEST_LABELS[mapping.contract.language].texts["observed"])
    if export.dates.is_ambiguous:
        notes.append(_say(mapping, "ambiguous"))
    if export.repeated:
        notes.append(_say(mapping, "repeated").format(count=export.repeated))
    if export.unknown_sizes:
        texts = (text for text, _ in export.unknown_sizes.most_common(3))
        shown = ", ".join(quoted(text, mapping.contract.language) for text in texts)
        count = sum(export.unknown_sizes.values())
        notes.append(_say(mapping, "sizes").format(count=count, shown=shown))
    statuses = mapping.tracker.statuses
    known = {*statuses.working, *statuses.done, *statuses.accepted, *statuses.waiting_for_client}
    there = {issue.status for issue in export.issues if issue.status}
    if there and known and not there & known:
        shown = ", ".join(sorted(there)[:6])
        notes.append(_say(mapping, "statuses").format(shown=shown))
    types = {issue.type for issue in export.issues if issue.type}
    defects = mapping.tracker.defect_types
    if types and defects and not types & set(defects):
        shown = ", ".join(sorted(types)[:6])
        notes.append(_say(mapping, "types").format(defects=", ".join(defects), shown=shown))
    return notes


_NOTES = {
    "ru": {
        "project": "Проект в выгрузке «{there}», в договоре «{wanted}»: считаем, что проект один и тот же.",
        "ambiguous": (
            "Даты в выгрузке можно прочесть двояко (03/04: сначала день или месяц). Считаем, что сначала "
            "день; если нет, задайте --dates mdy."
        ),
        "repeated": "Строк с повторным ключом: {count}. Учтена последняя из них.",
        "sizes": "Оценок, которые не удалось прочитать: {count} ({shown}). Считаем, что этих оценок нет.",
        "statuses": (
            "Ни один статус выгрузки ({shown}) не назван в договоре: все задачи выглядят неначатыми. Впишите "
            "их в tracker.statuses на языке выгрузки."
        ),
        "types": (
            "Тип ошибок ({defects}) в выгрузке не встречается, там есть {shown}: если среди них ошибки, они "
            "учтены как обычные задачи."
        ),
    },
    "en": {
        "project": 'The export calls the project "{there}", the contract "{wanted}": taken to be the same.',
        "ambiguous": (
            "The dates of the export can be read in two ways (03/04: the day or the month first). The day is "
            "taken to come first; if it does not, give --dates mdy."
        ),
        "repeated": "{count} rows repeat a key; the last of them counts.",
        "sizes": "{count} estimates could not be read ({shown}) and count as missing.",
        "statuses": (
            "No status of the export ({shown}) is named by the contract: everything looks as if nobody had "
            "begun it. Name them in tracker.statuses in the export's language."
        ),
        "types": (
            "The type of defects ({defects}) does not occur in the export, which has {shown}: if some of "
            "these are defects, they were counted as ordinary issues."
        ),
    },
}


def _say(mapping: ContractMapping, what: str) -> str:
    return _NOTES[mapping.contract.language][what]
