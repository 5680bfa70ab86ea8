"""Answers to a request that is not taken: what happened, why, what to do."""

from __future__ import annotations

from flask import Response, jsonify


def build_refusal(
    status: int, happened: str, why: str, remedy: str, retry_after_s: int | None = None
) -> Response:
    """Build a refusal in JSON.

    Args:
        status: the HTTP status.
        happened: what happened, a sentence.
        why: the reason, a sentence.
        remedy: what the operator of the tracker can do, a sentence.
        retry_after_s: seconds after which another try makes sense, if any.
    """
    response = jsonify(happened=happened, why=why, remedy=remedy)
    response.status_code = status
    if retry_after_s is not None:
        response.headers["Retry-After"] = str(retry_after_s)
    return response
