"""What a beginning that was played once left behind, and how a site takes it over."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

_KEPT = ("issues", "tags", "calls", "name_ids", "_next_id", "_used", "_numbers")
"""What a site, whichever tracker's, holds beside its people and settings."""


@dataclass(frozen=True)
class Prepared:
    """What a beginning left behind.

    Attributes:
        database: the name of its copy, for `Databases.copy`.
        site: what the tracker holds, by attribute.
        moment: how late it is.
        answers: how the web side answered each webhook.
    """

    database: str
    site: Mapping[str, Any]
    moment: datetime
    answers: tuple[int, ...]


def copy_of(site: Any) -> dict[str, Any]:
    """Return a copy of what a site holds; its people stay the same."""
    held = {name: getattr(site, name) for name in _KEPT if hasattr(site, name)}
    return deepcopy(held, {id(person): person for person in site.people})


def restore(site: Any, held: Mapping[str, Any]) -> None:
    """Load a copy of what was kept into a site."""
    for name, value in deepcopy(dict(held), {id(person): person for person in site.people}).items():
        setattr(site, name, value)
