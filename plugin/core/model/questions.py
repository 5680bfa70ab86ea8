"""Questions that were asked about somebody's answer, so that each is asked once."""

from __future__ import annotations

from enum import StrEnum

from plugin.core.model.issue import Frozen


class QuestionKind(StrEnum):
    """What was asked. Stored: never rename a value."""

    CONFIRM = "confirm"
    """Whether an option is meant, or which."""
    ONE_OF_SEVERAL = "one_of_several"
    """Which of several numbers is meant."""
    CHANGE_DECISION = "change_decision"
    """Whether a bare number should change the decision."""
    ACCEPT_LINE = "accept_line"
    """The line that accepts a stage."""


class AskedQuestion(Frozen):
    """A question to a person about a version of an offer, or of what is put to sign."""

    person: str
    version: int
    kind: QuestionKind
