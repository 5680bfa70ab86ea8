"""How the stand-in says no, in Yandex Tracker's own shape and in Russian."""

from __future__ import annotations

from collections.abc import Mapping


class YandexRefused(Exception):
    """A request is refused and nothing of it is applied."""

    def __init__(self, status: int, *messages: str, errors: Mapping[str, str] | None = None) -> None:
        super().__init__(*messages)
        self.status = status
        self.messages = messages
        self.errors = dict(errors or {})

    def body(self) -> dict[str, object]:
        """Return the answer's body."""
        return {"errors": self.errors, "errorMessages": list(self.messages), "statusCode": self.status}


def gone(what: str) -> YandexRefused:
    """Return the refusal for what is not there."""
    return YandexRefused(404, f"{what} не существует.")


def bad(message: str) -> YandexRefused:
    """Return the refusal for a request that cannot be understood."""
    return YandexRefused(400, message)


def unprocessable(field: str, message: str) -> YandexRefused:
    """Return the refusal for the value of a field."""
    return YandexRefused(422, errors={field: message})


def forbidden(message: str = "У вас недостаточно прав.") -> YandexRefused:
    """Return the refusal for a right that the caller lacks."""
    return YandexRefused(403, message)
