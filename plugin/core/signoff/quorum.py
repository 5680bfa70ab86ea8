"""Who signs a stage, whose signature counts, and when the quorum is met."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from mappings.model import Authority, ContractMapping, SignOff, Stage
from plugin.core.model.authority import may

WhyNoSignature = Literal["not_in_contract", "not_a_signatory", "no_such_power", "not_yet", "no_longer"]


@dataclass(frozen=True)
class Standing:
    """Whether a person's statement is a signature, and why not.

    Attributes:
        counts: True for a signatory, or a deputy of one within the dates.
        signs_for: the signatories for whom it is one, in the contract's order: the person, and all those
            whose deputy they are.
        why_not: the reason, for programs; None when it counts.
    """

    counts: bool
    signs_for: tuple[str, ...] = ()
    why_not: WhyNoSignature | None = None


def find_signatories(mapping: ContractMapping, stage: Stage) -> tuple[str, ...]:
    """Return the people who sign a stage: those it names, else all with the power."""
    if stage.sign_off is not None:
        return tuple(dict.fromkeys(key for key in stage.sign_off.by if key in mapping.people))
    rows = [row for row in mapping.authority if "sign_off" in row.may and row.on_behalf_of is None]
    return tuple(dict.fromkeys(row.person for row in rows if row.person in mapping.people))


def judge_standing(mapping: ContractMapping, stage: Stage, person: str | None, on: date) -> Standing:
    """Decide whether a person's statement about a stage is a signature on a day.

    Args:
        mapping: the contract in force.
        stage: the stage.
        person: the person's key, None for a stranger.
        on: the day, in the contract's time zone.
    """
    if person is None or person not in mapping.people:
        return Standing(False, why_not="not_in_contract")
    named = find_signatories(mapping, stage)
    rows = [row for row in mapping.authority if row.person == person and row.on_behalf_of in named]
    judged = {row.on_behalf_of: _as_deputy(mapping, row, on) for row in rows if "sign_off" in row.may}
    own = person in named and _has_power(mapping, person, on)
    signs_for = tuple(
        each for each in named if (each == person and own) or (each in judged and judged[each] is None)
    )
    if signs_for:
        return Standing(True, signs_for)
    refused = [why for why in judged.values() if why is not None]
    if refused:
        return Standing(False, why_not=refused[-1])
    return Standing(False, why_not="no_such_power" if person in named else "not_a_signatory")


def _as_deputy(mapping: ContractMapping, row: Authority, on: date) -> WhyNoSignature | None:
    """Judge a deputy's row; None: it counts.

    It counts within its dates, and only while the principal has the power.
    """
    if not _has_power(mapping, row.on_behalf_of or "", on):
        return "no_such_power"
    if row.starts is not None and on < row.starts:
        return "not_yet"
    if row.until is not None and on > row.until:
        return "no_longer"
    return None


def find_awaited(mapping: ContractMapping, stage: Stage, signed: Mapping[str, str]) -> tuple[str, ...]:
    """Return the signatories who are missing, in the mapping's order; empty: all done.

    Where everybody has signed and it is still too few people, those are asked for whom a deputy did: their
    own signature makes it one more.

    Args:
        mapping: the contract in force.
        stage: the stage; without `sign_off` one signatory is enough.
        signed: by signatory, who signed for them: themselves or a deputy.
    """
    named = find_signatories(mapping, stage)
    given = {person: signed[person] for person in named if person in signed}
    if _is_met(stage.sign_off, len(named), given):
        return ()
    missing = tuple(person for person in named if person not in given)
    return missing or tuple(person for person in named if given[person] != person)


def _is_met(sign_off: SignOff | None, named: int, given: Mapping[str, str]) -> bool:
    """Tell whether enough have signed.

    `all` asks for everybody's signature, a number for that number of people.
    """
    if sign_off is not None and sign_off.quorum == "all":
        return len(given) == named
    needed = 1 if sign_off is None or sign_off.quorum == "any" else min(int(sign_off.quorum), named)
    return len(set(given.values())) >= needed


def _has_power(mapping: ContractMapping, person: str, on: date) -> bool:
    """Tell whether `authority` gives the power; without it `sign_off.by` is enough."""
    own = mapping.model_copy(
        update={"authority": tuple(row for row in mapping.authority if row.on_behalf_of is None)}
    )
    return not mapping.authority or may(own, person, "sign_off", on).granted
