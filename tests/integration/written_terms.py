"""One small contract, and the terms that a test is about."""

from __future__ import annotations

from typing import Any

import yaml
from scene import Scene

BEGINNING = "2026-11-30T09:00"
"""Noon in Moscow on the Monday on which the requests come."""


def write_contract(*, language: str = "ru", **keys: Any) -> str:
    """Return a contract's text; `contract` and `people` extend, other keys replace."""
    russian = language == "ru"
    terms = {
        "id": "ACME-SITE",
        "title": "Terms",
        "language": language,
        "currency": "RUB" if russian else "USD",
        "timezone": "Europe/Moscow" if russian else "America/New_York",
        "calendar": "RU" if russian else "US",
        "live_from": "2026-11-02",
        **keys.pop("contract", {}),
    }
    people = {
        "director": {"name": "Пётр Соколов", "side": "client", "account": "director"},
        "contact": {"name": "Анна Белова", "side": "client", "account": "contact"},
        "deputy": {"name": "Игорь Ким", "side": "client", "account": "deputy"},
        "manager": {"name": "Мария Орлова", "side": "contractor", "account": "manager"},
        **keys.pop("people", {}),
    }
    given = {
        "contract": terms,
        "tracker": {
            "name": "main",
            "projects": ["ACME"],
            "stage_type": "Stage",
            "defect_types": ["Bug"],
            "team_comments": {"role": "Agency"},
            "statuses": {"working": ["In Progress"], "done": ["Done"], "accepted": ["Accepted"]},
        },
        "people": people,
        "authority": [
            {"person": "director", "may": ["decide", "sign_off"]},
            {"person": "manager", "may": ["rule_scope", "estimate", "price", "publish"]},
        ],
        "answers": {"bare_digit": True, "move_back_undecided": False},
        "unmatched": "beyond_scope",
        "stages": [{"id": "d", "title": "Сайт", "due": "2026-12-14"}],
        **keys,
    }
    # Without quotes a date is a date.
    return yaml.safe_dump(given, allow_unicode=True, sort_keys=False)


def begin(scene: Scene) -> Scene:
    """Go to the day on which the requests come."""
    scene.clock.to(BEGINNING)
    return scene


def offered(scene: Scene, summary: str = "Ещё одна страница", **fields: Any) -> tuple[Any, str]:
    """Create a request of the client's and return it with the comment that it got."""
    issue = scene.create("contact", summary, **fields)
    scene.settle()
    scene.clock.move(minutes=5)
    said = scene.said(issue)
    return issue, said[-1].replace("\xa0", " ") if said else ""


def answered(scene: Scene, issue: Any, who: str, words: str) -> str:
    """Write a comment as somebody and return the last thing that the service said."""
    scene.comment(who, issue, words)
    scene.settle()
    scene.clock.move(minutes=5)
    return scene.said(issue)[-1].replace("\xa0", " ")
