"""The record in words: one short sentence an entry, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from mappings.model import ContractMapping, Language
from plugin.register_words import WORDS
from plugin.texts import formats

Payload = Mapping[str, Any]

_SENTENCES: Mapping[Language, Mapping[str, str]] = {
    "ru": {
        "baseline": "Договор загружен, версия {version}",
        "verdict": "{issue}: {verdict}",
        "offer": "{issue}: варианты на {hours} предложены, ответ ждём {answer_by}",
        "decision": "{issue}: решение «{option}», {by}",
        "choice_without_authority": "{issue}: ответ «{option}» записан как мнение, {by}",
        "baseline_moved": "Сроки сдвинуты: {due}",
        "estimate": "{issue}: оценка, {by}",
        "label_touched": "{issue}: метка возвращена, её трогали вручную ({by})",
        "begun_undecided": "{issue}: взято в работу до решения ({by})",
        "due_drift": "{issue}: срок в трекере правили вручную",
        "offer_reminded": "{issue}: о выборе напомнили",
        "issue_deleted": "{issue}: задача удалена",
        "edited_by_another": "{issue}: чужой комментарий правили, он не засчитан",
    },
    "en": {
        "baseline": "The contract is loaded, version {version}",
        "verdict": "{issue}: {verdict}",
        "offer": "{issue}: options for {hours} are offered, an answer is awaited {answer_by}",
        "decision": "{issue}: decided, {option}, {by}",
        "choice_without_authority": "{issue}: the answer “{option}” is kept as an opinion, {by}",
        "baseline_moved": "Due dates have moved: {due}",
        "estimate": "{issue}: estimated, {by}",
        "label_touched": "{issue}: the label is back, it was touched by hand ({by})",
        "begun_undecided": "{issue}: begun before a decision ({by})",
        "due_drift": "{issue}: the due date was edited in the tracker by hand",
        "offer_reminded": "{issue}: the choice was brought to mind",
        "issue_deleted": "{issue}: the issue was deleted",
        "edited_by_another": "{issue}: somebody else's comment was edited and does not count",
    },
}
_OTHERWISE = "{issue}: {kind}"

_VERDICTS: Mapping[Language, Mapping[str, str]] = {
    "ru": {
        "in_scope": "в договоре",
        "bonus": "бонус",
        "beyond_scope": "сверх договора",
        "unclear": "пока не определено",
        "defect": "наш дефект",
        "warranty": "гарантия",
    },
    "en": {
        "in_scope": "in scope",
        "bonus": "bonus",
        "beyond_scope": "beyond scope",
        "unclear": "not settled yet",
        "defect": "our defect",
        "warranty": "warranty",
    },
}


def sentence(kind: str, payload: Payload, mapping: ContractMapping, language: Language) -> str:
    """Return an entry of the record in words.

    Args:
        kind: the entry's kind; one without words of its own is named as it is.
        payload: what the entry holds.
        mapping: the contract, for the names of people and stages.
        language: the reader's.
    """
    values = {"issue": str(payload.get("issue", "")), "kind": kind, "by": _person(payload.get("by"), mapping)}
    more = _MORE.get(kind)
    if more is not None:
        values |= more(payload, mapping, language)
    return _SENTENCES[language].get(kind, _OTHERWISE).format_map(values)


def _person(key: object, mapping: ContractMapping) -> str:
    person = mapping.people.get(str(key))
    return person.name if person else str(key or "")


def _baseline(payload: Payload, mapping: ContractMapping, language: Language) -> dict[str, str]:
    del mapping, language
    return {"version": str(payload["version"])}


def _verdict(payload: Payload, mapping: ContractMapping, language: Language) -> dict[str, str]:
    del mapping
    verdict = payload.get("verdict") or {}
    said = [_VERDICTS[language].get(verdict.get("kind", ""), "—")]
    if clause := verdict.get("clause"):
        said.append(formats.clause(clause, language))
    if hours := verdict.get("over_hours"):
        said.append(formats.hours(Decimal(hours), language))
    return {"verdict": ", ".join(said)}


def _offer(payload: Payload, mapping: ContractMapping, language: Language) -> dict[str, str]:
    del mapping
    offer = payload["offer"]
    answer_by = date.fromisoformat(offer["answer_by"])
    return {
        "hours": formats.hours(Decimal(offer["hours"]), language),
        "answer_by": formats.until_day(answer_by, language),
    }


def _decision(payload: Payload, mapping: ContractMapping, language: Language) -> dict[str, str]:
    decision = payload["decision"]
    option = decision["option"]["option"]
    return {
        "option": WORDS[language].values.get(option, option),
        "by": _person(decision["by"], mapping),
    }


def _choice(payload: Payload, mapping: ContractMapping, language: Language) -> dict[str, str]:
    del mapping
    option = str(payload["option"])
    return {"option": WORDS[language].values.get(option, option)}


def _moved(payload: Payload, mapping: ContractMapping, language: Language) -> dict[str, str]:
    steps = []
    for stage_id, (before, after) in payload["due"].items():
        stage = mapping.stage(stage_id)
        days = [formats.short_day(date.fromisoformat(day), language) for day in (before, after)]
        steps.append(f"{stage.title if stage else stage_id}: {days[0]} → {days[1]}")
    return {"due": "; ".join(steps)}


_MORE: Mapping[str, Callable[[Payload, ContractMapping, Language], dict[str, str]]] = {
    "baseline": _baseline,
    "verdict": _verdict,
    "offer": _offer,
    "decision": _decision,
    "choice_without_authority": _choice,
    "baseline_moved": _moved,
}
