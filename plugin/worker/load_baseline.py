"""Loads a contract as it stands, and what the page of a stage shows of it."""

from __future__ import annotations

from datetime import datetime

from mappings.model import Stage
from plugin.core.contract_facts import signed_moments
from plugin.core.facts import Baseline, StageFacts
from plugin.core.model.authority import has_total_limits
from plugin.core.model.placement import SignedOff
from plugin.core.model.stage_state import StageState
from plugin.store import (
    absences,
    contracts,
    issues,
    kept_names,
    shifts,
    stages,
)
from plugin.store.connection import Connection
from plugin.worker.active_contract import ActiveContract


class NotInForce(Exception):
    """The mapping is not the one in force: it is being loaded, or its file is older."""


def load_baseline(
    connection: Connection, tracker: str, active: ActiveContract, now: datetime, *, waits: bool = True
) -> Baseline:
    """Return a contract as it stands, its row locked until the transaction ends.

    Args:
        connection: a transaction that writes.
        tracker: the tracker's name.
        active: the contract.
        now: the moment.
        waits: whether it waits for a transaction that holds the contract's lock.

    Raises:
        NotInForce: nobody has put this mapping in force, or the lock is not waited for.
    """
    in_force = contracts.lock(connection, active.mapping.id, waits=waits)
    if in_force is None:
        raise NotInForce(f"{active.mapping.id} is being loaded")
    if active.is_file_older or (active.digest and in_force.digest != active.digest):
        raise NotInForce(f"{active.mapping.id} has version {in_force.version} in force, not this file's")
    versions = (in_force.version, in_force.facts_version)
    known = active.loaded.of(versions)
    if known is not None:
        return known.at(now)
    on_record = stages.load_all(connection, active.mapping.id)
    baseline = Baseline(
        tracker=tracker,
        mapping=absences.with_absences(connection, stages.with_deputies(connection, active.mapping)),
        calendar=active.calendar,
        live_from=in_force.live_from,
        now=now,
        shifts=shifts.load_shifts(connection, active.mapping.id),
        own_pieces=issues.load_own_pieces(connection, active.mapping.id),
        spendings=issues.load_spendings(connection, active.mapping.id)
        if has_total_limits(active.mapping)
        else (),
        signed_off=SignedOff(signed_moments(on_record)),
        stages=on_record,
        texts=active.texts,
        pages_url=active.pages_url,
        history=active.loaded.history(connection, active.mapping.id, in_force.version),
        doubtful_names=kept_names.load(connection, tracker).find_doubtful(active.names),
    )
    active.loaded.remember(versions, baseline)
    return baseline


def load_stage_facts(connection: Connection, baseline: Baseline, stage: Stage) -> StageFacts:
    """Return what a page shows of a stage."""
    contract = baseline.mapping.id
    return StageFacts(
        baseline=baseline,
        stage=stage,
        state=baseline.stages.get(stage.id) or StageState(contract=contract, stage=stage.id),
        issues=stages.load_issues(connection, contract, stage.id),
    )
