"""The markup of a tracker's comments, as far as reading depends on it."""

from __future__ import annotations

from enum import StrEnum


class Markup(StrEnum):
    """What `# 2` means to a reader hangs on it."""

    WIKI = "wiki"
    """Jira Data Center: `#` begins an item of a numbered list."""
    MARKDOWN = "markdown"
    """YouTrack and Yandex: `#` begins a heading; items of a numbered list are numbered through."""
    TEXT = "text"
    """Lists carry the numbers that the reader sees, as ADF does once it is flattened."""
    UNKNOWN = "unknown"
    """Redmine keeps Textile or Markdown, by its settings: where they differ, one asks."""
