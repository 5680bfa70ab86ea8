"""The five steps of the demo: what to do next, and what is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from mappings.model import Language
from plugin.core.model.issue_state import IssueState
from plugin.pages.contract_view import ContractView


@dataclass(frozen=True)
class Progress:
    """How far the demo has come.

    Attributes:
        issue: key of the newest change, to which the links lead.
        moved: key of the stage that the decision is about.
    """

    asked: bool = False
    estimated: bool = False
    answered_without_authority: bool = False
    decided: bool = False
    written: bool = False
    issue: str | None = None
    moved: str | None = None


@dataclass(frozen=True)
class DemoStep:
    """One step: what to do, where, and whether it is done or the next."""

    number: int
    title: str
    text: str
    url: str
    link: str
    done: bool = False
    is_next: bool = False


@dataclass(frozen=True)
class _StepText:
    title: str
    text: str
    link: str


SUMMARY: Mapping[Language, str] = {
    "ru": "Добавить калькулятор стоимости",
    "en": "Add a cost calculator",
}

_STEPS: Mapping[Language, tuple[_StepText, ...]] = {
    "ru": (
        _StepText(
            "Попросите лишнее",
            "От имени Анны Беловой (клиент) заведите задачу «{summary}». Через пару секунд на ней появятся "
            "метка beyond-scope и комментарий.",
            "Завести задачу",
        ),
        _StepText(
            "Оцените работу",
            "От имени Марии Орловой (менеджер) поставьте в этой задаче оценку 18h. Тот же комментарий "
            "дополнится вариантами с датами и суммами.",
            "Открыть задачу",
        ),
        _StepText(
            "Ответьте не тем человеком",
            "От имени Анны Беловой ответьте /выбор 1. Сдвиг больше её двух дней, поэтому решения не будет: "
            "ответ подскажет, чьего слова ждём.",
            "Ответить в задаче",
        ),
        _StepText(
            "Ответьте тем, кто решает",
            "От имени Петра Соколова (директор) ответьте одной цифрой: 1.",
            "Ответить в задаче",
        ),
        _StepText(
            "Посмотрите, что сдвинулось",
            "Срок в задаче этапа, срок в таблице этапов и строка в реестре меняются вместе.",
            "Открыть этап",
        ),
    ),
    "en": (
        _StepText(
            "Ask for something extra",
            "As Anna Bell (client), create the issue “{summary}”. In a few seconds it gets the label "
            "beyond-scope and a comment.",
            "Create the issue",
        ),
        _StepText(
            "Estimate it",
            "As Maria Orr (manager), set the estimate of that issue to 18h. The same comment is completed "
            "with options, dates and sums.",
            "Open the issue",
        ),
        _StepText(
            "Answer as the wrong person",
            "As Anna Bell, reply /choose 1. The shift is more than her two days, so nothing is decided: "
            "the answer says whose word is awaited.",
            "Reply on the issue",
        ),
        _StepText(
            "Answer as the one who decides",
            "As Peter Stone (director), reply with one digit: 1.",
            "Reply on the issue",
        ),
        _StepText(
            "See what has moved",
            "The due date of the stage's issue, the table of stages and the register change together.",
            "Open the stage",
        ),
    ),
}


def progress_of(view: ContractView | None, *, waiting_effects: int) -> Progress:
    """Return how far the demo has come.

    Args:
        view: the contract as it stands on record; None while it is being loaded.
        waiting_effects: how many writes to the tracker are still to be made.
    """
    if view is None:
        return Progress()
    extras = [state for state in view.states if state.change is not None]
    decided = [state for state in extras if state.decided]
    issue = next(reversed(decided or extras), None)
    return Progress(
        asked=bool(extras),
        estimated=any(state.change and state.change.offer for state in extras),
        answered_without_authority="choice_without_authority" in view.kinds,
        decided=bool(decided),
        written=bool(decided) and waiting_effects == 0,
        issue=issue.issue.key if issue else None,
        moved=_stage_issue(view, issue),
    )


def steps(progress: Progress, site_url: str, language: Language) -> tuple[DemoStep, ...]:
    """Return the five steps, the first that is not done marked as the next.

    Args:
        progress: how far the story has come.
        site_url: of the practice tracker.
        language: the reader's.
    """
    asked = f"{site_url}/?{urlencode({'lang': language, 'summary': SUMMARY[language]})}"
    issue = _issue_url(site_url, progress.issue, language)
    done = (
        progress.asked,
        progress.estimated,
        progress.answered_without_authority,
        progress.decided,
        progress.written,
    )
    urls = (asked, issue, issue, issue, _issue_url(site_url, progress.moved or progress.issue, language))
    next_one = done.index(False) if False in done else None
    return tuple(
        DemoStep(
            number=index + 1,
            title=text.title,
            text=text.text.format(summary=SUMMARY[language]),
            url=urls[index],
            link=text.link,
            done=done[index],
            is_next=index == next_one,
        )
        for index, text in enumerate(_STEPS[language])
    )


def _stage_issue(view: ContractView, state: IssueState | None) -> str | None:
    stage = view.mapping.stage(state.stage or "") if state else None
    return stage.issue if stage else None


def _issue_url(site_url: str, key: str | None, language: Language) -> str:
    query = urlencode({"lang": language})
    return f"{site_url}/browse/{key}?{query}" if key else f"{site_url}/?{query}"
