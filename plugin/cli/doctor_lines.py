"""What `ugovor doctor` prints for each thing that it looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["ok", "warn", "no"]


@dataclass(frozen=True)
class DoctorLine:
    """One thing that was looked at: how it is, what was found, what to do about it."""

    level: Level
    name: str
    sentence: str
    remedy: str = ""
