"""What `ugovor doctor` finds out at the trackers, with or without a database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, timedelta

from mappings.model import ContractMapping, TrackerTerms
from plugin.cli.context import CliContext
from plugin.cli.doctor_lines import DoctorLine, Level
from plugin.core.model.kept_names import KeptNames, Term
from plugin.settings.errors import SettingsError
from plugin.settings.model import Settings, TrackerSettings
from plugin.trackers.base import Check, Tracker, TrackerError
from plugin.trackers.mentioned_names import PLURALS
from plugin.trackers.renamed_names import RenamedName, find_renamed, with_current_names

_SOON = timedelta(days=30)


def check_trackers(
    context: CliContext,
    settings: Settings,
    mappings: tuple[ContractMapping, ...],
    kept: Mapping[str, KeptNames],
) -> Iterator[DoctorLine]:
    """Ask every tracker for what the settings and the mappings name of it.

    Args:
        context: of the command.
        settings: the service's.
        mappings: of the folder.
        kept: by tracker, what was seen under which number.
    """
    for name, of_tracker in sorted(settings.trackers.items()):
        contracts = tuple(mapping for mapping in mappings if mapping.tracker.name == name)

        def find_terms(
            project: str, contracts: tuple[ContractMapping, ...] = contracts
        ) -> TrackerTerms | None:
            return next((each.tracker for each in contracts if project in each.tracker.projects), None)

        yield from _check_end_of_token(name, of_tracker, context.clock.now().date())
        try:
            tracker = context.make_tracker(name, of_tracker, context.clock, find_terms)
        except SettingsError as error:
            yield DoctorLine("no", "settings", str(error))
            continue
        yield from _check_own_account(name, of_tracker, tracker, contracts)
        renamed = _find_renamed(tracker, contracts, kept.get(name, KeptNames()))
        yield from (_tell_renamed(name, contract, each) for contract, found in renamed for each in found)
        current = tuple(with_current_names(contract, found) for contract, found in renamed)
        yield from _check_tracker(name, tracker, current)


def _check_end_of_token(name: str, settings: TrackerSettings, today: date) -> Iterator[DoctorLine]:
    ends = settings.token_expires
    if ends is None or ends > today + _SOON:
        return
    remedy = f"Make a new one at the tracker, and write it and its token_expires under [trackers.{name}]."
    if ends < today:
        yield DoctorLine("no", f"{name}: token life", f"The token ran out on {ends}.", remedy)
    else:
        days = (ends - today).days
        yield DoctorLine(
            "warn", f"{name}: token life", f"The token runs out on {ends}, in {days} days.", remedy
        )


def _check_own_account(
    name: str, settings: TrackerSettings, tracker: Tracker, contracts: tuple[ContractMapping, ...]
) -> Iterator[DoctorLine]:
    """Say where a person of a mapping has the service's own account."""
    own = {settings.account} if settings.account else set()
    # Where the token does not work, its own line says why.
    with suppress(TrackerError):
        own.add(tracker.whoami().id)
    for contract in contracts:
        for key, person in contract.people.items():
            if person.account in own:
                sentence = (
                    f"people.{key} ({person.name}) has the service's own account {person.account}, "
                    "whose words and moves are ignored."
                )
                remedy = f"Give the person an account of their own; `ugovor people {name}` prints the ids."
                yield DoctorLine("no", f"people of {contract.id}", sentence, remedy)


def _check_tracker(
    name: str, tracker: Tracker, contracts: tuple[ContractMapping, ...]
) -> Iterator[DoctorLine]:
    try:
        for check in tracker.check(contracts):
            yield _make_line(name, check)
    except TrackerError as error:
        yield DoctorLine("no", name, str(error), f"Check [trackers.{name}] in the settings.")


def _find_renamed(
    tracker: Tracker, contracts: tuple[ContractMapping, ...], kept: KeptNames
) -> list[tuple[ContractMapping, tuple[RenamedName, ...]]]:
    """Return each contract with the names that are others at the tracker now."""
    listed: tuple[Term, ...] = ()
    # Where the tracker does not answer, its own lines say so.
    with suppress(TrackerError):
        projects = dict.fromkeys(key for each in contracts for key in each.tracker.projects)
        listed = tracker.list_terms(tuple(projects))
    return [(each, find_renamed(each, kept, listed)) for each in contracts]


def _tell_renamed(tracker: str, contract: ContractMapping, renamed: RenamedName) -> DoctorLine:
    mention = renamed.mention
    sentence = (
        f'The mapping says "{mention.name}" ({mention.place}), the tracker calls this {mention.kind} '
        f'"{renamed.current}" now; both work.'
    )
    remedy = f'Write "{renamed.current}" in the mapping when convenient.'
    return DoctorLine("warn", f"{tracker}: {PLURALS[mention.kind]} of {contract.id}", sentence, remedy)


def _make_line(tracker: str, check: Check) -> DoctorLine:
    """Return the line of a tracker's check.

    One that is well but has a remedy is a warning.
    """
    level: Level = "no" if not check.ok else "warn" if check.remedy else "ok"
    return DoctorLine(level, f"{tracker}: {check.name}", check.sentence, check.remedy)
