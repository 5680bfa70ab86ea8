"""Loading the facts of a decision, once, under the contract's lock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from plugin.core.comment_events import text_of
from plugin.core.contract_facts import ContractFacts, ShownEffect
from plugin.core.due_dates.deadline_shift import stage_subject
from plugin.core.facts import Baseline, EarlierIssue
from plugin.core.model.actor import Actor
from plugin.core.model.effects import Effect
from plugin.core.model.events import CommentWritten, Event, PageAnswered
from plugin.core.model.goodwill_requests import Request
from plugin.core.model.internal_events import InternalEvent, NoticesDue, ReviewTimerDue
from plugin.core.model.issue_state import IssueState
from plugin.core.model.options import OpenWork
from plugin.core.model.signed_links import mark_of
from plugin.core.model.slots import KICK_OFF_SLOT, STAGE_SLOT, VERDICT_SLOT, Slot
from plugin.core.model.stage_issues import stage_of
from plugin.core.model.waits import Wait
from plugin.core.reach import IssueChange, Reach, further_reach, keys_of, reach_of, swap_candidates
from plugin.core.requested_facts import RequestedFacts, changes_of, gather_requested, stages_to_load
from plugin.store import (
    calls,
    contracts,
    effects,
    exchanges,
    issues,
    notices,
    offer_publications,
    own_comments,
    processed_commands,
    related_issues,
    waits,
)
from plugin.store.connection import Connection
from plugin.store.related_issues import Gifts, StoredIssue


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
    requested = gather_requested(baseline, events)
    missing = sorted(key for key in requested.issues if key not in known)
    loaded = related_issues.load_issues(connection, tracker, missing) if missing else ()
    found = [*loaded, *(known[key] for key in requested.issues if key in known)]
    on_record = {
        each.state.issue.id: each for each in found if each is not None and each.state.contract == contract
    }
    states = {key: each.state for key, each in on_record.items()}
    changes = list(changes_of(baseline, requested, states))
    whole_stages = stages_to_load(baseline, requested, changes)
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
        published=_published(connection, tracker, requested.decides),
        shown=_shown(connection, tracker, requested, on_record),
        own_comments=_own_comments(connection, tracker, requested.own_comments),
        movers=movers,
        stages=frozenset(whole_stages),
        processed=frozenset(_processed(connection, tracker, requested.comments)),
        heard={
            event.comment.id: processed_commands.load_last_said(connection, tracker, event.comment.id)
            for event in requested.comments
        },
        used_links=frozenset(
            page.link for page in requested.pages if processed_commands.is_link_used(connection, page.link)
        ),
        replaced_people=frozenset(_replaced_people(connection, baseline, requested.pages)),
        delivered=dict(_delivered(connection, baseline, events)),
        waits={wait.key: wait for wait in _waits(connection, baseline, requested, on_record)},
        notices=tuple(
            notice
            for event in events
            if isinstance(event, NoticesDue)
            for notice in notices.load_of_issue(connection, contract, tracker, event.issue_id)
        ),
        logged={key: exchanges.load_logged(connection, tracker, key) for key in sorted(requested.logged)},
        calls={key: calls.load_of_issue(connection, contract, key) for key in sorted(requested.logged)},
    )


def _waits(
    connection: Connection,
    baseline: Baseline,
    requested: RequestedFacts,
    on_record: Mapping[str, StoredIssue],
) -> Iterable[Wait]:
    """Yield the waits of the issues in question, and what counted for their stages."""
    own = waits.load_of_issues(connection, baseline.tracker, requested.issues.keys())
    stages = {wait.stage for wait in own if wait.stage is not None}
    if requested.comments:
        found = (on_record[key].state.issue for key in requested.issues if key in on_record)
        own_stages = (stage_of(baseline.mapping, issue) for issue in found)
        stages |= {each.id for each in own_stages if each is not None}
    for stage in sorted(stages):
        yield from waits.load_counted(connection, baseline.mapping.id, stage)
    if requested.all_open_waits:
        yield from waits.load_of_contract(connection, baseline.mapping.id, only_open=True)
    yield from own


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

    first = reach if reach.offers == "all" else replace(reach, offers=())
    open_ = add(related_issues.load_open_issues(connection, tracker, mapping.id, first, loaded))
    judged = [each.state for each in open_ if each.state.item in reach.items]
    further = further_reach(baseline, reach, judged)
    if "swap" in mapping.options and reach.offers != "all" and (reach.offers or judged):
        usage = related_issues.load_usage_of_others(connection, tracker, mapping.id, reach, loaded.values())
        states = {each.state.issue.id: each.state for each in loaded.values()}
        facts = ContractFacts(baseline, states, usage)
        further = replace(further, offers=swap_candidates(facts, reach, changes, judged))
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


def _published(
    connection: Connection, tracker: str, keys: Iterable[str]
) -> dict[str, tuple[tuple[int, datetime], ...]]:
    return {key: offer_publications.load_publications(connection, tracker, key) for key in sorted(keys)}


def _own_comments(connection: Connection, tracker: str, keys: Iterable[str]) -> dict[str, Effect | None]:
    return {
        comment: effect
        for key in sorted(keys)
        for comment, effect in own_comments.load_own_comments(connection, tracker, key).items()
    }


def _processed(
    connection: Connection, tracker: str, comments: Iterable[CommentWritten]
) -> Iterable[tuple[str, str]]:
    """Yield the comments, each with its text, whose commands were processed before."""
    for event in comments:
        text = text_of(event.comment)
        if processed_commands.are_commands_processed(connection, tracker, event.comment.id, text):
            yield event.comment.id, text


def _shown(
    connection: Connection, tracker: str, requested: RequestedFacts, on_record: Mapping[str, StoredIssue]
) -> dict[tuple[str, Slot], ShownEffect]:
    """Return what the label slots of issues that were seen again last showed."""
    shown = {}
    for key, seen_as in requested.issues.items():
        if not seen_as or key not in on_record:
            continue
        for slot in (VERDICT_SLOT, STAGE_SLOT, KICK_OFF_SLOT):
            found = own_comments.load_shown(connection, tracker, key, str(slot))
            if found is not None:
                shown[(key, slot)] = ShownEffect(*found)
    return shown


def _delivered(
    connection: Connection, baseline: Baseline, events: Iterable[Event | InternalEvent]
) -> Iterable[tuple[tuple[str, str], datetime | None]]:
    """Yield when the messages of review periods were taken, where a timer asks."""
    for event in events:
        if not isinstance(event, ReviewTimerDue):
            continue
        known = [stage for stage, state in baseline.stages.items() if state.issue_id == event.issue_id]
        subjects = [event.issue_id, *(stage_subject(baseline.mapping.id, stage) for stage in known)]
        for subject in subjects:
            for slot, taken_at in effects.load_delivered(connection, baseline.tracker, subject).items():
                yield (subject, slot), taken_at


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
