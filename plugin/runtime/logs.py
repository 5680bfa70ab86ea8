"""The log: one line a record on standard error, `key=value` in front.

Every collector can read it.
"""

from __future__ import annotations

import json
import logging
import logging.config
import re
import traceback
from datetime import UTC, datetime
from pathlib import Path

QUIET_LIBRARIES = ("alembic", "pymorphy3", "pymorphy3_dicts_ru", "werkzeug", "urllib3", "jira")
"""Libraries that log more than anybody reads; their warnings are kept."""

MAX_VALUE_LENGTH = 200

_PLAIN = re.compile(r"[^\s\"'=\\\x00-\x1f\x7f]+")

_SIGNED = re.compile(r"(/(?:sign|choose|calendar|auth/link)/|[?&](?:link|code|state)=)[^\s/?&'\"]+")
"""An address with a personal link: its holder can answer in somebody's name."""


def format_fields(**fields: object) -> str:
    r"""Return fields as one line.

    Empty ones are left out, and nothing in a value can begin another field.

    >>> format_fields(delivery="d-1", result="judged", reason="", why='it said "no"')
    'delivery=d-1 result=judged why="it said \\"no\\""'
    """
    return " ".join(f"{name}={_quote(value)}" for name, value in fields.items() if value not in ("", None))


def _quote(value: object) -> str:
    text = str(value)[:MAX_VALUE_LENGTH]
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def name_error(error: BaseException) -> str:
    """Return the type and place of an unexpected error.

    Not its message, which may quote a body.

    >>> name_error(ValueError("a secret"))
    'ValueError'
    """
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}"


class OneLineFormatter(logging.Formatter):
    """Writes a record as one line, a traceback in it too.

    No personal link stands in it.
    """

    def format(self, record: logging.LogRecord) -> str:
        r"""Return the record as one line; line breaks inside it become `\n`."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        text = super().format(record).replace("\r", "\\r").replace("\n", "\\n")
        if "/" in text or "link=" in text:
            # The line of a delivery holds no address; looking for links takes as long as all the rest of it.
            text = _SIGNED.sub(r"\1…", text)
        return f"time={at} level={record.levelname.lower()} logger={record.name} {text}"


def configure_logs(level: int = logging.INFO) -> None:
    """Send every record of this level and above to standard error."""
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"line": {"()": OneLineFormatter}},
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
            "root": {"level": level, "handlers": ["stderr"]},
            "loggers": {name: {"level": "WARNING"} for name in QUIET_LIBRARIES},
        }
    )
