"""The service's own comments, known by the reference that they end with."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from plugin.core.model.effects import reference_in
from plugin.core.model.issue import Account, Comment
from plugin.core.model.readings import OwnComment


def select_own_comments(comments: Iterable[Comment], accounts: Collection[str]) -> dict[str, OwnComment]:
    """Return the service's own comments by the reference that they end with.

    Args:
        comments: everybody's, oldest first.
        accounts: ids of the service's own account; a reference pasted by anybody else does not count.

    Returns:
        One comment a reference, the oldest where there are several.
    """
    found: dict[str, OwnComment] = {}
    for one in comments:
        reference = reference_in(one.body)
        if reference and one.author.id and one.author.id in accounts:
            own = OwnComment(one.id, one.body, one.created, one.updated)
            found.setdefault(reference, own)
    return found


class OwnAccount:
    """The account whose comments are the service's own.

    It is the account of the settings, or the token's where that would hide them.

    Threads that begin at the same time may each ask for it; they are told the same.
    """

    def __init__(self, configured: str | None, whoami: Callable[[], Account]) -> None:
        self._id = configured or ""
        self._of_token = ""
        self._whoami = whoami

    @property
    def is_known(self) -> bool:
        """Whether the account's id is known without asking."""
        return bool(self._id)

    def get_id(self) -> str:
        """Return the account's id: as configured, else asked for once."""
        if not self._id:
            self._id = self._whoami().id
        return self._id

    def select_comments(self, comments: tuple[Comment, ...]) -> dict[str, OwnComment]:
        """Return the service's comments by their reference.

        A configured account that is not the token's would hide them, and everything would be said twice:
        where others seem to carry references, the token's account is asked for.
        """
        own = select_own_comments(comments, {self.get_id()})
        if not own and any(reference_in(one.body) for one in comments):
            self._of_token = self._of_token or self._whoami().id
            own = select_own_comments(comments, {self._of_token})
        return own
