"""The record in words: one short sentence an entry, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from mappings.model import ContractMapping, Language
from plugin.pages.entry_sentences import PARTS, SENTENCES, UNKNOWN_ENTRY, VERDICTS
from plugin.pages.entry_waits import list_wait_values, say_until
from plugin.reports.register_labels import REGISTER_LABELS, name_input
from plugin.texts import formats

EntryPayload = Mapping[str, Any]


def entry_sentence(kind: str, payload: EntryPayload, mapping: ContractMapping, language: Language) -> str:
    """Return an entry of the record as a sentence.

    Args:
        kind: the entry's kind; one without words of its own is named as it is.
        payload: what the entry holds.
        mapping: the contract, for the names of people and stages.
        language: the reader's.
    """
    values = {
        "issue": str(payload.get("issue", "")),
        "kind": kind,
        "by": _person_name(payload.get("by"), mapping),
        "stage": _stage_title(payload.get("stage"), mapping),
        "version": str(payload.get("version", "")),
        "number": str(payload.get("number", "")),
        "as_name": str(payload.get("as", "")),
    }
    more = _VALUES_BY_KIND.get(kind)
    if more is not None:
        values |= more(payload, mapping, language)
    return SENTENCES[language].get(kind, UNKNOWN_ENTRY).format_map(values)


def _person_name(key: object, mapping: ContractMapping) -> str:
    person = mapping.people.get(str(key))
    return person.name if person else str(key or "")


def _stage_title(key: object, mapping: ContractMapping) -> str:
    stage = mapping.stage(str(key))
    return stage.title if stage else str(key or "")


def _estimate_values(payload: EntryPayload, mapping: ContractMapping, language: Language) -> dict[str, str]:
    del mapping
    hours = payload.get("hours")
    return {"hours": f" {formats.hours(Decimal(hours), language)}" if hours else ""}


def _edit_values(payload: EntryPayload, mapping: ContractMapping, language: Language) -> dict[str, str]:
    changes = payload.get("changes") or ()
    said = [f"{name_input(each['what'], language)} {_arrow(each, language)}".strip() for each in changes]
    return {"changes": "; ".join(said), "by_whom": _by_whom(payload, mapping)}


def _left_values(payload: EntryPayload, mapping: ContractMapping, language: Language) -> dict[str, str]:
    del language
    return {"by_whom": _by_whom(payload, mapping)}


def _by_whom(payload: EntryPayload, mapping: ContractMapping) -> str:
    by = _person_name(payload.get("by"), mapping)
    return f" ({by})" if by else ""


def _arrow(change: Mapping[str, str], language: Language) -> str:
    if change["what"] == "estimate":
        shown = [formats.hours(Decimal(each), language) if each else "—" for each in _sides(change)]
    else:
        shown = [each or "—" for each in _sides(change)]
    return " → ".join(shown) if any(_sides(change)) else ""


def _sides(change: Mapping[str, str]) -> tuple[str, str]:
    return change.get("before", ""), change.get("after", "")


def _told_values(payload: EntryPayload, mapping: ContractMapping, language: Language) -> dict[str, str]:
    del mapping, language
    return {"text": " ".join(str(payload.get("text", "")).split())}


def _logged_values(payload: EntryPayload, mapping: ContractMapping, language: Language) -> dict[str, str]:
    day = formats.short_day(date.fromisoformat(payload["on"]), language)
    return {"day": day, **_told_values(payload, mapping, language)}


def _fee_values(payload: EntryPayload, mapping: ContractMapping, language: Language) -> dict[str, str]:
    return {"sum": formats.money(Decimal(payload["sum"]), language, mapping.contract.currency)}


def _ruling_values(payload: EntryPayload, mapping: ContractMapping, language: Language) -> dict[str, str]:
    # A command's words are on record as texts, its switches too.
    del mapping
    parts = PARTS[language]
    if payload.get("by_rules") == "True":
        return {"ruling": parts["by_rules"]}
    if payload.get("beyond") == "True":
        return {"ruling": parts["beyond"]}
    return {"ruling": parts["in_item"].format(item=formats.item_id(str(payload.get("in_item")), language))}


def _verdict_values(payload: EntryPayload, mapping: ContractMapping, language: Language) -> dict[str, str]:
    del mapping
    verdict = payload.get("verdict") or {}
    said = [VERDICTS[language].get(verdict.get("kind", ""), "—")]
    if clause := verdict.get("clause"):
        said.append(formats.clause(clause, language))
    if hours := verdict.get("over_hours"):
        said.append(formats.hours(Decimal(hours), language))
    return {"verdict": ", ".join(said)}


def _offer_values(payload: EntryPayload, mapping: ContractMapping, language: Language) -> dict[str, str]:
    del mapping
    offer = payload["offer"]
    answer_by = date.fromisoformat(offer["answer_by"])
    return {
        "hours": formats.hours(Decimal(offer["hours"]), language) if offer["hours"] else "—",
        "answer_by": formats.until_day(answer_by, language),
    }


def _decision_values(payload: EntryPayload, mapping: ContractMapping, language: Language) -> dict[str, str]:
    decision = payload["decision"]
    option = decision["option"]["option"]
    return {
        "option": REGISTER_LABELS[language].values.get(option, option),
        "by": _person_name(decision["by"], mapping),
    }


def _choice_values(payload: EntryPayload, mapping: ContractMapping, language: Language) -> dict[str, str]:
    del mapping
    option = str(payload["option"])
    return {"option": REGISTER_LABELS[language].values.get(option, option)}


def _gate_values(payload: EntryPayload, mapping: ContractMapping, language: Language) -> dict[str, str]:
    del mapping
    return {"missing": PARTS[language][payload["missing"]]}


def _call_values(payload: EntryPayload, mapping: ContractMapping, language: Language) -> dict[str, str]:
    at = datetime.fromisoformat(payload["at"]).astimezone(mapping.contract.zone)
    return {
        "topic": payload["topic"],
        "when": f"{formats.short_day(at.date(), language)}, {at:%H:%M}",
        "people": ", ".join(_person_name(key, mapping) for key in payload["people"]),
    }


def _called_values(payload: EntryPayload, mapping: ContractMapping, language: Language) -> dict[str, str]:
    del mapping, language
    fields = ("next_step", "problem", "context", "options", "whose_ok")
    return {"text": next((payload[name] for name in fields if payload[name]), "")}


def _away_values(payload: EntryPayload, mapping: ContractMapping, language: Language) -> dict[str, str]:
    del mapping
    starts, until = (date.fromisoformat(payload[name]) for name in ("from", "until"))
    return {"days": formats.days_from(starts, language, until)}


def _deputy_values(payload: EntryPayload, mapping: ContractMapping, language: Language) -> dict[str, str]:
    until = date.fromisoformat(payload["until"])
    day = formats.until_day(until, language) if language == "ru" else formats.day(until, language)
    return {"deputy": _person_name(payload["deputy"], mapping), "until": day}


def _deputy_ended_values(
    payload: EntryPayload, mapping: ContractMapping, language: Language
) -> dict[str, str]:
    del language
    return {"deputy": _person_name(payload["deputy"], mapping)}


def _statement_values(payload: EntryPayload, mapping: ContractMapping, language: Language) -> dict[str, str]:
    """Return the values of a signature, a refusal or a preliminary statement.

    A stranger is known by name only.
    """
    parts, remarks = PARTS[language], payload.get("remarks") or ()
    by, principal = (
        _person_name(payload.get("by") or payload.get("name"), mapping),
        payload.get("on_behalf_of"),
    )
    if principal:
        by = parts["on_behalf_of"].format(by=by, principal=_person_name(principal, mapping))
    reason = payload.get("reason")
    return {
        "by": by,
        "answer": parts[payload.get("outcome", "accepted")],
        "remarks": parts["remarks"].format(count=len(remarks)) if remarks else "",
        "reason": parts["reason"].format(reason=reason) if reason else "",
    }


def _sign_off_values(payload: EntryPayload, mapping: ContractMapping, language: Language) -> dict[str, str]:
    del mapping
    remarks = payload.get("remarks") or ()
    return {"remarks": PARTS[language]["remarks"].format(count=len(remarks)) if remarks else ""}


def _forecast_values(payload: EntryPayload, mapping: ContractMapping, language: Language) -> dict[str, str]:
    reason = PARTS[language]["reason"].format(reason=payload["reason"]) if payload.get("reason") else ""
    due = formats.short_day(date.fromisoformat(payload["due"]), language)
    return {"due": due, "reason": reason, "by": _person_name(payload["by"], mapping)}


def _review_values(payload: EntryPayload, mapping: ContractMapping, language: Language) -> dict[str, str]:
    by = _person_name(payload.get("by"), mapping) or PARTS[language]["all_done"]
    last_day = payload.get("last_day")
    day = last_day or payload.get("until")
    shown = formats.short_day(date.fromisoformat(day), language) if day else ""
    return {"day": shown, "until": say_until(last_day, language), "by": by}


def _missed_values(payload: EntryPayload, mapping: ContractMapping, language: Language) -> dict[str, str]:
    del language
    return {"people": ", ".join(_person_name(key, mapping) for key in payload["people"])}


def _moved_dates_values(
    payload: EntryPayload, mapping: ContractMapping, language: Language
) -> dict[str, str]:
    steps = []
    for stage_id, (before, after) in payload["due"].items():
        stage = mapping.stage(stage_id)
        days = [formats.short_day(date.fromisoformat(day), language) for day in (before, after)]
        steps.append(f"{stage.title if stage else stage_id}: {days[0]} → {days[1]}")
    return {"due": "; ".join(steps)}


_VALUES_BY_KIND: Mapping[str, Callable[[EntryPayload, ContractMapping, Language], dict[str, str]]] = {
    "client_edit": _edit_values,
    "call_arranged": _call_values,
    "call_written_up": _called_values,
    "away": _away_values,
    "logged": _logged_values,
    "left_contract": _left_values,
    "team_told": _told_values,
    "estimate": _estimate_values,
    "fee": _fee_values,
    "scope": _ruling_values,
    "verdict": _verdict_values,
    "offer": _offer_values,
    "decision": _decision_values,
    "choice_without_authority": _choice_values,
    "choice_kept": _choice_values,
    "baseline_moved": _moved_dates_values,
    "forecast": _forecast_values,
    "handed_over": _review_values,
    "second_notice": _review_values,
    "notice_not_delivered": _missed_values,
    "gate_closed": _gate_values,
    "deputy_named": _deputy_values,
    "deputy_ended": _deputy_ended_values,
    "signature": _statement_values,
    "preliminary": _statement_values,
    "refusal": _statement_values,
    "sign_off": _sign_off_values,
    "asked": list_wait_values,
    "answered": list_wait_values,
    "got": list_wait_values,
    "got_part": list_wait_values,
    "wait_moved": list_wait_values,
    "wait_changed": list_wait_values,
    "wait_cancelled": list_wait_values,
    "waiting_counted": list_wait_values,
    "waiting_reset": list_wait_values,
    "promised": list_wait_values,
    "reminders_switched": list_wait_values,
    "reminded": list_wait_values,
}
