"""Read the bytes of a mapping file as text, or say what stands in the way."""

from __future__ import annotations

import codecs
from pathlib import Path

from yaml.reader import Reader

from mappings.faults import Fault

MAX_BYTES = 1_000_000


def read_bytes(path: Path) -> bytes | Fault:
    """Read a file, at most a byte over the limit; failing to read it is a fault."""
    try:
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        why = (getattr(error, "strerror", None) or str(error)).lower()
        remedy = "Check the path and the permissions."
        return Fault(str(path), 1, 1, f"the file cannot be read: {why}", remedy, "unreadable")


def decode(content: bytes, file: str) -> str | Fault:
    """Decode UTF-8, with or without a byte order mark.

    Args:
        content: the file's bytes.
        file: its name, for the fault.

    Returns:
        The text; or the first fault: too large, another encoding, a character that YAML does not know.
    """
    if len(content) > MAX_BYTES:
        sentence = f"the file is larger than {MAX_BYTES:,} bytes"
        return Fault(file, 1, 1, sentence, "A mapping holds one contract; split the file.", "too_large")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Fault(file, 1, 1, "the file is saved as UTF-16", "Save it as UTF-8.", "encoding")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line, column = _place_after(error.object[: error.start].decode("utf-8", "replace"))
        sentence = f"the byte 0x{error.object[error.start]:02X} is not UTF-8"
        return Fault(file, line, column, sentence, "Save the file as UTF-8.", "encoding")
    if found := Reader.NON_PRINTABLE.search(text):
        line, column = _place_after(text[: found.start()])
        sentence = f"the invisible character U+{ord(found.group()):04X} has no place in a mapping"
        return Fault(file, line, column, sentence, "Delete it.", "character")
    return text


def _place_after(before: str) -> tuple[int, int]:
    """Return the line and column, from 1, of what follows this text."""
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
