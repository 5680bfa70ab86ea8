"""YouTrack's commands, as far as the service uses them.

Anything else is refused as unknown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from youtrack_standin import acts
from youtrack_standin.fields import valid
from youtrack_standin.refusals import bad
from youtrack_standin.state import YouTrackChange, YouTrackState

_WORD = re.compile(r"\s*(\{(?P<braced>[^{}]*)\}|(?P<plain>[^\s{}]+))")

Act = Callable[[YouTrackState, YouTrackChange, str], None]


def apply(state: YouTrackState, change: YouTrackChange, query: str) -> None:
    """Carry out a list of commands within a transaction.

    Raises:
        Refused: 400, one of them is not understood; nothing of the others may be kept.
    """
    for act, argument in list(_read(state, change, query)):
        act(state, change, argument)


def _read(state: YouTrackState, change: YouTrackChange, query: str) -> Iterator[tuple[Act, str]]:
    words = _words(query)
    if not words:
        raise bad("Command is empty")
    while words:
        name, was_braced = words.pop(0)
        lowered = name.casefold()
        if was_braced or lowered not in ("tag", "untag", "state"):
            raise bad(f"Unknown command: {name}")
        if not words:
            raise bad(f"{name}: a value is expected")
        argument, _ = words.pop(0)
        if lowered == "state":
            field = state.field_of(change.issue, "State")
            if field is None:
                raise bad("Unknown command: State")
            valid(field, argument)
        elif lowered == "untag" and not any(
            tag.name == argument and state.sees_tag(change.by, tag) for tag in state.tags
        ):
            raise bad(f"There is no tag {argument}")
        yield _ACTS[lowered], argument


def _words(query: str) -> list[tuple[str, bool]]:
    words, place = [], 0
    while place < len(query.rstrip()):
        match = _WORD.match(query, place)
        if match is None:
            raise bad("Command is not understood")
        braced = match["braced"]
        words.append((match["plain"] if braced is None else braced, braced is not None))
        place = match.end()
    return words


def _state(state: YouTrackState, change: YouTrackChange, name: str) -> None:
    acts.write_value(state, change, "State", name)


_ACTS: dict[str, Act] = {"tag": acts.put_tag, "untag": acts.take_tag, "state": _state}
