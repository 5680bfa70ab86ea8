"""Who uses the stand-in, and what each may do in its queues."""

from __future__ import annotations

from dataclasses import dataclass

READER = frozenset({"READ"})
MEMBER = frozenset({"READ", "CREATE", "WRITE"})
OWNER = MEMBER | {"GRANT"}


@dataclass(frozen=True)
class YandexPerson:
    """A user; the empty token never logs in.

    Attributes:
        id: by which issues and comments name the person.
        rights: in every queue that is not closed to the person.
        closed_queues: queues of which the person sees nothing.
        is_licensed: whether the person may write at all.
    """

    id: str
    login: str
    name: str
    token: str = ""
    groups: frozenset[str] = frozenset()
    rights: frozenset[str] = MEMBER
    closed_queues: frozenset[str] = frozenset()
    is_licensed: bool = True
    is_dismissed: bool = False

    def may(self, right: str, queue: str) -> bool:
        """Say whether the person has a right in a queue."""
        if queue in self.closed_queues or (right != "READ" and not self.is_licensed):
            return False
        return right in self.rights
