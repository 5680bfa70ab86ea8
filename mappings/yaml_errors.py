"""PyYAML's complaints in plain English.

A file that is not YAML has one fault only: what follows the first slip cannot be told apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from mappings.faults import Fault


@dataclass(frozen=True)
class _Translation:
    problem: str
    sentence: str
    remedy: str
    reason: str = "syntax"
    at_beginning: bool = False


_TRANSLATIONS = (
    _Translation(
        r"found character '\\t'",
        "a tab stands where YAML wants spaces",
        "Indent with spaces.",
        "tab",
    ),
    _Translation(
        r"found character '(?P<char>.+)' that cannot start any token",
        'a text cannot begin with "{char}" unless it is in quotes',
        "Put the text in quotes.",
    ),
    _Translation(
        r"mapping values are not allowed here",
        "a colon stands where no key can begin",
        "Check the indentation, or put the text in quotes when the colon belongs to it.",
    ),
    _Translation(
        r"could not find expected ':'",
        "a line without a colon stands among keys",
        "Write it as key: value, or indent it under its key.",
        at_beginning=True,
    ),
    _Translation(
        r"(?:found|got) '<stream end>'",
        "a bracket is opened and never closed",
        "Close it.",
        at_beginning=True,
    ),
    _Translation(
        r"expected ',' or '\]'",
        "a list opened with [ is not closed, or a comma is missing",
        "Add the comma or the closing ].",
    ),
    _Translation(
        r"expected ',' or '\}'",
        "keys opened with { are not closed, or a comma is missing",
        "Add the comma or the closing }.",
    ),
    _Translation(
        r"expected <block end>",
        "the indentation does not fit the lines above",
        "Indent keys of one level, and the dashes of one list, alike; quote a text that holds quotes.",
    ),
    _Translation(
        r"found unexpected end of stream",
        "a quotation mark is opened and never closed",
        "Close it.",
        at_beginning=True,
    ),
    _Translation(
        r"found unknown escape character",
        "a backslash in double quotes begins an escape that YAML does not know",
        "Use single quotes, or double the backslash.",
    ),
    _Translation(
        r"found undefined alias",
        "the alias refers to an anchor that stands nowhere above",
        "Write the value out, or put a text that begins with * in quotes.",
        "alias",
    ),
    _Translation(
        r"found duplicate anchor", "one anchor is given twice", "Give each anchor its own name.", "anchor"
    ),
    _Translation(
        r"but found another document",
        "the file holds several documents",
        "Keep one contract a file and remove the line with ---.",
        "documents",
    ),
    _Translation(
        r"nested too deeply",
        "the file is nested too deeply",
        "No mapping needs so many levels; write the values out where they belong.",
        "depth",
    ),
)


def translate_error(error: yaml.YAMLError, file: str) -> Fault:
    """Turn an error of PyYAML into a fault with its place.

    Args:
        error: what PyYAML raised; one without a place is put at the beginning of the file.
        file: the file's name.
    """
    problem = str(getattr(error, "problem", None) or "it cannot be parsed")
    context = str(getattr(error, "context", None) or "")
    for known in _TRANSLATIONS:
        if found := re.search(known.problem, problem) or re.search(known.problem, context):
            line, column = _find_place(error, known.at_beginning)
            sentence = known.sentence.format(**found.groupdict()) if found.groupdict() else known.sentence
            return Fault(file, line, column, sentence, known.remedy, known.reason)
    line, column = _find_place(error, at_beginning=False)
    remedy = "Check quotes, colons and indentation on this line and the one above."
    return Fault(file, line, column, f"this is not valid YAML: {problem}", remedy, "syntax")


def _find_place(error: yaml.YAMLError, at_beginning: bool) -> tuple[int, int]:
    ends = getattr(error, "problem_mark", None)
    begins = getattr(error, "context_mark", None)
    mark = (begins if at_beginning else ends) or ends or begins
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)
