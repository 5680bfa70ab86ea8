"""What statuses and types mean, by the tracker's word and by their names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Literal

from plugin.trackers.survey import SurveyedStatus, SurveyedType

Meaning = Literal["working", "waiting_for_client", "done", "accepted", ""]

_NAMES: tuple[tuple[Meaning, re.Pattern[str]], ...] = (
    (
        "accepted",
        re.compile(
            r"\baccept(?:ed)?\b|\bapproved\b|\bsigned[ -]?off\b|принят|согласован[оа]?\b|утвержд[её]н", re.I
        ),
    ),
    (
        "waiting_for_client",
        re.compile(
            r"(?:wait|await|pending|need|on)\w*\s.*(?:client|customer|info|feedback|reply|answer)"
            r"|\bfeedback\b|\bneeds? info|(?:client|customer) (?:review|input)"
            r"|клиент|заказчик|требуется информация|нужна информация|ожида\w+ ответ|жд[её]м ответ"
            r"|на согласовании|уточнени",
            re.I,
        ),
    ),
    (
        "working",
        re.compile(
            r"in progress|in work|doing|develop|in review|testing|\bqa\b|assigned"
            r"|в работе|в процессе|разработк|тестирован|на проверке|ревью|выполняется|назначен",
            re.I,
        ),
    ),
    (
        "done",
        re.compile(
            r"\bdone\b|\bclosed\b|\bresolved\b|\bfixed\b|\bcompleted?\b|\bfinished\b|\bverified\b"
            r"|готово|закрыт|реш[её]н|выполнен|заверш[её]н|исправлен",
            re.I,
        ),
    ),
)
_NEVER_DONE = re.compile(
    r"reject|declin|cancel|won.?t|duplicate|obsolete|incomplete|can.?t|отклон|отмен|дубл|не будет|неполн",
    re.I,
)
_NOT_STARTED = re.compile(
    r"to do|to-do|backlog|\bnew\b|\bopen\b|submitted|selected for"
    r"|нов(?:ая|ый)|открыт|сделать|к выполнению|бэклог|очеред",
    re.I,
)
_DEFECT = re.compile(r"\bbug|\bdefect|\bincident|\bfault|ошибк|\bбаг|дефект|инцидент", re.I)
_STAGE = re.compile(r"\bstage\b|\bmilestone\b|\bphase\b|\bэтап|\bвеха\b|\bфаза\b", re.I)
_STAGE_HEAD = re.compile(
    r"^\W*(?:(?:stage|phase|milestone|этап|фаза|веха)\b(?:\s*(?:№|#)?\s*(?:\d+|[IVX]+)\b)?)[\s.:)—–-]*", re.I
)
STAGE_SUMMARY = re.compile(r"^\W*(?:stage|phase|milestone|этап|фаза|веха)\b", re.I)


def clean_stage_title(title: str) -> str:
    """Return what a stage is called, without its number and the word for a stage.

    >>> clean_stage_title("Этап 1. Дизайн"), clean_stage_title("Stage: Design"), clean_stage_title("Этап 2")
    ('Дизайн', 'Design', 'Этап 2')
    """
    rest = _STAGE_HEAD.sub("", title.strip()).strip(" .:—–-")
    rest = re.sub(r"^\d{1,2}(?:\.\d{1,2})*[.)]\s+", "", rest)
    if rest[:1] in '«“"' and rest[-1:] in '»”"':
        rest = rest[1:-1].strip()
    return rest or title.strip()


def sort_statuses(statuses: Iterable[SurveyedStatus]) -> Mapping[Meaning, list[str]]:
    """Return statuses by their meaning; the empty one is for all others.

    >>> found = sort_statuses([SurveyedStatus("To Do", "new"), SurveyedStatus("Готово", "done")])
    >>> found["done"], found[""]
    (['Готово'], ['To Do'])
    """
    found: dict[Meaning, list[str]] = {
        "working": [],
        "waiting_for_client": [],
        "done": [],
        "accepted": [],
        "": [],
    }
    for status in statuses:
        names = found[_find_meaning(status)]
        if status.name not in names:
            names.append(status.name)
    return found


def _find_meaning(status: SurveyedStatus) -> Meaning:
    """Return the meaning; by the name first where the tracker has no word for it."""
    name = status.name
    if _NEVER_DONE.search(name):
        return ""
    by_name: Meaning = next((meaning for meaning, pattern in _NAMES if pattern.search(name)), "")
    if by_name in ("accepted", "waiting_for_client") and status.phase != "new":
        return by_name
    if status.phase == "done":
        return "done"
    if status.phase == "new" or (not by_name and _NOT_STARTED.search(name)):
        return ""
    if status.phase == "working":
        return "working"
    return by_name


def find_defect_types(types: Iterable[SurveyedType]) -> list[str]:
    """Return the types that stand for defects."""
    return list(dict.fromkeys(each.name for each in types if _DEFECT.search(each.name)))


def find_stage_type(types: Iterable[SurveyedType]) -> str | None:
    """Return the type that stands for a stage, or None."""
    return next((each.name for each in types if _STAGE.search(each.name)), None)
