"""An issue's changes of status, from its journals: who moved it, from which status to which, and when."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from plugin.core.model.issue import Account
from plugin.core.model.readings import Move
from plugin.trackers.http.json_values import identifier, moment
from plugin.trackers.redmine.fields import account, objects

STATUS = "status_id"


def moves_in(issue_json: Mapping[str, Any], status_name: Callable[[str], str]) -> tuple[Move, ...]:
    """Return the changes of status, oldest first.

    Args:
        issue_json: an issue that was asked for with its journals.
        status_name: gives the name of a status by its id, which is all that a journal holds.
    """
    journals = sorted(objects(issue_json.get("journals")), key=_number)
    return tuple(move for journal in journals for move in _moves(journal, status_name))


def _moves(journal: Mapping[str, Any], status_name: Callable[[str], str]) -> Iterator[Move]:
    for detail in objects(journal.get("details")):
        if detail.get("property") == "attr" and detail.get("name") == STATUS:
            yield Move(
                by=account(journal.get("user")) or Account(id=""),
                from_status=status_name(identifier(detail.get("old_value"))),
                to_status=status_name(identifier(detail.get("new_value"))),
                at=moment(journal.get("created_on")),
            )


def _number(journal: Mapping[str, Any]) -> int:
    id_ = identifier(journal.get("id"))
    return int(id_) if id_.isdecimal() else 0
