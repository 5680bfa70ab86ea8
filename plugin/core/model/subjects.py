"""Subjects: what deliveries, effects and timers wait for, one at a time."""

from __future__ import annotations

from enum import StrEnum


class SubjectKind(StrEnum):
    """What a subject stands for, which says how its work is done."""

    ISSUE = "issue"
    """An issue of a tracker, by the tracker's own id (or its key, until the id is known)."""
    STAGE = "stage"
    """A stage of a contract: its due date and what is said about it."""
    CONTRACT = "contract"
    """A contract's own work, such as reading its issues in."""
    TRACKER = "tracker"
    """A tracker's own work: reconciling, retention."""
    PERSON = "person"
    """A person to whom a link to sign in is mailed."""
    REMINDERS = "reminders"
    """The reminders of everybody, one person after the other."""
    SIGN_IN = "sign_in"
    """The addresses that asked for a link to sign in."""


REMINDERS_SUBJECT = "reminders"

_BY_PREFIX = {f"{kind}/": kind for kind in (SubjectKind.STAGE, SubjectKind.CONTRACT, SubjectKind.TRACKER)}
_BY_PREFIX["person/"] = SubjectKind.PERSON


def kind_of(tracker: str, subject: str) -> SubjectKind:
    """Return the kind of a subject by its name; nothing else reads it from there.

    >>> kind_of("main", "10021"), kind_of("main", "stage/ACME-SITE/design").value
    (<SubjectKind.ISSUE: 'issue'>, 'stage')
    """
    if not tracker:
        return SubjectKind.REMINDERS if subject == REMINDERS_SUBJECT else SubjectKind.SIGN_IN
    prefix, slash, _ = subject.partition("/")
    return _BY_PREFIX.get(prefix + slash, SubjectKind.ISSUE)
