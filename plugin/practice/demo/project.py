"""The practice tracker as the demo finds it: stages, an epic, agreed work."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from plugin.practice.demo.contract import KEYS, stage_dates
from plugin.practice.demo.people import MANAGER, accounts
from plugin.practice.tracker.actions import create_issue
from plugin.practice.tracker.people import PracticeUser
from plugin.practice.tracker.state import PracticeSite, Project

PROJECT = "ACME"


@dataclass(frozen=True)
class _AgreedIssue:
    """An issue that stands in the tracker from the beginning; estimates in hours."""

    type: str
    summary: Mapping[str, str]
    hours: int | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)


_MAIN_PAGE = {"parent": KEYS["main_page"]}

_AGREED_ISSUES = (
    _AgreedIssue("Stage", {"ru": "Этап «Дизайн»", "en": "Stage: Design"}),
    _AgreedIssue("Stage", {"ru": "Этап «Сборка и запуск»", "en": "Stage: Build and launch"}),
    _AgreedIssue("Epic", {"ru": "Дизайн главной страницы", "en": "Main page design"}),
    _AgreedIssue(
        "Task", {"ru": "Первый экран главной", "en": "First screen of the main page"}, 24, _MAIN_PAGE
    ),
    _AgreedIssue("Task", {"ru": "Блок «Отзывы»", "en": "Reviews block"}, 18, _MAIN_PAGE),
    _AgreedIssue("Task", {"ru": "Анимация в шапке", "en": "Animation in the header"}, 6, _MAIN_PAGE),
    _AgreedIssue(
        "Task", {"ru": "Шаблон страницы новости", "en": "News page template"}, 12, {"labels": ["inner-pages"]}
    ),
    _AgreedIssue("Task", {"ru": "Вёрстка главной", "en": "HTML of the main page"}, 30, {"labels": ["html"]}),
    _AgreedIssue("Task", {"ru": "Старт проекта", "en": "Kick-off"}),
)


def practice_site(bot: PracticeUser, today: date, language: str, now: Callable[[], datetime]) -> PracticeSite:
    """Return the site with everything that was agreed before the demo begins.

    Args:
        bot: the service's own account.
        today: the day from which the stages' due dates count.
        language: of titles and summaries.
        now: where the present comes from.
    """
    name = "Сайт компании «Акме»" if language == "ru" else "Website for Acme"
    state = PracticeSite(people=accounts(language, bot), projects=[Project(PROJECT, name)], now=now)
    manager = state.person(MANAGER.id)
    dates = iter(stage_dates(today).values())
    for agreed in _AGREED_ISSUES:
        fields: dict[str, Any] = {"summary": agreed.summary[language], **agreed.fields}
        if agreed.type == "Stage":
            fields["duedate"] = next(dates).isoformat()
        if agreed.hours is not None:
            fields["timeoriginalestimate"] = agreed.hours * 3600
        create_issue(state, manager, PROJECT, agreed.type, fields)
    return state
