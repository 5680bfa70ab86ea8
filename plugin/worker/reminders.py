"""Reminds people of what they owe: one person at a time, over all contracts.

A person's reminders share a limit, so they are decided in one transaction under one lease. What is decided is
written by the ordinary effects; whether a mail is still wanted is asked again before it goes out.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from mappings.model import ContractMapping
from plugin.core.calendar.working_days import WorkingCalendar
from plugin.core.facts import Baseline
from plugin.core.model.exchanges import Exchange
from plugin.core.model.issue_state import IssueState
from plugin.core.model.subjects import REMINDERS_SUBJECT
from plugin.core.timeline.entries import make_reminder
from plugin.core.waiting.ladder import Heard, Owed, Recipient, Saying, add_stuck, plan_reminders
from plugin.core.waiting.reminder_texts import Reminded, find_decider, write_saying
from plugin.runtime.clock import Clock, shift_of
from plugin.store import absences, claims, effects, exchanges, issues, notices, record, reminders, timers
from plugin.store.connection import Connection
from plugin.store.engine import Database
from plugin.store.reminders import StoredWait
from plugin.worker.active_contract import ActiveContract
from plugin.worker.active_contracts import ActiveContracts
from plugin.worker.load_baseline import NotInForce, load_baseline
from plugin.worker.owed_waits import describe_owed, load_others
from plugin.worker.recipients import People, PersonKey, describe_recipient, find_people

log = logging.getLogger("ugovor.worker")

LADDER = "ladder"
MAX_BATCH = 200
"""People in one run; the rest is due at once again."""
_RETRY_INTERVAL = timedelta(minutes=1)
_WINDOW = timedelta(days=60)
"""Ten working days never take longer, whatever the holidays are."""


@dataclass(frozen=True)
class _Known:
    """One person's open waits, with the contracts that they are of."""

    stored: dict[tuple[str, tuple[str, str, int]], StoredWait]
    owed: tuple[Owed, ...]
    baselines: dict[str, Baseline]


class ReminderRunner:
    """Looks at the waits that are due, and says what the ladder says."""

    def __init__(self, database: Database, active_contracts: ActiveContracts, clock: Clock) -> None:
        self._database = database
        self._active_contracts = active_contracts
        self._clock = clock

    def wake(self, now: datetime) -> None:
        """Have the next run begin where a wait is due; it costs one indexed look-up.

        Args:
            now: the moment, by the machine's clock.
        """
        with self._database.look() as connection:
            moment = reminders.load_next_moment(connection)
        if moment is None or moment > now + shift_of(self._clock):
            return
        with self._database.change() as connection:
            if not timers.is_set(connection, LADDER):
                timers.set_timer(connection, "", REMINDERS_SUBJECT, LADDER, now)

    def run(self, lease: claims.Lease, now: datetime) -> int:
        """Remind everybody whose waits are due; return how many texts were asked for.

        Args:
            lease: of the subject of all reminders.
            now: the moment, by the machine's clock.
        """
        shift = shift_of(self._clock)
        with self._database.look() as connection:
            due = reminders.load_due(connection, now + shift, MAX_BATCH)
        people, seen, said = find_people(self._active_contracts.all), set[PersonKey](), 0
        for person in due:
            if person in seen:
                continue
            same = people.same_as(person)
            seen |= same
            try:
                said += self._remind(lease, people, person, now, shift)
            except NotInForce as other:
                log.info("reminders of %s wait: %s", person[0], other)
                self._put_off(lease, same, now + shift + _RETRY_INTERVAL)
        with self._database.change() as connection:
            claims.check_lease(connection, lease)
            more = now if len(due) == MAX_BATCH else None
            timers.set_timer(connection, lease.tracker, lease.subject, LADDER, more, is_held=True)
        return said

    def _remind(
        self, lease: claims.Lease, people: People, person: PersonKey, now: datetime, shift: timedelta
    ) -> int:
        at = now + shift
        with self._database.change() as connection:
            claims.check_lease(connection, lease)
            known = self._load(connection, people.same_as(person), at)
            first = self._active_contracts.of(person[0])
            if first is None or person[1] not in first.mapping.people:
                _put_off(connection, known, None)
                return 0
            recipient = _describe_recipient(connection, people, person, first.mapping, first.calendar)
            heard = self._heard(connection, people, person, at)
            plan = plan_reminders(known.owed, recipient, heard, at)
            looks = dict(plan.looks)
            said = {name: stored.said for name, stored in known.stored.items()}
            count = 0
            for saying in plan.sayings:
                later = self._decider_later(connection, people, saying, at)
                if later is not None:
                    looks |= {each.name: later for each, _ in saying.due}
                    continue
                whole = self._with_others(connection, saying, known) if saying.to == "decider" else saying
                count += self._say(connection, people, whole, known, at, shift)
                said |= {each.name: step.place for each, step in whole.due}
                # The others are looked at at once, for what comes next for them.
                looks |= {each.name: at for each, _ in whole.due if each.name not in looks}
            for name, stored in known.stored.items():
                reminders.save_look(connection, stored, looks.get(name), said[name])
            return count

    def _load(self, connection: Connection, people: frozenset[PersonKey], at: datetime) -> _Known:
        """Load what a person owes, under the locks of the contracts."""
        stored: dict[tuple[str, tuple[str, str, int]], StoredWait] = {}
        owed: list[Owed] = []
        baselines: dict[str, Baseline] = {}
        for contract, key in sorted(people):
            found = reminders.load_owed(connection, contract, key)
            active = self._active_contracts.of(contract)
            if not found:
                continue
            stored |= {(each.tracker, each.wait.key): each for each in found}
            if active is None or active.mapping.waiting is None or active.mapping.contract.mode == "observe":
                continue
            if contract not in baselines:
                baselines[contract] = load_baseline(connection, active.mapping.tracker.name, active, at)
            owed += [describe_owed(each, active, baselines[contract]) for each in found]
        return _Known(stored, tuple(sorted(owed, key=lambda each: (each.wait.due, each.wait.key))), baselines)

    def _heard(self, connection: Connection, people: People, person: PersonKey, at: datetime) -> Heard:
        return Heard(reminders.load_heard(connection, people.names_of(person), at - _WINDOW))

    def _decider_later(
        self, connection: Connection, people: People, saying: Saying, at: datetime
    ) -> datetime | None:
        """Return when the decider can hear it, where that is not now."""
        if saying.to != "decider":
            return None
        owed = saying.owed[0]
        baseline = load_baseline(connection, owed.tracker, self._contract(owed.mapping.id), at)
        decider = find_decider(baseline)
        if decider is None:
            return None
        person = (owed.mapping.id, decider)
        recipient = _describe_recipient(connection, people, person, owed.mapping, owed.calendar)
        heard = self._heard(connection, people, person, at)
        moment = recipient.find_next_moment(at)
        if moment > at:
            return moment
        free = recipient.find_free_moment(heard.days, at)
        return free if free > at else None

    def _with_others(self, connection: Connection, saying: Saying, known: _Known) -> Saying:
        """Return what a decider hears, with what others owe that is stuck, too."""
        contract, baseline = (
            self._contract(saying.owed[0].mapping.id),
            known.baselines[saying.owed[0].mapping.id],
        )
        own = frozenset(each.wait.owed_by for each in known.owed if each.mapping.id == contract.mapping.id)
        others = load_others(connection, contract, baseline, own)
        whole = add_stuck(saying, (owed for _, owed in others), baseline.today)
        told = {each.name for each, _ in whole.due}
        known.stored.update({owed.name: stored for stored, owed in others if owed.name in told})
        return whole

    def _contract(self, contract: str) -> ActiveContract:
        active = self._active_contracts.of(contract)
        if active is None:
            raise NotInForce(f"{contract} is in force no more")
        return active

    def _say(
        self,
        connection: Connection,
        people: People,
        saying: Saying,
        known: _Known,
        at: datetime,
        shift: timedelta,
    ) -> int:
        states: dict[tuple[str, str], IssueState] = {}
        for each in saying.owed:
            state = issues.load(connection, each.tracker, each.wait.issue)
            if state is not None:
                states[each.tracker, each.wait.issue] = state
        texts = list(write_saying(saying, known.baselines, states))
        for text in texts:
            effects.request_effect(
                connection,
                text.tracker,
                text.contract,
                text.effect.subject,
                text.effect.slot,
                text.effect.effect,
                at - shift,
                settles=timedelta(0),
            )
            notices.add_notices(connection, text.contract, text.tracker, text.notices, at)
            if saying.to != "ours":
                told = self._tell_timeline(saying, text, known.baselines[text.contract], at)
                exchanges.save_acts(connection, text.tracker, text.contract, told)
        entries = [
            record.NewEntry(
                text.contract, text.tracker, text.entry.subject, text.entry.kind, text.entry.payload
            )
            for text in texts
        ]
        record.append(connection, at, entries)
        rows = [self._row(people, saying, text, known.baselines[text.contract], at) for text in texts]
        reminders.add_reminders(connection, [row for row in rows if row["recipient"]])
        return len(texts)

    def _tell_timeline(
        self, saying: Saying, text: Reminded, baseline: Baseline, at: datetime
    ) -> tuple[Exchange, ...]:
        """Return the reminder as the timeline of its contract tells it."""
        own = next(each for each in saying.owed if each.mapping.id == text.contract)
        to = own.wait.owed_by if saying.to == "owing" else find_decider(baseline) or ""
        what = own.wait.missing or own.wait.what
        return (make_reminder(text.effect.subject, text.effect.slot, at, to, what),)

    def _row(
        self, people: People, saying: Saying, text: Reminded, baseline: Baseline, at: datetime
    ) -> dict[str, object]:
        """Return the row by which a person's reminders are counted."""
        key = saying.owed[0].wait.owed_by if saying.to != "decider" else find_decider(baseline) or ""
        contract = text.contract
        if saying.to == "owing":
            key = next(each.wait.owed_by for each in saying.owed if each.mapping.id == contract)
        names = people.names_of((contract, key))
        return {
            "recipient": min(names, default=""),
            "contract": contract,
            "person": key,
            "said_on": baseline.today,
            "said_at": at,
            "step": saying.rung.value,
            "counts": saying.counts and saying.to != "ours",
            "waits": [list(each.wait.key) for each in saying.owed],
        }

    def _put_off(self, lease: claims.Lease, people: frozenset[PersonKey], until: datetime) -> None:
        with self._database.change() as connection:
            claims.check_lease(connection, lease)
            for contract, key in sorted(people):
                for stored in reminders.load_owed(connection, contract, key):
                    reminders.save_look(connection, stored, until, stored.said)


def _put_off(connection: Connection, known: _Known, until: datetime | None) -> None:
    for stored in known.stored.values():
        reminders.save_look(connection, stored, until, stored.said)


def _describe_recipient(
    connection: Connection,
    people: People,
    person: PersonKey,
    mapping: ContractMapping,
    calendar: WorkingCalendar,
) -> Recipient:
    """Return where and when a person can be reached, over all contracts."""
    told = absences.load_of_people(connection, people.same_as(person))
    return describe_recipient(mapping, calendar, mapping.people[person[1]], told)
