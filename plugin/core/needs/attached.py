"""Files that people attached, which a look at the issue shows.

Most webhooks do not.
"""

from __future__ import annotations

from collections.abc import Generator
from datetime import datetime, timedelta

from plugin.core.model.events import IssueSeen
from plugin.core.model.issue import FieldChange
from plugin.core.model.readings import IssueReading
from plugin.core.needs.editors import with_actor_proven
from plugin.core.needs.questions import Answer, Known, Need
from plugin.core.needs.readings import is_own

TOLD_LATE = timedelta(minutes=15)
"""How much earlier than its call may be what a tracker calls about."""


def see_attached(
    reading: IssueReading, since: datetime, known: Known
) -> Generator[Need, Answer, tuple[IssueSeen, ...]]:
    """Return the files that others attached since then, each as an edit by who did it.

    A file that is told twice does nothing more the second time.
    """
    seen = list[IssueSeen]()
    for file in sorted(reading.files, key=lambda each: each.created):
        if file.created < since or is_own(known, file.author):
            continue
        change = FieldChange(field="attachment", after=file.name)
        edit = IssueSeen(
            issue=reading.issue, change="updated", changes=(change,), actor=file.author, at=file.created
        )
        seen.append((yield from with_actor_proven(edit, known)))
    return tuple(seen)
