"""Refusals in Jira's own shape."""

from __future__ import annotations

from collections.abc import Mapping


class RestError(Exception):
    """A request is refused and nothing of it is applied.

    Attributes:
        status: of the answer.
        messages: about the whole request (`errorMessages`).
        errors: about single fields (`errors`).
        headers: of the answer.
    """

    def __init__(
        self,
        status: int,
        *messages: str,
        errors: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(*messages)
        self.status = status
        self.messages = messages
        self.errors = dict(errors or {})
        self.headers = dict(headers or {})


def not_found(what: str) -> RestError:
    """Return the refusal for what is not there or not visible to the caller."""
    return RestError(404, f"{what} does not exist or you do not have permission to see it.")
