"""`ugovor recheck`: an issue is read from the tracker and judged anew."""

from __future__ import annotations

from datetime import datetime, timedelta

import click

from plugin.bootstrap import Service
from plugin.cli.context import CliContext, pass_cli_context, require_known
from plugin.cli.errors import CommandFailed, WrongUse
from plugin.cli.output import format_count
from plugin.core.due_dates.deadline_shift import stage_subject
from plugin.core.model.events import IssueFound, IssueTouched
from plugin.core.model.issue_state import IssueState
from plugin.runtime.clock import machine_clock, shift_of
from plugin.store import contracts, effect_recovery, effects, issues
from plugin.store.connection import Connection
from plugin.store.inbox import Arrival
from plugin.trackers.base import IssueGone

MAX_LOOKBACK = timedelta(days=7)


@click.command()
@click.argument("issue")
@click.option("--tracker", help="The tracker's name in the settings, where several could be meant.")
@click.option("--now", is_flag=True, help="Do it in this process instead of leaving it to `ugovor serve`.")
@pass_cli_context
def recheck(context: CliContext, issue: str, tracker: str | None, now: bool) -> None:
    """Read ISSUE from its tracker and judge it anew.

    Take up changes that no webhook told, and repair its label, comments and date.
    ISSUE is the issue's key or the tracker's own id.
    """
    with context.service() as service:
        name = _choose_tracker(service, issue, tracker)
        subject, key = _identify(service, name, issue)
        asked = _ask(service, name, subject, key)
        again = format_count(asked, "effect is", "effects are")
        click.echo(f"{key} will be read from {name} and judged anew; {again} looked at again.")
        if not now:
            click.echo("The worker of `ugovor serve` does it at once; --now does it here.")
            return
        worker = service.worker()
        worker.run_until_idle()
        # What was just decided is written a moment later, together with what follows from it.
        context.rest(effects.SETTLE_DELAY.total_seconds() * 2)
        worker.run_until_idle()
        with service.database.look() as connection:
            click.echo(_describe_verdict(key, issues.load(connection, name, subject)))


def _choose_tracker(service: Service, issue: str, named: str | None) -> str:
    """Return the tracker that is meant.

    The one named, the only one, or the one with the issue on record.
    """
    if named is not None:
        return require_known("tracker", named, service.trackers)
    names = sorted(service.trackers)
    if not names:
        raise WrongUse("The settings have no tracker. Add a [trackers.NAME] section.")
    if len(names) == 1:
        return names[0]
    with service.database.look() as connection:
        holding = [name for name in names if _load_issue(connection, name, issue)]
    if len(holding) != 1:
        choices = " or ".join(f"--tracker {name}" for name in holding or names)
        raise WrongUse(f"Say which tracker {issue} is in: {choices}.")
    return holding[0]


def _identify(service: Service, tracker: str, issue: str) -> tuple[str, str]:
    """Return the tracker's id of the issue, and its key.

    Read from the tracker where it is not on record.
    """
    with service.database.look() as connection:
        state = _load_issue(connection, tracker, issue)
    if state is not None:
        return state.issue.id, state.issue.key
    try:
        read = service.trackers[tracker].read(issue).issue
    except IssueGone as error:
        raise CommandFailed(
            f"{tracker} has no issue {issue}, or the service's account cannot see it."
        ) from error
    return read.id, read.key


def _load_issue(connection: Connection, tracker: str, issue: str) -> IssueState | None:
    return issues.load_by_key(connection, tracker, issue) or issues.load(connection, tracker, issue)


def _ask(service: Service, tracker: str, subject: str, key: str) -> int:
    """Make the issue due with all its effects; return the number of effects."""
    queued_at = machine_clock(service.clock).now()
    moment = queued_at + shift_of(service.clock)
    with service.database.look() as connection:
        since = _choose_since(connection, tracker, subject, moment)
    service.inbox.accept(
        Arrival(
            tracker=tracker,
            delivery_id=f"recheck:{subject}:{moment.isoformat()}",
            received_at=moment,
            queued_at=queued_at,
            headers={},
            body=b"",
            kind="handled",
            event_name="recheck",
            subject=subject,
            events=(IssueTouched(issue_id=subject), IssueFound(issue_id=subject, since=since)),
        )
    )
    with service.database.change() as connection:
        subjects = (subject, *_list_stage_subjects(connection, tracker, key))
        return sum(effect_recovery.retry_all(connection, tracker, each, queued_at) for each in subjects)


def _choose_since(connection: Connection, tracker: str, subject: str, now: datetime) -> datetime:
    """Return since when comments are heard that no webhook told.

    A week, but not from before the contract.
    """
    state = issues.load(connection, tracker, subject)
    read_in_at = contracts.load_imported_at(connection, state.contract) if state else None
    return max(now - MAX_LOOKBACK, read_in_at or now)


def _list_stage_subjects(connection: Connection, tracker: str, key: str) -> list[str]:
    """Return the subjects of the stages that the issue stands for.

    Their due dates are theirs.
    """
    return [
        stage_subject(mapping.id, stage.id)
        for mapping in contracts.load_latest(connection)
        if mapping.tracker.name == tracker
        for stage in mapping.stages
        if stage.issue == key
    ]


def _describe_verdict(key: str, state: IssueState | None) -> str:
    if state is None or state.kind is None:
        return f"{key} has no verdict: no contract governs it, or the mapping keeps it out."
    clause = f" (clause {state.verdict.clause})" if state.verdict and state.verdict.clause else ""
    change = f", {state.change.state.value}" if state.change else ""
    return f"{key} is {state.kind.value}{clause}{change}."
