"""The log: one line a record on standard error, `key=value` in front, so that every collector can read it."""

from __future__ import annotations

import logging
import logging.config
import re
from datetime import UTC, datetime

QUIET = ("alembic", "pymorphy3", "pymorphy3_dicts_ru", "werkzeug", "urllib3", "jira")
"""Libraries that talk more than anybody listens; their warnings are kept."""


_SIGNED = re.compile(r"(/(?:sign|choose|calendar|auth/link)/|[?&](?:link|code|state)=)[^\s/?&'\"]+")
"""An address with a personal link: whoever has it can answer in somebody's name."""


class OneLine(logging.Formatter):
    """Writes a record as one line, a traceback in it too; no personal link stands in it."""

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
            "formatters": {"line": {"()": OneLine}},
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
            "root": {"level": level, "handlers": ["stderr"]},
            "loggers": {name: {"level": "WARNING"} for name in QUIET},
        }
    )
