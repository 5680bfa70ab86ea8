"""Mentions of people, in the markup of each tracker."""

from __future__ import annotations

import re

_MENTION = (
    r"(?:\[~[^\]\n]{1,200}\]"  # Jira
    r"|@\"[^\"\n]{1,80}\"|user:\S{1,80}|user#\d{1,9}"  # Redmine
    r"|@[\w.-]*\w)"  # YouTrack, Yandex, Redmine
)
_LEADING = re.compile(rf"[\s*_]*(?:{_MENTION}[\s*_]*[,:;.!—–-]*\s*)+")
_TRAILING = re.compile(rf"(?:^|[\s,(]){_MENTION}[.,!)]*$")


def strip_mentions(line: str) -> str:
    """Return a line without the mentions that it begins with.

    >>> strip_mentions("[~accountid:712020:bot] /choose 2"), strip_mentions("@ugovor, 2")
    ('/choose 2', '2')
    """
    match = _LEADING.match(line)
    return line[match.end() :] if match else line


def strip_trailing_mentions(line: str) -> str:
    """Return a line without the mentions that it ends with.

    >>> strip_trailing_mentions("2 @maria")
    '2'
    """
    line = line.rstrip()
    while match := _TRAILING.search(line):
        line = line[: match.start()].rstrip()
    return line
