"""A real SMTP server in the process: what it received, how it misbehaves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from ports import free_port

_ADDRESS = re.compile(r"http://localhost(/(?:sign|choose)/\S+)")


@dataclass
class Post:
    """A mail server with one mailbox for everybody.

    Attributes:
        letters: what was taken, oldest first.
        answers: what is said to the next mails instead of taking them.
        port: where it listens.
    """

    letters: list[EmailMessage] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    port: int = 0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 -- named by aiosmtpd
        """Take a mail, or say what was told to be said."""
        del server, session
        if self.answers:
            return self.answers.pop(0)
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 taken"

    @property
    def settings(self) -> dict[str, object]:
        """The section `[mail]` that leads here."""
        return {"host": "127.0.0.1", "port": self.port, "sender": "Уговор <ugovor@acme.example>"}

    def links(self) -> list[str]:
        """Return the paths of the personal links in all letters, oldest first."""
        return [path for letter in self.letters for path in _ADDRESS.findall(said(letter))]


def said(letter: EmailMessage) -> str:
    """Return a letter's text."""
    return str(letter.get_content())


@contextmanager
def post_office(**given: Any) -> Iterator[Post]:
    """Run a mail server on a free port until the block ends."""
    post = Post(port=free_port())
    controller = Controller(post, hostname="127.0.0.1", port=post.port, **given)
    controller.start()
    try:
        yield post
    finally:
        controller.stop()
