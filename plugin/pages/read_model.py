"""Read a contract as it stands, without locks or writes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from plugin.core.calendar.working_days import make_calendar
from plugin.core.contract_facts import signed_moments
from plugin.core.facts import Baseline, StageFacts
from plugin.core.model.placement import SignedOff
from plugin.core.model.stage_state import StageState
from plugin.store import absences, contracts, shifts, stages
from plugin.store.connection import Connection
from plugin.texts.render import Texts


def read_baseline(connection: Connection, contract: str, now: datetime, texts: Texts) -> Baseline | None:
    """Return a contract in force with the deputies that were named, or None."""
    in_force = contracts.load(connection, contract)
    mapping = contracts.load_mapping_version(connection, contract, in_force.version) if in_force else None
    if in_force is None or mapping is None:
        return None
    baseline = Baseline(
        tracker=mapping.tracker.name,
        mapping=absences.with_absences(connection, stages.with_deputies(connection, mapping)),
        calendar=make_calendar(mapping.contract),
        live_from=in_force.live_from,
        now=now,
        shifts=shifts.load_shifts(connection, contract),
        stages=stages.load_all(connection, contract),
        texts=texts,
        history=contracts.load_history(connection, contract),
    )
    return replace(baseline, signed_off=SignedOff(signed_moments(baseline.stages)))


def read_stage(connection: Connection, baseline: Baseline, stage_id: str) -> StageFacts | None:
    """Return a stage with its issues, or None where the contract has none of that id."""
    stage = baseline.mapping.stage(stage_id)
    if stage is None:
        return None
    contract = baseline.mapping.id
    state = baseline.stages.get(stage.id) or StageState(contract=contract, stage=stage.id)
    return StageFacts(baseline, stage, state, stages.load_issues(connection, contract, stage.id))
