"""What was heard of a comment, so that an edit is heard for what is new in it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class HeardComment:
    """One wording of a comment, as it was carried out.

    Attributes:
        text: the wording, with its time.
        said: digests of what it said: each command, the choice, the answer.
    """

    text: str
    said: frozenset[str] = frozenset()
