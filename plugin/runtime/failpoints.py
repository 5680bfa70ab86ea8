"""Named points at which the crash tests kill a process.

Off, and nothing but a comparison, everywhere else.

`UGOVOR_FAILPOINT=intended` kills the process with SIGKILL when it comes to the point `intended`, and
`intended:3` when it comes there for the third time; `intended:1:STOP` makes it hang there until SIGCONT wakes
it. No setting of the service turns it on.
"""

from __future__ import annotations

import os
import signal
import threading

POINTS = (
    "received",
    "keeping",
    "kept",
    "claimed",
    "deciding",
    "decided",
    "finished",
    "intended",
    "written",
    "shown",
    "releasing",
    "released",
)
"""In the order in which a delivery comes to them.

`docs/architecture.md` says where they are.
"""

_POINT, _TIMES, _SIGNAL = (*os.environ.get("UGOVOR_FAILPOINT", "").split(":"), "", "")[:3]
_left = int(_TIMES or 1)


def failpoint(point: str) -> None:
    """Kill or stop this process here, if that is what the test asked for."""
    if _POINT and point == _POINT:
        _count_down()


def _count_down() -> None:
    global _left
    _left -= 1
    if _left == 0:
        # To this very thread, which goes no further; the process as a whole is killed or stopped by it.
        signal.pthread_kill(threading.get_ident(), signal.Signals[f"SIG{_SIGNAL or 'KILL'}"])
