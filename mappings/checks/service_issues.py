"""Check the issues on which the service writes: of stages, kick-off and register.

Each has comments and words of its own, so one issue cannot be two of them, in one contract or in two. An epic
or a parent may be a stage's issue: it only holds others.
"""

from __future__ import annotations

from collections.abc import Iterator

from mappings.faults import Fault
from mappings.sections import Located, Section

_REMEDY = "Give each an issue of its own."


def check_service_issues(root: Section) -> Iterator[Fault]:
    """Yield an error for each issue that stands for two things of one contract."""
    first: dict[str, tuple[Located[str], str]] = {}
    for found, role in sorted(_list_issues(root), key=lambda each: root.line(each[0].path)):
        earlier, known = first.setdefault(_fold(found), (found, role))
        if earlier is not found:
            sentence = f'the issue "{found.value}" is also {known} (line {root.line(earlier.path)})'
            yield root.error(found.path, sentence, _REMEDY, "duplicate_issue")


def check_shared_issues(root: Section, other: Section) -> Iterator[Fault]:
    """Yield a warning for each issue that another contract's file names, too.

    Both would write on it; contracts that only repeat each other's stages work all the same.
    """
    name, theirs = root.section("tracker").text("name"), other.section("tracker").text("name")
    if name is None or theirs is None or name.value != theirs.value:
        return
    known = {_fold(found): (found, role) for found, role in _list_issues(other)}
    for found, _ in _list_issues(root):
        if _fold(found) in known:
            there, role = known[_fold(found)]
            place = f"{other.source.file}:{other.line(there.path)}"
            sentence = f'the issue "{found.value}" is also {role} in {place}'
            yield root.warning(found.path, sentence, _REMEDY, "shared_issue")


def _list_issues(root: Section) -> Iterator[tuple[Located[str], str]]:
    """Give each issue with what it is for."""
    tracker, kick_off = root.section("tracker"), root.section("kick_off")
    named = [(stage.text("issue"), "the issue of a stage") for stage in root.sections("stages")]
    named += [
        (kick_off.text("issue"), "the issue of the kick-off"),
        (tracker.text("register_issue"), "the issue of the register"),
    ]
    for found, role in named:
        if found is not None:
            yield found, role


def _fold(found: Located[str]) -> str:
    """Return a key as trackers compare it: `acme-1` is `ACME-1`."""
    return found.value.strip().casefold()
