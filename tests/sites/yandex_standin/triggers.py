"""Triggers of queues: conditions, templates with variables, calls.

They fire at our own writes, too. A variable is put in as it is: a text with quotation marks breaks JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC
from typing import Any

from yandex_standin.outbox import TriggerCall
from yandex_standin.state import YandexChange, YandexState, YandexTrigger

_VARIABLE = re.compile(r"\{\{([\w.]+)\}\}")


class Triggers:
    """Hears of every act, and calls."""

    def __init__(self, state: YandexState) -> None:
        self._state = state

    def hear(self, change: YandexChange) -> None:
        """Fire the triggers of the issue's queue whose conditions hold."""
        for trigger in self._state.triggers:
            if trigger.active and trigger.queue == change.issue.queue and _holds(trigger, change):
                for action in trigger.actions:
                    if action.get("type") == "Webhook":
                        self._call(trigger, action, change)

    def _call(self, trigger: YandexTrigger, action: Mapping[str, Any], change: YandexChange) -> None:
        body = action.get("body") or ""
        text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
        headers = {name: _render(str(value), change) for name, value in (action.get("headers") or {}).items()}
        headers |= {"Content-Type": str(action.get("contentType")), "X-Startrek-Transport": "1"}
        self._state.hooks.put(
            TriggerCall(
                url=_render(str(action["endpoint"]), change),
                headers=headers,
                body=_render(text, change).encode(),
                trigger=trigger.id,
                issue=change.issue.id,
                at=change.at,
            )
        )


def _holds(trigger: YandexTrigger, change: YandexChange) -> bool:
    types = {str(each.get("type")) for each in trigger.conditions}
    happened = {
        "Event.create": change.is_new,
        "Event.update": bool(change.fields) and not change.is_new,
        "Event.comment-create": bool(change.notes_added),
    }
    return not types or any(happened.get(each, False) for each in types)


def _render(template: str, change: YandexChange) -> str:
    return _VARIABLE.sub(lambda match: _value(match[1], change), template)


def _value(name: str, change: YandexChange) -> str:
    issue = change.issue
    at = change.at.astimezone(UTC)
    first = change.notes_added[0] if change.notes_added else None
    values: dict[str, object] = {
        "issue.key": issue.key,
        "issue.summary": issue.summary,
        "issue.description": issue.description,
        "issue.author.login": issue.author.login,
        "issue.author.uid": int(issue.author.id),
        "issue.tags": issue.tags,
        "userComment.id": first.id if first else "",
        "userComment.text": first.text if first else "",
        "currentDateTime": at.strftime("%d %B %Y"),
        "currentDateTime.iso8601": at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z",
    }
    if name.endswith(".json"):
        return json.dumps(values.get(name.removesuffix(".json"), ""), ensure_ascii=False)
    found = values.get(name, "")
    return ", ".join(map(str, found)) if isinstance(found, list) else str(found)
