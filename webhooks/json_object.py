"""A body as a JSON object, or the reason why it is none.

Two readers, one meaning: jiter reads nearly every body, in half the time (ADR 0020); whatever it refuses, for
whatever reason, is read by Python's own reader, which decides and whose words the reasons are.
"""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from collections.abc import Mapping
from typing import Any, NoReturn

import jiter


class NotUnderstoodError(Exception):
    """A body does not say what is needed; `reason` is a sentence for the operator."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read_object(body: bytes) -> Mapping[str, Any]:
    """Read a body strictly.

    What two readers could understand differently is not understood at all.

    A byte order mark is read past, as RFC 8259 section 8.1 allows.

    Args:
        body: the verified raw bytes.

    Returns:
        The decoded object.

    Raises:
        NotUnderstoodError: the body is empty, not UTF-8, not JSON, no object, or ambiguous.
    """
    try:
        decoded = jiter.from_json(body, allow_inf_nan=False, cache_mode="keys", catch_duplicate_keys=True)
    except ValueError:
        decoded = _read_by_python(body)
    if not isinstance(decoded, dict):
        raise NotUnderstoodError("the body is JSON, but not an object")
    return decoded


def _read_by_python(body: bytes) -> object:
    if not body or body.isspace():
        raise NotUnderstoodError("the body is empty")
    try:
        return _STRICT.decode(body.removeprefix(BOM_UTF8).decode())
    except UnicodeDecodeError as error:
        raise NotUnderstoodError("the body is not UTF-8") from error
    except json.JSONDecodeError as error:
        raise NotUnderstoodError(
            f"the body is not JSON (line {error.lineno}, column {error.colno})"
        ) from error
    except RecursionError as error:
        raise NotUnderstoodError("the body is nested too deeply") from error
    except ValueError as error:
        # Python refuses integers of more than 4,300 digits, which would take quadratic time to read.
        raise NotUnderstoodError("the body holds a number that is too long") from error


def _reject_repeated_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) < len(pairs):
        raise NotUnderstoodError("an object of the body has the same key twice")
    return read


def _reject_constant(name: str) -> NoReturn:
    raise NotUnderstoodError(f"the body holds {name}, which is not JSON")


# Built once: `json.loads` would build a decoder for every body.
_STRICT = json.JSONDecoder(object_pairs_hook=_reject_repeated_keys, parse_constant=_reject_constant)
