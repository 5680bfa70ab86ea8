"""What a newer version stored is read by an older one, without the keys it lacks."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from kept import BEYOND, START, arrival, at, change, save, state
from sqlalchemy import text

from plugin.core.model.effects import PostComment
from plugin.core.model.slots import reply_slot
from plugin.core.model.stage_state import Certificate, Forecast, ReviewPeriod, StageState
from plugin.store import accepted_deliveries, deliveries, effects, issues, stages
from plugin.store.connection import Connection

STAGE = StageState(
    contract="ACME",
    stage="design",
    told_version=3,
    forecasts=(Forecast(due=date(2026, 4, 20), reason="r", shifted_days=1, by="m", name="M", at=START),),
    kept_due=date(2026, 4, 10),
    review=ReviewPeriod(number=1, handed_over_on=date(2026, 4, 1), last_day=date(2026, 4, 8)),
    certificates=(
        Certificate(
            version=1,
            outcome="accepted",
            criteria=(),
            issues=(),
            words=(),
            remarks=(),
            waived=(),
            signed_at=START,
            hash="h",
            due=date(2026, 4, 10),
        ),
    ),
)


def with_new_keys(value: Any, *, inside: str = "") -> Any:
    """Return JSON of a newer version: with a new key in every object."""
    if isinstance(value, list):
        return [with_new_keys(each) for each in value]
    if not isinstance(value, dict):
        return value
    kept = {key: with_new_keys(each, inside=key) for key, each in value.items()}
    # The fields of an issue go by the tracker's own names: there no name is new.
    return kept if inside == "fields" else {**kept, "of_the_next_version": {"a": [1]}}


def rewrite(connection: Connection, table: str, column: str) -> None:
    """Put new keys into every JSON of a column."""
    found = list(connection.execute(text(f"SELECT DISTINCT {column} FROM {table}")).scalars())  # noqa: S608
    for stored in found:
        newer = json.dumps(with_new_keys(json.loads(stored)))
        change_ = text(f"UPDATE {table} SET {column} = :newer WHERE {column} = :stored")  # noqa: S608
        connection.execute(change_, {"newer": newer, "stored": stored})


def test_stage_of_a_newer_version_loads(connection: Connection) -> None:
    """Forecasts, kept due date and told version are read beside keys that are new."""
    stages.save(connection, STAGE)
    rewrite(connection, "stages", "state")
    assert stages.load_all(connection, "ACME") == {"design": STAGE}


def test_issue_of_a_newer_version_loads(connection: Connection) -> None:
    """With its offer, its decision, and the shift that it makes."""
    kept = state(verdict=BEYOND, change=change("move_deadline", working_days=3), stage="design")
    save(connection, kept)
    rewrite(connection, "issues", "state")
    assert issues.load(connection, "main", "1009") == kept
    assert issues.load_decided_shifts(connection, "ACME")


def test_delivery_of_a_newer_version_loads(connection: Connection) -> None:
    """A web host of the newer version stored it, an older worker handles it."""
    accepted_deliveries.save_delivery(connection, arrival())
    rewrite(connection, "deliveries", "events")
    (waiting,) = deliveries.load_waiting(connection, "main", "1009")
    assert waiting.events == arrival().events


def test_effect_of_a_newer_version_loads(connection: Connection) -> None:
    """What it asked for is carried out."""
    said = PostComment(text="Спасибо!")
    effects.request_effect(connection, "main", "ACME", "1009", reply_slot("7"), said, START)
    rewrite(connection, "effects", "payload")
    assert [each.effect for each in effects.load_due(connection, "main", "1009", at(60))] == [said]
