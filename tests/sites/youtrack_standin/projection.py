"""YouTrack's `fields`.

An answer holds what was asked for, and `id` and `$type` alone where nothing was.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from youtrack_standin.refusals import bad

Wanted = dict[str, "Wanted"]
"""The fields that were asked for, each with those within it."""

_TOKEN = re.compile(r"[$\w]+|[(),]")


def read_fields(text: str) -> Wanted:
    """Read the `fields` of a query.

    Raises:
        Refused: 400, the parentheses or commas do not fit.

    >>> read_fields("id,author(login)")
    {'id': {}, 'author': {'login': {}}}
    """
    if not text:
        return {"id": {}}
    tokens = _TOKEN.findall(text.replace(" ", ""))
    if "".join(tokens) != text.replace(" ", ""):
        raise bad("Can't parse the parameter fields")
    wanted, rest = _read(tokens)
    if rest:
        raise bad("Can't parse the parameter fields")
    return wanted


def project(value: object, wanted: Wanted) -> object:
    """Return the part of an entity, or of each of a list, that was asked for.

    Unknown names give nothing.
    """
    if isinstance(value, list):
        return [project(each, wanted) for each in value]
    if not isinstance(value, Mapping):
        return value
    found = {
        name: project(value[name], within or {"id": {}}) for name, within in wanted.items() if name in value
    }
    return {**found, "$type": value.get("$type")}


def _read(tokens: list[str]) -> tuple[Wanted, list[str]]:
    wanted: Wanted = {}
    while True:
        if not tokens or tokens[0] in "(),":
            raise bad("Can't parse the parameter fields")
        name, *tokens = tokens
        wanted[name] = {}
        if tokens and tokens[0] == "(":
            wanted[name], tokens = _read(tokens[1:])
            if not tokens or tokens[0] != ")":
                raise bad("Can't parse the parameter fields")
            tokens = tokens[1:]
        if not tokens or tokens[0] != ",":
            return wanted, tokens
        tokens = tokens[1:]
