"""Write the samples anew; then read what changed.

Run `python tests/unit/texts/write_samples.py`.
"""

from __future__ import annotations

from pathlib import Path

from sample_messages import every_message
from sample_worlds import WORLDS

from plugin.texts.render import render

SAMPLES = Path(__file__).parent / "samples"


def samples() -> dict[Path, str]:
    """Return the text of each sample by its file: every message, case by case."""
    texts: dict[Path, list[str]] = {}
    for language, world in WORLDS.items():
        for message in every_message(world):
            path = SAMPLES / f"{language}-{message.audience}-{message.template}.md"
            texts.setdefault(path, []).append(render(message, language))
    return {path: "\n\n---\n\n".join(each) + "\n" for path, each in texts.items()}


def write() -> None:
    """Write one file for each message and language, and take away those of no message."""
    SAMPLES.mkdir(exist_ok=True)
    for old in SAMPLES.glob("*.md"):
        old.unlink()
    for path, text in samples().items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
