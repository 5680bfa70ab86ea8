"""The quick reader of bodies reads what Python's strict reader does."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NoReturn

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from webhooks.json_object import NotUnderstoodError, read_object

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)
FRAGMENTS = st.sampled_from(
    (
        *(
            b'"a":1,',
            b'"a":2',
            b"NaN",
            b"-Infinity",
            b"1e400",
            b"-0",
            b"01",
            b"1.",
            b"9" * 4301,
            b"tru",
            b"//",
        ),
        *(b'"\\ud800"', b'"\\udc00x"', b'"\\ud83d\\ude00"', b"\\u0061", b"\\u0000", b"\x00", b"\x0c", b"\\"),
        *(b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xff", b",", b"{", b"}", b"[", b"]", b'"', b" ", b"{" * 5),
    )
)
CUTS = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 3), FRAGMENTS), max_size=3)


def outcome(read: Callable[[bytes], object], body: bytes) -> object:
    """Return what a reader made of a body.

    The object with the types of its values, or that it refused.
    """
    try:
        return repr(read(body))
    except (NotUnderstoodError, ValueError, RecursionError):
        return "refused"


def by_python(body: bytes) -> dict[str, Any]:
    """Read as RFC 8259 has it, each key once, by the standard library alone."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(pairs)) < len(pairs):
            raise ValueError("twice")
        return dict(pairs)

    def never(name: str) -> NoReturn:
        raise ValueError(name)

    read = json.loads(body.decode("utf-8-sig"), object_pairs_hook=once, parse_constant=never)
    if not isinstance(read, dict):
        raise ValueError("no object")
    return read


@given(st.dictionaries(st.text(max_size=3), VALUES, max_size=4), st.booleans(), CUTS)
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example({"a": 1}, False, [(1, 0, b'"a":1,')])
@example({"a": "\ud800"}, False, [])
@example({"a": 10**4299}, False, [])
@example({}, False, [(0, 0, b"\xef\xbb\xbf")])
def test_a_body_is_read_as_by_python_alone(
    value: dict[str, Any], is_ascii: bool, cuts: list[tuple[int, int, bytes]]
) -> None:
    """Whole and damaged bodies alike.

    The same object, value by value, or refused by both.
    """
    body = json.dumps(value, ensure_ascii=is_ascii).encode("utf-8", "surrogatepass")
    for place, length, fragment in cuts:
        start = place % (len(body) + 1)
        body = body[:start] + fragment + body[start + length :]
    assert outcome(by_python, body) == outcome(read_object, body)


@pytest.mark.parametrize("depth", [1, 199, 200, 201, 400])
def test_depth_that_the_quick_reader_does_not_take(depth: int) -> None:
    """Where one of them gives up early, the other reads on."""
    body = b'{"a":' * depth + b"1" + b"}" * depth
    assert outcome(by_python, body) == outcome(read_object, body) != "refused"
