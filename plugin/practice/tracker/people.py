"""Who uses the practice tracker, and what each may do."""

from __future__ import annotations

from dataclasses import dataclass

MEMBER = frozenset(
    {
        "BROWSE_PROJECTS",
        "CREATE_ISSUES",
        "EDIT_ISSUES",
        "ADD_COMMENTS",
        "EDIT_OWN_COMMENTS",
        "DELETE_OWN_COMMENTS",
        "TRANSITION_ISSUES",
        "SCHEDULE_ISSUES",
        "MANAGE_WATCHERS",
        "CREATE_ATTACHMENTS",
    }
)
"""What everybody in a project may do."""

ADMINISTRATOR = MEMBER | {
    "ADMINISTER",
    "MANAGE_WATCHERS",
    "DELETE_ISSUES",
    "EDIT_ALL_COMMENTS",
    "DELETE_ALL_COMMENTS",
}


@dataclass(frozen=True)
class PracticeUser:
    """A user of the practice tracker.

    Attributes:
        id: the `accountId` on Cloud, the user name on Data Center.
        name: as people see it.
        token: API token or personal access token; the empty one never logs in.
        email: the user of basic authentication on Cloud.
        title: what the person is in the project, for the page.
        roles: project roles, which comments can be restricted to.
        groups: groups, likewise.
        is_agent: sees the internal comments of a service desk.
        is_active: whether the account can be used.
    """

    id: str
    name: str
    token: str = ""
    email: str = ""
    title: str = ""
    roles: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    permissions: frozenset[str] = MEMBER
    is_agent: bool = False
    is_active: bool = True

    def may(self, permission: str) -> bool:
        """Say whether the person has a permission."""
        return permission in self.permissions
