"""The values of sentences about waits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from mappings.model import ContractMapping, Language
from plugin.texts import formats

_SWITCH: Mapping[Language, tuple[str, str]] = {
    "ru": ("выключены", "включены"),
    "en": ("switched off", "switched on"),
}
_FORMER: Mapping[Language, str] = {"ru": "бывший участник", "en": "a former participant"}
_UNTIL: Mapping[Language, str] = {"ru": " до {day}", "en": " until {day}"}


def list_wait_values(
    payload: Mapping[str, Any], mapping: ContractMapping, language: Language
) -> dict[str, str]:
    """Return what a sentence about a wait may name: who owes what, until when."""
    due = payload.get("due")
    by, owes = _name(payload.get("by"), mapping, language), payload.get("to") or payload.get("owed_by")
    return {
        "what": str(payload.get("what", "")),
        "what_before": str(payload.get("what_before", "")),
        "who": _name(owes, mapping, language) if owes else str(payload.get("person") or ""),
        "until": formats.until_day(date.fromisoformat(due), language) if due else "",
        "missing": str(payload.get("missing", "")),
        "days": str(payload.get("working_days", "")),
        "switch": _SWITCH[language][bool(payload.get("on"))],
        "by": by,
        "by_whom": f" ({by})" if by else "",
    }


def say_until(day: str | None, language: Language) -> str:
    """Return the last day of a review as the end of a sentence, or nothing."""
    if day is None:
        return ""
    return _UNTIL[language].format(day=formats.short_day(date.fromisoformat(day), language))


def _name(key: object, mapping: ContractMapping, language: Language) -> str:
    """Return a person's name; a key alone says nothing to a reader."""
    person = mapping.people.get(str(key or ""))
    if person is not None:
        return person.name
    return _FORMER[language] if key else ""
