"""How the stand-in says no, in YouTrack's own shape."""

from __future__ import annotations


class YouTrackRefused(Exception):
    """A request is refused and nothing of it is applied."""

    def __init__(self, status: int, error: str, description: str, *children: str) -> None:
        super().__init__(description)
        self.status = status
        self.error = error
        self.description = description
        self.children = children

    def body(self) -> dict[str, object]:
        """Return the answer's body."""
        body: dict[str, object] = {"error": self.error, "error_description": self.description}
        if self.children:
            body["error_children"] = [{"error": child} for child in self.children]
        return body


def gone(what: str, name: str) -> YouTrackRefused:
    """Return the refusal for what is not there or not visible to the caller."""
    return YouTrackRefused(404, "Not Found", f"Entity with id {name} not found ({what})")


def bad(description: str, *children: str) -> YouTrackRefused:
    """Return the refusal for a request that cannot be understood."""
    return YouTrackRefused(400, "Bad Request", description, *children)


def forbidden(permission: str) -> YouTrackRefused:
    """Return the refusal for a right that the caller lacks."""
    return YouTrackRefused(403, "Forbidden", f"You do not have the permission {permission}")
