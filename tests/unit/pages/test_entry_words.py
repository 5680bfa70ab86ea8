"""The record in words."""

from __future__ import annotations

from typing import Any

import pytest

from mappings.model import ContractMapping
from plugin.pages.entry_words import sentence

DECISION = {"issue": "ACME-8", "decision": {"by": "director", "option": {"option": "move_deadline"}}}
OFFER = {"issue": "ACME-8", "offer": {"hours": "18", "answer_by": "2026-03-09"}}
VERDICT = {"issue": "ACME-8", "verdict": {"kind": "beyond_scope", "clause": "5.3", "over_hours": "18"}}

ROWS: list[tuple[str, dict[str, Any], str, str]] = [
    ("baseline", {"version": 2}, "Договор загружен, версия 2", "The contract is loaded, version 2"),
    ("verdict", VERDICT, "ACME-8: сверх договора, п. 5.3, 18 ч", "ACME-8: beyond scope, clause 5.3, 18 h"),
    ("verdict", {"issue": "ACME-8", "verdict": None}, "ACME-8: —", "ACME-8: —"),
    (
        "offer",
        OFFER,
        "ACME-8: варианты на 18 ч предложены, ответ ждём до понедельника, 9 марта",
        "ACME-8: options for 18 h are offered, an answer is awaited by Monday, 9 March",
    ),
    (
        "decision",
        DECISION,
        "ACME-8: решение «сдвиг срока», Пётр Соколов",
        "ACME-8: decided, move the deadline, Пётр Соколов",
    ),
    (
        "choice_without_authority",
        {"issue": "ACME-8", "by": "contact", "option": "extra_fee"},
        "ACME-8: ответ «доплата» записан как мнение, Анна Белова",
        "ACME-8: the answer “extra fee” is kept as an opinion, Анна Белова",
    ),
    (
        "baseline_moved",
        {"due": {"design": ["2026-03-23", "2026-03-26"]}},
        "Сроки сдвинуты: Дизайн: 23 марта → 26 марта",
        "Due dates have moved: Дизайн: 23 March → 26 March",
    ),
    (
        "estimate",
        {"issue": "ACME-8", "by": "manager"},
        "ACME-8: оценка, Мария Орлова",
        "ACME-8: estimated, Мария Орлова",
    ),
    ("a kind of tomorrow", {"issue": "ACME-8"}, "ACME-8: a kind of tomorrow", "ACME-8: a kind of tomorrow"),
]


@pytest.mark.parametrize(("kind", "payload", "russian", "english"), ROWS)
def test_an_entry_in_words(
    mapping: ContractMapping, kind: str, payload: dict[str, Any], russian: str, english: str
) -> None:
    """Each kind has a sentence in both languages; one without words is named as it is."""
    said = [sentence(kind, payload, mapping, language) for language in ("ru", "en")]
    assert [text.replace("\u00a0", " ") for text in said] == [russian, english]
