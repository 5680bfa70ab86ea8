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
_UNTIL: Mapping[Language, str] = {"ru": " до {day}", "en": " until {day}"}


def list_wait_values(
    payload: Mapping[str, Any], mapping: ContractMapping, language: Language
) -> dict[str, str]:
    """Return what a sentence about a wait may name: who owes what, until when."""
    due = payload.get("due")
    by = _name(payload.get("by"), mapping)
    return {
        "what": str(payload.get("what", "")),
        "what_before": str(payload.get("what_before", "")),
        "who": _name(payload.get("to") or payload.get("owed_by") or payload.get("person"), mapping),
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


def _name(key: object, mapping: ContractMapping) -> str:
    person = mapping.people.get(str(key or ""))
    return person.name if person else str(key or "")
