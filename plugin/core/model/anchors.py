"""Which entry of the record a message speaks of.

Its number and head stand under the message.
"""

from __future__ import annotations

from collections.abc import Mapping

from plugin.core.model.outcome import EntryKind
from plugin.core.model.slots import SlotKind

_SIGN_OFF = (EntryKind.SIGN_OFF, EntryKind.SIGNATURE, EntryKind.PRELIMINARY, EntryKind.REFUSAL)
_REVIEW = (
    EntryKind.SIGN_OFF,
    EntryKind.SECOND_NOTICE,
    EntryKind.REVIEW_REMINDED,
    EntryKind.HANDED_OVER,
    EntryKind.SILENCE_TAKEN_BACK,
)

SPOKEN_OF: Mapping[SlotKind, tuple[EntryKind, ...]] = {
    SlotKind.DECISION: (EntryKind.DECISION,),
    SlotKind.REPLY: (*_SIGN_OFF, EntryKind.KICK_OFF_AGREED),
    SlotKind.COMPLETE: _SIGN_OFF,
    SlotKind.REVIEW: _REVIEW,
}
"""What the comment in a slot speaks of, the most telling first.

An entry counts only where it is made together with the comment.
"""

MAILED_OF: Mapping[str, tuple[EntryKind, ...]] = {
    "choose": (EntryKind.OFFER,),
    "sign": (*_REVIEW, *_SIGN_OFF, EntryKind.SIGN_OFF_OUTDATED),
    "agree": (EntryKind.KICK_OFF_AGREED,),
}
"""What the mail with a link of this purpose speaks of: the newest entry of these kinds."""


def write_anchor(seq: int, hashed: str) -> str:
    """Return number and head of an entry as messages and commands write it.

    >>> write_anchor(412, "3f9a2b7c10de" + "0" * 52)
    '412:3f9a2b7c10de'
    """
    return f"{seq}:{hashed[:12]}"
