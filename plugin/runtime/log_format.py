"""What a line of the log says: `key=value`, one after the other, whatever stands in the values."""

from __future__ import annotations

import json
import re

_PLAIN = re.compile(r"[^\s\"'=\\\x00-\x1f\x7f]+")
_LONGEST_VALUE = 200


def log_line(**fields: object) -> str:
    r"""Return fields as one line; empty ones are left out, and nothing in a value can begin another field.

    >>> log_line(delivery="d-1", result="judged", reason="", why='it said "no"')
    'delivery=d-1 result=judged why="it said \\"no\\""'
    """
    return " ".join(f"{name}={_shown(value)}" for name, value in fields.items() if value not in ("", None))


def _shown(value: object) -> str:
    text = str(value)[:_LONGEST_VALUE]
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)
