"""Loading the facts of a decision, once, under the contract's lock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from mappings.model import Stage
from plugin.core import commands as given
from plugin.core.commands import read_commands
from plugin.core.decide import text_of
from plugin.core.facts import Baseline, ContractFacts, EarlierIssue, ShownEffect, StageFacts, signed_moments
from plugin.core.model.actor import Actor
from plugin.core.model.events import CommentDeleted, CommentWritten, Event, IssueSeen, PageAnswered
from plugin.core.model.gifts import Request
from plugin.core.model.internal_events import InternalEvent, OwnCommentEdited
from plugin.core.model.issue_state import IssueState
from plugin.core.model.options import OpenWork
from plugin.core.model.placement import SignedOff
from plugin.core.model.signed_links import mark_of
from plugin.core.model.slots import KICK_OFF_SLOT, STAGE_SLOT, VERDICT_SLOT, Slot
from plugin.core.model.stage_issues import is_done, stage_of
from plugin.core.model.stage_state import StageState
from plugin.core.model.verdict import Ruling
from plugin.core.reach import IssueChange, Reach, further_reach, keys_of, reach_of
from plugin.core.scope.judge import settle_match
from plugin.core.scope.policy import seen
from plugin.core.signoff.sign_mails import may_be_mailed
from plugin.store import (
    contracts,
    effects,
    issues,
    offer_publications,
    processed_commands,
    related_issues,
    stages,
)
from plugin.store.connection import Connection
from plugin.store.related_issues import Gifts, StoredIssue
from plugin.worker.active_contracts import ActiveContract


class NotInForce(Exception):
    """The contract's row is not there yet: its mapping is being loaded."""


def load_baseline(
    connection: Connection, tracker: str, active: ActiveContract, now: datetime, *, waits: bool = True
) -> Baseline:
    """Return a contract as it stands, its row locked until the transaction ends.

    Args:
        connection: a transaction that writes.
        tracker: the tracker's name.
        active: the contract.
        now: the moment.
        waits: whether it waits for whoever holds the contract's lock.

    Raises:
        NotInForce: nobody has put the mapping in force yet, or the lock is not waited for.
    """
    in_force = contracts.lock(connection, active.mapping.id, waits=waits)
    if in_force is None:
        raise NotInForce(active.mapping.id)
    versions = (in_force.version, in_force.facts_version)
    known = active.loaded.of(versions)
    if known is not None:
        return known.at(now)
    on_record = stages.load_all(connection, active.mapping.id)
    baseline = Baseline(
        tracker=tracker,
        mapping=stages.with_deputies(connection, active.mapping),
        calendar=active.calendar,
        live_from=in_force.live_from,
        now=now,
        shifts=issues.load_shifts(connection, active.mapping.id),
        signed_off=SignedOff(signed_moments(on_record)),
        stages=on_record,
        texts=active.texts,
        pages_url=active.pages_url,
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


@dataclass
class _Requested:
    """What the events of a delivery ask for, gathered before anything is loaded."""

    issues: dict[str, list[IssueSeen]] = field(default_factory=dict)
    decides: set[str] = field(default_factory=set)
    rulings: dict[str, list[given.Scope | given.Bonus]] = field(default_factory=dict)
    comments: list[CommentWritten] = field(default_factory=list)
    pages: list[PageAnswered] = field(default_factory=list)
    stages: set[str] = field(default_factory=set)
    own_comments: set[str] = field(default_factory=set)


def load_facts(
    connection: Connection,
    baseline: Baseline,
    events: Sequence[Event | InternalEvent],
    movers: Mapping[str, Actor],
    known: Mapping[str, StoredIssue | None],
) -> ContractFacts:
    """Load everything that deciding events may ask for.

    Args:
        connection: the transaction that holds the contract's lock.
        baseline: the contract as it stands.
        events: what is to be decided, in order.
        movers: who moved a stage's issue to an accepted status, by the issue's id.
        known: issues that were loaded already, in the same transaction; None: not on record.
    """
    tracker, contract = baseline.tracker, baseline.mapping.id
    wanted = _gather(baseline, events)
    missing = sorted(key for key in wanted.issues if key not in known)
    loaded = related_issues.load_issues(connection, tracker, missing) if missing else ()
    found = [*loaded, *(known[key] for key in wanted.issues if key in known)]
    on_record = {
        each.state.issue.id: each for each in found if each is not None and each.state.contract == contract
    }
    changes = list(_changes(baseline, wanted, on_record))
    whole_stages = _stages_to_load(baseline, wanted, changes)
    for stage in sorted(whole_stages):
        for each in related_issues.load_stage_issues(connection, contract, stage):
            on_record.setdefault(each.state.issue.id, each)
    related = _load_related(connection, baseline, changes, on_record)
    return ContractFacts(
        baseline=baseline,
        states=related.states,
        usage=related_issues.load_usage_of_others(
            connection, tracker, contract, related.reach, related.stored
        ),
        gifts=related.gifts,
        open_work=_open_work(connection, baseline, changes, related),
        earlier_issues=_earlier_issues(connection, baseline, changes),
        published={
            key: offer_publications.load_publications(connection, tracker, key)
            for key in sorted(wanted.decides)
        },
        shown=_shown(connection, tracker, wanted, on_record),
        own_comments={
            comment: effect
            for key in sorted(wanted.own_comments)
            for comment, effect in effects.load_own_comments(connection, tracker, key).items()
        },
        movers=movers,
        stages=frozenset(whole_stages),
        processed=frozenset(
            (event.comment.id, text_of(event.comment))
            for event in wanted.comments
            if processed_commands.are_commands_processed(
                connection, tracker, event.comment.id, text_of(event.comment)
            )
        ),
        used_links=frozenset(
            page.link for page in wanted.pages if processed_commands.is_link_used(connection, page.link)
        ),
        replaced_people=frozenset(_replaced_people(connection, baseline, wanted.pages)),
    )


def _gather(baseline: Baseline, events: Iterable[Event | InternalEvent]) -> _Requested:
    wanted = _Requested()
    for event in events:
        subject = event.issue.id if isinstance(event, IssueSeen) else event.issue_id
        if isinstance(event, IssueSeen):
            wanted.issues.setdefault(subject, []).append(event)
        elif not isinstance(event, PageAnswered) or event.stage is None or event.word == "choose":
            wanted.issues.setdefault(subject, [])
        match event:
            case CommentWritten():
                wanted.decides.add(subject)
                wanted.comments.append(event)
                parsed = read_commands(event.comment.body, today=baseline.today)
                rulings = [each for each in parsed.commands if isinstance(each, given.Scope | given.Bonus)]
                wanted.rulings.setdefault(subject, []).extend(rulings)
            case PageAnswered():
                wanted.pages.append(event)
                if event.word == "choose":
                    wanted.decides.add(subject)
                if event.stage is not None:
                    wanted.stages.add(event.stage)
            case OwnCommentEdited() | CommentDeleted():
                wanted.own_comments.add(subject)
    return wanted


def _changes(
    baseline: Baseline, wanted: _Requested, on_record: Mapping[str, StoredIssue]
) -> Iterable[IssueChange]:
    """Yield each issue before and after the event, also as a ruling would place it."""
    for key, seen_as in wanted.issues.items():
        stored = on_record.get(key)
        before = state = stored.state if stored else None
        decides = key in wanted.decides
        for event in seen_as:
            state = seen(baseline, state, event.issue)
            yield IssueChange(before, state, decides)
        if state is None:
            continue
        if not seen_as:
            yield IssueChange(before, state, decides)
        for ruling in wanted.rulings.get(key, ()):
            ruled = state.model_copy(update={"ruling": _as_ruled(ruling)})
            yield IssueChange(before, ruled, decides, is_ruling=True)


def _as_ruled(command: given.Scope | given.Bonus) -> Ruling | None:
    """Return the ruling as far as it says where the issue would belong."""
    if isinstance(command, given.Bonus):
        return Ruling(kind="bonus", by="")
    if command.by_rules:
        return None
    return Ruling(kind="beyond_scope" if command.beyond else "in_scope", item=command.in_item, by="")


def _stages_to_load(baseline: Baseline, wanted: _Requested, changes: Iterable[IssueChange]) -> set[str]:
    """Return the stages whose issues the sign-off policy may ask for."""
    mapping = baseline.mapping
    stages_wanted = {stage for stage in wanted.stages if mapping.stage(stage)}
    if wanted.decides:
        # A decision may move a date; a checklist that names changed parts shows their issues.
        stages_wanted |= {
            key for key, state in baseline.stages.items() if state.changed and mapping.stage(key)
        }
    for change in changes:
        own = stage_of(mapping, change.after.issue)
        if own is not None:
            stages_wanted.add(own.id)
            continue
        placed, _ = settle_match(baseline, change.after)
        for key in (placed.stage, change.before.stage if change.before else None):
            stage = mapping.stage(key) if key else None
            on_record = baseline.stages.get(key or "")
            spoken_of = on_record is not None and (on_record.certificates or on_record.words)
            if stage and (spoken_of or (is_done(mapping, placed) and may_be_mailed(mapping, stage))):
                stages_wanted.add(stage.id)
    return stages_wanted


@dataclass(frozen=True)
class _Related:
    """The issues in question, with everything that shares something with them."""

    stored: tuple[StoredIssue, ...]
    reach: Reach
    gifts: Mapping[str, tuple[Request, ...]]

    @property
    def states(self) -> dict[str, IssueState]:
        """The states by the issue's id."""
        return {each.state.issue.id: each.state for each in self.stored}


def _load_related(
    connection: Connection,
    baseline: Baseline,
    changes: Sequence[IssueChange],
    on_record: Mapping[str, StoredIssue],
) -> _Related:
    mapping, tracker = baseline.mapping, baseline.tracker
    reach = reach_of(baseline, changes)
    loaded = dict(on_record)

    def add(found: Iterable[StoredIssue]) -> tuple[StoredIssue, ...]:
        fresh = tuple(each for each in found if each.state.issue.id not in loaded)
        loaded.update({each.state.issue.id: each for each in fresh})
        return fresh

    open_ = add(related_issues.load_open_issues(connection, tracker, mapping.id, reach, loaded))
    further = further_reach(mapping, reach, [each.state for each in open_ if each.state.item in reach.items])
    open_ += add(related_issues.load_open_issues(connection, tracker, mapping.id, further, loaded))
    moments = [*(change.after.created for change in changes), *(each.state.created for each in open_)]
    given_away = (
        related_issues.load_gifts(connection, mapping.id, reach.months | further.months, min(moments), loaded)
        if moments
        else Gifts()
    )
    add(given_away.later)
    return _Related(tuple(loaded.values()), reach, given_away.given)


def _open_work(
    connection: Connection, baseline: Baseline, changes: Sequence[IssueChange], related: _Related
) -> tuple[OpenWork, ...]:
    """Return the open work that a swap could name, up to the largest size in question."""
    mapping = baseline.mapping
    if "swap" not in mapping.options:
        return ()
    sizes = [change.after.estimate for change in changes]
    sizes += [each.state.estimate for each in related.stored if each.state.change]
    largest = max((size for size in sizes if size), default=Decimal(0))
    if not largest:
        return ()
    found = issues.load_open_work(connection, mapping.id, largest * Decimal("1.1") + 1)
    known = related.states
    return tuple(work for work in found if work.issue not in known)


def _earlier_issues(
    connection: Connection, baseline: Baseline, changes: Iterable[IssueChange]
) -> dict[str, tuple[EarlierIssue, ...]]:
    by_issue: dict[str, list[IssueChange]] = {}
    for change in changes:
        by_issue.setdefault(change.after.issue.id, []).append(change)
    contract = baseline.mapping.id
    return {
        key: issues.load_earlier_issues(connection, contract, key, keys_of(baseline, found))
        for key, found in by_issue.items()
    }


def _shown(
    connection: Connection, tracker: str, wanted: _Requested, on_record: Mapping[str, StoredIssue]
) -> dict[tuple[str, Slot], ShownEffect]:
    """Return what the label slots of issues that were seen again last showed."""
    shown = {}
    for key, seen_as in wanted.issues.items():
        if not seen_as or key not in on_record:
            continue
        for slot in (VERDICT_SLOT, STAGE_SLOT, KICK_OFF_SLOT):
            found = effects.load_shown(connection, tracker, key, str(slot))
            if found is not None:
                shown[(key, slot)] = ShownEffect(*found)
    return shown


def _replaced_people(
    connection: Connection, baseline: Baseline, pages: Iterable[PageAnswered]
) -> Iterable[str]:
    """Yield the people whom the contract no longer names as when they answered.

    An answer may have waited while a mapping was changed: it never becomes the answer of a successor.
    """
    for page in pages:
        then = contracts.load_mapping_at(connection, page.contract, page.at)
        gave = then.people.get(page.person) if then else None
        person = baseline.mapping.people.get(page.person)
        if gave is None or person is None or mark_of(gave) != mark_of(person):
            yield page.person
