"""Writes to a tracker that were decided, in the imperative.

An effect sits in a **slot** of its subject (the issue). A slot holds what the tracker should show: asking
again for the same slot replaces what was asked before, so that a living comment is completed in place
and nothing is written when nothing changed. Texts are Markdown; each adapter renders its own markup.
"""

from __future__ import annotations

import hashlib
import re
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from plugin.core.model.issue import Frozen

Asks = Annotated[tuple[str, ...], Field(exclude_if=lambda asks: not asks)]
"""The keys of the people whose word a comment asks for; where there are none, nothing is stored."""


class ShowVerdict(Frozen):
    """Show the verdict: label, living comment and marker, together where possible.

    `label` is the one of `our_labels` that the issue should carry (None: none of them). `comment` is the
    living status comment for the client, None while there has never been something to say. `says` and
    `version` tell what the comment says, so that its publication can be dated: an answer means the version
    that was in force when it was written. `asks` are the keys of the people whose word it asks for.
    """

    kind: Literal["show_verdict"] = "show_verdict"
    label: str | None
    our_labels: tuple[str, ...]
    comment: str | None = None
    says: Literal["", "offer", "bonus"] = ""
    version: int = 0
    asks: Asks = ()


class PostComment(Frozen):
    """Post a comment for the client or the team.

    Where `living`, a later text edits it in place. `asks` are the keys of the people whose word it asks for.
    """

    kind: Literal["post_comment"] = "post_comment"
    text: str
    audience: Literal["client", "team"] = "client"
    living: bool = False
    asks: Asks = ()


class AddWatcher(Frozen):
    """Make a person a watcher of the issue, so that the tracker tells them."""

    kind: Literal["add_watcher"] = "add_watcher"
    person: str


class SetDueDate(Frozen):
    """Set the due date of an issue, or clear it.

    `issue` is its key, `due` None where it is cleared, `field` where this tracker keeps the date.
    """

    kind: Literal["set_due_date"] = "set_due_date"
    issue: str
    due: date | None
    field: str = "duedate"


class MoveBack(Frozen):
    """Move the issue back to the status it came from, unless it has left this one."""

    kind: Literal["move_back"] = "move_back"
    from_status: str
    to_status: str


class OtherPage(Frozen):
    """The page of the same person in another contract, under their key there."""

    contract: str
    person: str


OtherPages = Annotated[tuple[OtherPage, ...], Field(exclude_if=lambda pages: not pages)]
"""Where there are none, nothing is stored."""


class SendMail(Frozen):
    """Mail a person their own signed link, or what the team has to know (`team`).

    One that only tells (`told`) has no link.

    `purpose`, `about` and `version` are what the link is bound to; it is made when the mail is sent, so that
    no valid link waits in the database. A list over several contracts has a link for each of the `others`.
    """

    kind: Literal["send_mail"] = "send_mail"
    person: str
    address: str
    title: str
    text: str
    purpose: Literal["sign", "choose", "agree", "enter", "told", "team", "answer"]
    about: str
    version: int
    others: OtherPages = ()


class AttachFile(Frozen):
    """Attach a file that somebody gave on a page.

    `upload` is under what it is kept until then, `person` the name of who gave it.
    """

    kind: Literal["attach_file"] = "attach_file"
    upload: str
    name: str
    size: int
    person: str


Effect = Annotated[
    ShowVerdict | PostComment | AddWatcher | SetDueDate | MoveBack | SendMail | AttachFile,
    Field(discriminator="kind"),
]

EFFECT: TypeAdapter[Effect] = TypeAdapter(Effect)
"""Reads and writes an effect as JSON, the form in which it waits."""


def reference(tracker: str, subject: str, slot: str) -> str:
    """Return the short reference that a comment of this slot ends with.

    It is the marker that the tracker itself stores: it is looked for before every repeat, and quoting it
    leads a person to the entry in the record.

    >>> reference("main", "10021", "verdict")
    '2993bdd254'
    """
    return hashlib.sha256(f"{tracker}\x00{subject}\x00{slot}".encode()).hexdigest()[:10]


_REFERENCE_LINE = re.compile(
    r"(?:Уговор|Ugovor)\s*·\s*(?P<reference>[0-9a-f]{10})"
    # Wiki markup may close the line: {color}, emphasis, small print.
    r"(?:[\s_*^~)\]|]|\{\w+\})*$"
)


def reference_in(text: str) -> str | None:
    r"""Return the reference that a comment ends with, or None.

    It does not prove whose comment it is.

    >>> reference_in("Спасибо!\n\nУговор · 2993bdd254")
    '2993bdd254'
    """
    match = _REFERENCE_LINE.search(text)
    return match["reference"] if match else None
