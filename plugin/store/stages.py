"""Stage states and named deputies on record."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from mappings.model import Authority, ContractMapping
from plugin.core.model.issue_state import IssueState
from plugin.core.model.outcome import DeputyAppointment
from plugin.core.model.stage_state import StageState
from plugin.store.connection import Connection
from plugin.store.parsed_states import parse_state
from plugin.store.tables import deputies, issues, stages
from plugin.store.upsert import upsert

_HANDED_OVER = ("decide", "sign_off")

_ALL = select(stages.c.stage, stages.c.state).where(stages.c.contract == bindparam("contract"))
_DEPUTIES = select(deputies).where(deputies.c.contract == bindparam("contract")).order_by(deputies.c.person)
_ISSUES_OF = (
    select(issues.c.state)
    .where(
        issues.c.contract == bindparam("contract"),
        issues.c.stage == bindparam("stage"),
        issues.c.verdict.is_not(None),
    )
    .order_by(issues.c.created_at, issues.c.issue)
)


def load_all(connection: Connection, contract: str) -> dict[str, StageState]:
    """Return what is on record about a contract's stages and its kick-off, by key."""
    rows = connection.execute(_ALL, {"contract": contract})
    return {row.stage: StageState.load(row.state) for row in rows}


def save(connection: Connection, state: StageState) -> None:
    """Keep a stage's state."""
    row = {
        "contract": state.contract,
        "stage": state.stage,
        "issue": state.issue_id,
        "sign_off": state.state.value,
        "version": state.version,
        "state": state.model_dump_json(exclude_defaults=True),
    }
    upsert(connection, stages, row)


def load_issues(connection: Connection, contract: str, stage: str) -> tuple[IssueState, ...]:
    """Return a stage's issues, oldest first, without those that the mapping names."""
    rows = connection.execute(_ISSUES_OF, {"contract": contract, "stage": stage})
    return tuple(parse_state(text) for text in rows.scalars())


def name_deputy(connection: Connection, contract: str, named: DeputyAppointment) -> None:
    """Save a deputy; naming the same one for the same signatory changes the dates."""
    row = {
        "contract": contract,
        "person": named.person,
        "on_behalf_of": named.on_behalf_of,
        "starts": named.starts,
        "until": named.until,
    }
    upsert(connection, deputies, row)


def with_deputies(connection: Connection, mapping: ContractMapping) -> ContractMapping:
    """Return the mapping with the named deputies, who have their principals' powers."""
    rows = connection.execute(_DEPUTIES, {"contract": mapping.id}).all()
    added = [
        Authority.model_validate(
            {
                "person": row.person,
                "may": [power for power in own.may if power in _HANDED_OVER],
                "up_to": own.up_to,
                "for": row.on_behalf_of,
                "from": max(filter(None, (row.starts, own.starts))),
                "until": min(filter(None, (row.until, own.until))),
            }
        )
        for row in rows
        for own in mapping.authority
        if own.person == row.on_behalf_of and own.on_behalf_of is None and set(own.may) & set(_HANDED_OVER)
    ]
    return mapping.model_copy(update={"authority": (*mapping.authority, *added)}) if added else mapping
