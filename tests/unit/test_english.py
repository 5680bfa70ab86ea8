"""Docstrings and comments are short and plain."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = (
    "plugin/core",
    "plugin/store",
    "plugin/worker",
    "tests/unit/core",
    "tests/unit/store",
    "tests/unit/worker",
)
FILES = [
    path
    for room in ROOMS
    for path in sorted((ROOT / room).rglob("*.py"))
    if "versions" not in path.parts and "node_modules" not in path.parts
]
MAX_CHARS = 80
BANNED = re.compile(r"\b(?:so many|of ours|lets?|letting|whoever)\b", re.IGNORECASE)

_DOCUMENTED = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _first_lines(source: str) -> Iterator[str]:
    """Yield the first line of every docstring."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, _DOCUMENTED) and (docstring := ast.get_docstring(node)):
            yield docstring.splitlines()[0]


def _prose(source: str) -> Iterator[str]:
    """Yield the lines of comments and docstrings."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT or (
            token.type == tokenize.STRING and token.string.startswith(('"""', 'r"""'))
        ):
            yield from token.string.splitlines()


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_docstring_begins_with_one_short_line(path: Path) -> None:
    """It says what the thing does; the rest may follow after an empty line."""
    source = path.read_text(encoding="utf-8")
    assert [line for line in _first_lines(source) if len(line) > MAX_CHARS] == []


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_prose_has_no_phrase_to_read_twice(path: Path) -> None:
    """Each of these phrases has a plainer one in its place."""
    lines = [line.strip() for line in _prose(path.read_text(encoding="utf-8"))]
    assert [line for line in lines if BANNED.search(line)] == []
