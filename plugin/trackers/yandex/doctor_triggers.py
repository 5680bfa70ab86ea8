"""The lines of `ugovor doctor` about a queue's triggers and their last calls."""

from __future__ import annotations

from collections.abc import Iterator

from mappings.suggestions import join_words
from plugin.trackers.base import Check, NotPermitted, TrackerError
from plugin.trackers.name_checks import describe_failure
from plugin.trackers.yandex.session import YandexSession
from plugin.trackers.yandex.triggers import KINDS, OurTrigger, list_our_triggers, read_last_calls

_LAST_CALLS = 10


def check_triggers(session: YandexSession, queue: str, tracker: str) -> Iterator[Check]:
    """Look whether all three triggers are there, switched on, and heard."""
    name, command = f"triggers of {queue}", f"`ugovor connect {tracker}`"
    try:
        found = list_our_triggers(session, queue, f"/webhooks/{tracker}")
    except NotPermitted as error:
        sentence = f"Only who may change the queue's settings sees its triggers ({error})."
        remedy = (
            "Change a test issue and look with `ugovor deliveries list` whether it arrives. Until then "
            "changes are found by asking, every few minutes."
        )
        yield Check(name, ok=True, sentence=sentence, remedy=remedy)
        return
    except TrackerError as error:
        sentence = describe_failure(error, session.product)
        yield Check(name, ok=False, sentence=sentence, remedy="Run the check again.")
        return
    there = {each.what for each in found if each.active}
    missing = [what for what in KINDS if what not in there]
    if missing:
        sentence = f"No active trigger tells of {join_words(missing)}: changes are found by asking alone."
        yield Check(name, ok=False, sentence=sentence, remedy=f"Run {command} with the token of an owner.")
        return
    for each in found:
        yield _check_calls(session, queue, each, command)


def _check_calls(session: YandexSession, queue: str, trigger: OurTrigger, command: str) -> Check:
    name = f"trigger {trigger.name} of {queue}"
    try:
        calls = read_last_calls(session, queue, trigger.id, _LAST_CALLS)
    except TrackerError as error:
        return Check(name, ok=True, sentence=f"It is on. The log of its calls is not told ({error}).")
    if not calls:
        return Check(name, ok=True, sentence="It is on, and has not called yet.")
    at, status = calls[0]
    failed = [each for _, each in calls if not each.startswith("2")]
    sentence = f"The last call, at {at}, was answered {status or 'not at all'}."
    if not failed:
        return Check(name, ok=True, sentence=sentence)
    sentence += f" Of the last {len(calls)} calls {len(failed)} failed; none is repeated."
    if failed[0] == "401":
        return Check(name, ok=status.startswith("2"), sentence=sentence, remedy=f"Run {command} again.")
    remedy = f"Look whether {trigger.endpoint} can be reached from outside, over IPv6 as well."
    return Check(name, ok=status.startswith("2"), sentence=sentence, remedy=remedy)
