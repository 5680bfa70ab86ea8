"""One structured line a delivery: what arrived and what was answered.

Nothing a stranger sends can forge a second line or field. It never holds a mac, a token, or anything out of a
body that was not verified. By `tracker=` and `delivery=` the worker's line of the same delivery is found.
"""

from __future__ import annotations

import logging
import traceback
from pathlib import Path

from plugin.runtime.log_format import log_line

logger = logging.getLogger("ugovor.webhooks")


def log_delivery(level: int, answer: int, **fields: str | None) -> None:
    """Write the line of one delivery.

    Args:
        level: of `logging`; a refusal is a warning, a fault of ours an error.
        answer: the HTTP status that was answered.
        **fields: `tracker`, `delivery`, `event`, `subject`, `why` … what is known; empty ones are left out.
    """
    if logger.isEnabledFor(level):
        logger.log(level, "%s", log_line(answer=answer, **fields))


def fault(error: BaseException) -> str:
    """Name an unexpected error by its type and place, without its message, which may quote a body.

    >>> fault(ValueError("a secret"))
    'ValueError'
    """
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}"
