"""What a short comment can say about an offer, one small value a meaning."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Chosen:
    """One number, alone or with a word that chooses."""

    number: int


@dataclass(frozen=True)
class Named:
    """A short comment that names one number and does not plainly choose it."""

    number: int


@dataclass(frozen=True)
class Several:
    """A short comment that names several numbers of the offer."""

    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Agreed:
    """A short comment that agrees and names no number."""


@dataclass(frozen=True)
class AcceptedInWords:
    """A short comment that accepts a stage without the command."""


Answer = Chosen | Named | Several | Agreed | AcceptedInWords
