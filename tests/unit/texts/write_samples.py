"""Write the samples anew: `python tests/unit/texts/write_samples.py`; then read what changed."""

from __future__ import annotations

from pathlib import Path

from sample_messages import WORLDS, every_message

from plugin.texts.messages import Message
from plugin.texts.render import render

SAMPLES = Path(__file__).parent / "samples"


def sample_of(message: Message, language: str) -> Path:
    """Return the file that holds a message's sample."""
    return SAMPLES / f"{language}-{message.audience}-{message.template}.md"


def write() -> None:
    """Write one file for each message and language, and take away those of no message."""
    SAMPLES.mkdir(exist_ok=True)
    for old in SAMPLES.glob("*.md"):
        old.unlink()
    for language, world in WORLDS.items():
        for message in every_message(world):
            sample_of(message, language).write_text(render(message, language) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write()
