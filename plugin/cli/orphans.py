"""What is on record under a name that a mapping no longer has.

A stage or a person, renamed or removed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from mappings.model import ContractMapping
from plugin.cli.doctor_lines import DoctorLine
from plugin.cli.output import format_count
from plugin.core.model.stage_issues import KICK_OFF
from plugin.core.model.stage_state import StageState
from plugin.store import issues, shifts, stages
from plugin.store.connection import Connection


def find_orphans(connection: Connection, mapping: ContractMapping) -> Iterator[DoctorLine]:
    """Warn of stages and people on record that the mapping lacks.

    Stages count that were signed or moved, people that decided.
    """
    yield from _find_stages(connection, mapping)
    yield from _find_people(connection, mapping)


def _find_stages(connection: Connection, mapping: ContractMapping) -> Iterator[DoctorLine]:
    lost: dict[str, list[str]] = {}
    for _, shift in shifts.load_shifts(connection, mapping.id):
        lost.setdefault(shift.stage, ["its accepted shifts no longer count"])
    for key, state in stages.load_all(connection, mapping.id).items():
        if key != KICK_OFF and (what := _describe_loss(state)):
            lost.setdefault(key, []).append(what)
    for key in sorted(lost):
        if mapping.stage(key) is None:
            yield DoctorLine(
                "warn",
                mapping.id,
                f'The stage "{key}" is on record but not in the mapping: {" and ".join(lost[key])}.',
                "Rename it back, or write its dates anew and let what was signed be signed again.",
            )


def _describe_loss(state: StageState) -> str:
    """Say what no longer counts of a stage.

    An empty text where nobody has said anything about it.
    """
    if state.certificates:
        return "its sign-off no longer counts"
    said = state.words or state.ticks or state.points
    return "what was said about it no longer counts" if said else ""


def _find_people(connection: Connection, mapping: ContractMapping) -> Iterator[DoctorLine]:
    decided = Counter(
        person
        for state in issues.load_changes(connection, mapping.id)
        for decision in (state.change.decisions if state.change else ())
        for person in {decision.by, decision.on_behalf_of}
        if person
    )
    for person in sorted(decided.keys() - mapping.people.keys()):
        number = format_count(decided[person], "decision", "decisions")
        yield DoctorLine(
            "warn",
            mapping.id,
            f'"{person}" is not one of people, and {number} on record carry that name.',
            "Put the person back into people, without authority where they may decide no longer.",
        )
