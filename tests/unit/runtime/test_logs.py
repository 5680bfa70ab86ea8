"""What a line of the log says."""

from __future__ import annotations

import shlex

import pytest

from plugin.runtime.logs import format_fields


@pytest.mark.parametrize(
    ("sentence", "fields", "said"),
    [
        ("Plain values stand as they are.", {"delivery": "a-1", "id": 7}, "delivery=a-1 id=7"),
        ("Empty ones are left out, a nought is not empty.", {"a": "", "b": None, "c": 0}, "c=0"),
        ("A sentence is quoted.", {"why": "sent before"}, 'why="sent before"'),
        ("Nobody begins a field.", {"event": "x answer=204"}, 'event="x answer=204"'),
        ("Nobody ends a quotation.", {"event": 'x" y="z'}, r'event="x\" y=\"z"'),
        ("Nobody begins a line.", {"event": "x\ny"}, r'event="x\ny"'),
        ("Words of any language stand as they are.", {"result": "метка"}, "result=метка"),
        ("A long value is cut.", {"why": "x" * 300}, "why=" + "x" * 200),
    ],
)
def test_fields_become_one_line(sentence: str, fields: dict[str, object], said: str) -> None:
    """One `key=value` after the other, whatever stands in the values."""
    assert format_fields(**fields) == said, sentence
    assert len(shlex.split(said)) == 1 + (len(fields) == 2), sentence
