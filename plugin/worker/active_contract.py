"""A contract in force, as a worker has it at hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from mappings.model import ContractMapping
from plugin.core.calendar.working_days import WorkingCalendar
from plugin.core.facts import Baseline
from plugin.core.model.kept_names import Names
from plugin.core.model.terms_history import TermsHistory
from plugin.store import contracts
from plugin.store.connection import Connection
from plugin.texts.render import BUILT_IN, Texts
from plugin.trackers.mentioned_names import list_named_terms
from plugin.worker.learnt_suggestions import LearntSuggestions


@dataclass
class LoadedBaseline:
    """The baseline that was loaded last, with its mapping and facts versions.

    It may be used again under the contract's lock while the versions are the same.
    """

    _found: tuple[tuple[int, int], Baseline] | None = None
    _history: tuple[int, TermsHistory] | None = None

    def history(self, connection: Connection, contract: str, version: int) -> TermsHistory:
        """Return what the versions up to this one said; read once for each version."""
        known = self._history
        if known is None or known[0] != version:
            known = self._history = (version, contracts.load_history(connection, contract))
        return known[1]

    def of(self, versions: tuple[int, int]) -> Baseline | None:
        """Return the baseline of these versions, or None where another one was loaded."""
        found = self._found
        return found[1] if found is not None and found[0] == versions else None

    def remember(self, versions: tuple[int, int], baseline: Baseline) -> None:
        """Store a baseline for these versions.

        Both change in one assignment, because other threads read them.
        """
        self._found = (versions, baseline)


@dataclass(frozen=True)
class ActiveContract:
    """A contract in force, with its calendar and texts."""

    mapping: ContractMapping
    calendar: WorkingCalendar
    texts: Texts = BUILT_IN
    pages_url: str = ""
    digest: str = ""
    is_file_older: bool = False
    """This process has the file of an older version: it decides nothing in the contract."""
    loaded: LoadedBaseline = field(default_factory=LoadedBaseline, compare=False)
    suggestions: LearntSuggestions = field(default_factory=LearntSuggestions, compare=False)

    @cached_property
    def names(self) -> Names:
        """The statuses, types, components and versions that the mapping names."""
        return list_named_terms(self.mapping)
