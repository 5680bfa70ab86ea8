"""The contracts in force, loaded from files; faulty files change nothing."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import ClassVar

from mappings.faults import Fault
from mappings.loader import load_files, load_folder
from mappings.loader import mapping_digest as digest
from mappings.model import ContractMapping, Only, TrackerTerms
from plugin.core.calendar.working_days import make_calendar
from plugin.core.model.issue import IssueSnapshot
from plugin.core.model.kept_names import TERM_KINDS, KeptName, KeptNames, Kind, Names, Term
from plugin.core.scope.match import belongs, find_named_issues
from plugin.runtime.clock import NO_SHIFT
from plugin.store import (
    contracts,
    kept_names,
)
from plugin.store.engine import Database
from plugin.texts.render import BUILT_IN, Texts
from plugin.trackers.mentioned_names import list_named_terms
from plugin.worker.active_contract import ActiveContract
from plugin.worker.mapping_files import REST_S, MappingFiles, Stamp, find_written_at
from plugin.worker.put_in_force import put_in_force

log = logging.getLogger("ugovor.mappings")


_NOTHING_KEPT = KeptNames()
_NO_TERMS: Names = {}
_NOTHING_NAMED: Mapping[Kind, frozenset[str]] = {"issue": frozenset(), "project": frozenset()}


class ActiveContracts:
    """Knows which contract governs an issue.

    A file that does not load leaves its last good version in force. All processes on one database work by the
    same contracts: a file with the content of an older version is not followed.
    """

    rest_s: ClassVar[float] = REST_S
    """How long a file must have rested; tests that write files themselves set it to 0."""

    def __init__(
        self, folder: Path, database: Database, texts: Texts = BUILT_IN, pages_url: str = ""
    ) -> None:
        self.folder = folder
        self._pages_url = pages_url
        self.texts = texts
        self._database = database
        self._seen: frozenset[Stamp] | None = None
        self._files = MappingFiles(folder, self.rest_s)
        self.is_loaded = False
        """Whether the files were loaded once; before that nothing may be decided."""
        self.is_resting = False
        """Whether a file was written just now and is to be looked at again soon."""
        self._by_id: dict[str, ActiveContract] = {}
        self._by_project: dict[tuple[str, str], list[ActiveContract]] = {}
        self._by_tracker: dict[str, tuple[ContractMapping, ...]] = {}
        self._accounts: frozenset[tuple[str, str]] = frozenset()
        self.faults: tuple[Fault, ...] = ()
        self._kept: Mapping[str, KeptNames] = {}
        self._named: Mapping[str, Mapping[Kind, frozenset[str]]] = {}

    @property
    def all(self) -> tuple[ActiveContract, ...]:
        """Every contract in force."""
        return tuple(self._by_id.values())

    def of(self, contract: str) -> ActiveContract | None:
        """Return a contract in force by its id, or None."""
        return self._by_id.get(contract)

    def mappings_of(self, tracker: str) -> tuple[ContractMapping, ...]:
        """Return the contracts in force whose issues are in a tracker."""
        return self._by_tracker.get(tracker, ())

    def knows(self, tracker: str, account: str) -> bool:
        """Tell whether a contract of the tracker names the person with this account."""
        return (tracker, account) in self._accounts

    def terms_of(self, tracker: str, project: str) -> TrackerTerms | None:
        """Return how a project's contract reads the tracker, or None without a contract.

        Contracts that share a project share its fields.
        """
        called = self.kept(tracker).find_name("project", project)
        claiming = self._by_project.get((tracker, project)) or self._by_project.get((tracker, called))
        return claiming[0].mapping.tracker if claiming else None

    def governing(self, tracker: str, issue: IssueSnapshot) -> ActiveContract | None:
        """Return the contract that the issue belongs to, or None."""
        candidates = self._by_project.get((tracker, issue.project), [])
        if issue.called:
            candidates = [each for each in self._by_id.values() if each.mapping.tracker.name == tracker]
        return next((each for each in candidates if belongs(issue, each.mapping)), None)

    def kept(self, tracker: str) -> KeptNames:
        """Return what is kept of issues and projects that mappings name."""
        kept = self._kept.get(tracker)
        return kept.select(self._named.get(tracker, _NOTHING_NAMED)) if kept else _NOTHING_KEPT

    def recognise(self, tracker: str, issue: IssueSnapshot) -> IssueSnapshot:
        """Return an issue with the keys and names by which its mapping calls things."""
        kept = self.kept(tracker)
        known = kept.recognise(issue)
        return kept.recognise_terms(known, self.names_in(tracker, known.project))

    def names_in(self, tracker: str, project: str) -> Names:
        """Return the statuses and the like that a project's contract names.

        Contracts that share a project share its names.
        """
        called = self.kept(tracker).find_name("project", project)
        claiming = self._by_project.get((tracker, project)) or self._by_project.get((tracker, called))
        return claiming[0].names if claiming else _NO_TERMS

    def names_of(self, tracker: str) -> Names:
        """Return the statuses and the like that any contract of a tracker names."""
        named = self._named.get(tracker, _NOTHING_NAMED)
        return {kind: named.get(kind, frozenset()) for kind in TERM_KINDS}

    def learn(self, tracker: str, terms: Iterable[Term]) -> tuple[KeptName, ...]:
        """Keep the numbers of what a tracker lists; return what is new."""
        news = tuple(self.kept(tracker).list_terms_told(terms, self.names_of(tracker)))
        if news:
            with self._database.change() as connection:
                for each in news:
                    kept_names.save(connection, tracker, each)
                for mapping in self.mappings_of(tracker):
                    # What is doubted of a contract's names may be other than before.
                    contracts.count_change(connection, mapping.id)
                self._kept = kept_names.load_all(connection)
        return news

    def find_projects(self, tracker: str, projects: Iterable[str]) -> tuple[str, ...]:
        """Return projects by their numbers, where they were seen: a key may change."""
        kept = self.kept(tracker)
        return tuple(kept.find_id("project", project) or project for project in projects)

    def refresh(self, now: datetime, shift: timedelta = NO_SHIFT) -> bool:
        """Load the mappings again where a file changed, or another version is in force.

        Args:
            now: the moment, by the machine's clock.
            shift: by how much practice time is ahead, in which contracts begin.

        Returns:
            Whether any was loaded.
        """
        with self._database.look() as connection:
            self._kept = kept_names.load_all(connection)
        found = self._files.look()
        self.is_resting = bool(found.resting)
        if found.must_wait or (found.stamp == self._seen and self._is_in_force()):
            return False
        folder = load_files(found.rested) if found.rested or found.resting else load_folder(self.folder)
        faults = [fault for loaded in folder.loaded for fault in loaded.errors]
        paths = {loaded.mapping.id: loaded.path for loaded in folder.loaded if loaded.mapping}
        good = {mapping.id: mapping for mapping in folder.mappings}
        kept = self._last_good(good)
        if not faults:
            faults = [self._gone(contract) for contract in kept]
        good, older = {**kept, **good}, {}
        for mapping in good.values():
            path = paths.get(mapping.id)
            try:
                put_in_force(self._database, mapping, now, shift, find_written_at(path) if path else None)
            except contracts.OlderVersion as error:
                faults.append(_describe_older(error, path))
                older[mapping.id] = error.current.version
        self.faults = tuple(faults)
        for fault in faults:
            log.error("%s", fault)
        self._use(good.values(), older)
        self._seen, self.is_loaded = found.stamp, True
        return True

    def put_in_force(self, mapping: ContractMapping, now: datetime, shift: timedelta = NO_SHIFT) -> bool:
        """Put a mapping in force whichever version had its content before.

        Return whether anything changed.
        """
        return put_in_force(self._database, mapping, now, shift, None, even_older=True)

    def _is_in_force(self) -> bool:
        """Tell whether what was loaded is still what is in force."""
        with self._database.look() as connection:
            in_force = contracts.load_digests(connection)
        return all(in_force.get(key) == active.digest for key, active in self._by_id.items())

    def _last_good(self, good: Mapping[str, ContractMapping]) -> dict[str, ContractMapping]:
        """Return the contracts on record whose files are missing or faulty.

        Their last good version stays in force: a file that does not load, or is away for a moment, must not
        make the service ignore issues and decisions. A contract whose projects another file claims has been
        replaced by it.
        """
        with self._database.look() as connection:
            known = [mapping for mapping in contracts.load_latest(connection) if mapping.id not in good]
        return {
            mapping.id: mapping
            for mapping in known
            if not any(_claims_of(mapping, other) for other in good.values())
        }

    def _gone(self, contract: str) -> Fault:
        return Fault(
            file=str(self.folder),
            line=1,
            column=1,
            sentence=f"no file gives the contract {contract}: its last version stays in force",
            remedy="Put the file back; to let a contract rest, keep it with mode: observe.",
            reason="file_gone",
            where="contract.id",
        )

    def _use(self, mappings: Iterable[ContractMapping], older: Mapping[str, int]) -> None:
        """Take mappings in use; where the file is older, the version in force."""
        in_force = {mapping.id: self._load_version(mapping, older.get(mapping.id)) for mapping in mappings}
        active_contracts = [
            self._activate(mapping, is_file_older=mapping.id in older) for mapping in in_force.values()
        ]
        by_project: dict[tuple[str, str], list[ActiveContract]] = defaultdict(list)
        by_tracker: dict[str, list[ContractMapping]] = defaultdict(list)
        for active in active_contracts:
            by_tracker[active.mapping.tracker.name].append(active.mapping)
            for project in active.mapping.tracker.projects:
                by_project[(active.mapping.tracker.name, project)].append(active)
        # Other threads read meanwhile: all are put in place whole, and never changed.
        self._by_id, self._by_project, self._by_tracker, self._accounts, self._named = (
            {active.mapping.id: active for active in active_contracts},
            dict(by_project),
            {tracker: tuple(listed) for tracker, listed in by_tracker.items()},
            frozenset(
                (tracker, person.account)
                for tracker, listed in by_tracker.items()
                for mapping in listed
                for person in mapping.people.values()
                if person.account
            ),
            _list_named(active.mapping for active in active_contracts),
        )

    def _activate(self, mapping: ContractMapping, *, is_file_older: bool) -> ActiveContract:
        active = ActiveContract(
            mapping,
            make_calendar(mapping.contract),
            self.texts,
            self._pages_url,
            digest=digest(mapping),
            is_file_older=is_file_older,
        )
        known = self._by_id.get(mapping.id)
        # What was learnt of its issues holds on while its items are the same.
        return (
            replace(active, suggestions=known.suggestions)
            if known is not None and known.digest == active.digest
            else active
        )

    def _load_version(self, mapping: ContractMapping, version: int | None) -> ContractMapping:
        if version is None:
            return mapping
        with self._database.look() as connection:
            return contracts.load_mapping_version(connection, mapping.id, version) or mapping


def _claims_of(one: ContractMapping, other: ContractMapping) -> bool:
    """Tell whether another contract claims issues of this one."""
    same_tracker = one.tracker.name == other.tracker.name
    shared = set(one.tracker.projects) & set(other.tracker.projects)
    everything = Only()
    apart = (
        everything not in (one.tracker.only, other.tracker.only) and one.tracker.only != other.tracker.only
    )
    return same_tracker and bool(shared) and not apart


def _describe_older(older: contracts.OlderVersion, path: Path | None) -> Fault:
    current = older.current
    since = older.since.isoformat(timespec="seconds")
    return Fault(
        file=str(path) if path else current.id,
        line=1,
        column=1,
        sentence=(
            f"the file holds version {older.version} of {current.id}, but version {current.version} is in "
            f"force since {since}: this process decides nothing in {current.id}"
        ),
        remedy=f"Put the newest file here; or, if this is the one, run `ugovor check --put-in-force {path}`.",
        reason="older_version",
        where="contract.id",
    )


def _list_named(mappings: Iterable[ContractMapping]) -> dict[str, Mapping[Kind, frozenset[str]]]:
    """Return what mappings name, by tracker."""
    named: dict[str, Mapping[Kind, frozenset[str]]] = {}
    for mapping in mappings:
        before = named.get(mapping.tracker.name, _NOTHING_NAMED)
        terms = list_named_terms(mapping)
        here: dict[Kind, frozenset[str]] = {
            "issue": find_named_issues(mapping),
            "project": frozenset(mapping.tracker.projects),
            "status": terms["status"],
            "type": terms["type"],
            "component": terms["component"],
            "version": terms["version"],
        }
        named[mapping.tracker.name] = {
            kind: before.get(kind, frozenset()) | names for kind, names in here.items()
        }
    return named
