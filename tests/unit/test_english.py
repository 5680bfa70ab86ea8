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
    "plugin",
    "webhooks",
    "mappings",
    "tests",
)
SCHEMA_TEXTS = ROOT / "mappings" / "model"
"""Its docstrings are the descriptions of the JSON Schema, which users read."""
FILES = [
    path
    for room in ROOMS
    for path in sorted((ROOT / room).rglob("*.py"))
    if "versions" not in path.parts and path.parent != SCHEMA_TEXTS and path != Path(__file__)
]
MAX_CHARS = 80
BANNED = re.compile(r"\b(?:so many|of ours|lets?|letting|whoever)\b", re.IGNORECASE)

_DOCUMENTED = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _is_help(node: ast.AST) -> bool:
    """Tell whether a docstring is the help of a command, which users read."""
    decorators = getattr(node, "decorator_list", [])
    return any(re.search(r"\.(command|group)\(", ast.unparse(each)) for each in decorators)


def _docstrings(source: str) -> Iterator[tuple[int, str, bool]]:
    """Yield line, text and whether users read it, for every docstring."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, _DOCUMENTED) and (docstring := ast.get_docstring(node)):
            yield node.body[0].lineno, docstring, _is_help(node)


def _prose(source: str) -> Iterator[str]:
    """Yield the lines of comments and docstrings that no user reads."""
    helps = {line for line, _, is_help in _docstrings(source) if is_help}
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        is_docstring = token.type == tokenize.STRING and token.string.startswith(('"""', 'r"""'))
        if (token.type == tokenize.COMMENT or is_docstring) and token.start[0] not in helps:
            yield from token.string.splitlines()


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_docstring_begins_with_one_short_line(path: Path) -> None:
    """It says what the thing does; the rest may follow after an empty line."""
    source = path.read_text(encoding="utf-8")
    firsts = [text.splitlines()[0] for _, text, is_help in _docstrings(source) if not is_help]
    assert [line for line in firsts if len(line) > MAX_CHARS] == []


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_prose_has_no_phrase_to_read_twice(path: Path) -> None:
    """Each of these phrases has a plainer one in its place."""
    lines = [line.strip() for line in _prose(path.read_text(encoding="utf-8"))]
    assert [line for line in lines if BANNED.search(line)] == []
