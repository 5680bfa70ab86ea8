"""What the events of a delivery ask to be loaded before they are decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from mappings.model import Stage
from plugin.core import commands as given
from plugin.core.commands import read_commands
from plugin.core.facts import Baseline
from plugin.core.model.events import CommentDeleted, CommentWritten, Event, IssueSeen, PageAnswered
from plugin.core.model.internal_events import InternalEvent, OwnCommentEdited
from plugin.core.model.issue_state import IssueState
from plugin.core.model.stage_issues import is_done, stage_of
from plugin.core.model.stage_state import SignOffState
from plugin.core.model.verdict import Ruling
from plugin.core.reach import IssueChange
from plugin.core.scope.judge import settle_match
from plugin.core.scope.policy import with_edit
from plugin.core.signoff.sign_mails import may_be_mailed


@dataclass
class RequestedFacts:
    """What the events of a delivery ask for, gathered before anything is loaded."""

    issues: dict[str, list[IssueSeen]] = field(default_factory=dict)
    decides: set[str] = field(default_factory=set)
    rulings: dict[str, list[given.Scope | given.Bonus]] = field(default_factory=dict)
    comments: list[CommentWritten] = field(default_factory=list)
    pages: list[PageAnswered] = field(default_factory=list)
    stages: set[str] = field(default_factory=set)
    own_comments: set[str] = field(default_factory=set)
    logged: set[str] = field(default_factory=set)
    all_open_waits: bool = False


def gather_requested(baseline: Baseline, events: Iterable[Event | InternalEvent]) -> RequestedFacts:
    """Return what events ask for, before anything is loaded."""
    requested = RequestedFacts()
    for event in events:
        subject = event.issue.id if isinstance(event, IssueSeen) else event.issue_id
        if isinstance(event, IssueSeen):
            requested.issues.setdefault(subject, []).append(event)
        elif not isinstance(event, PageAnswered) or event.stage is None or event.word == "choose":
            requested.issues.setdefault(subject, [])
        match event:
            case CommentWritten():
                requested.decides.add(subject)
                requested.comments.append(event)
                parsed = read_commands(event.comment.body, today=baseline.today)
                rulings = [each for each in parsed.commands if isinstance(each, given.Scope | given.Bonus)]
                requested.rulings.setdefault(subject, []).extend(rulings)
                if any(isinstance(each, given.Log | given.Ok | given.Called) for each in parsed.commands):
                    requested.logged.add(subject)
                requested.all_open_waits |= any(isinstance(each, given.Away) for each in parsed.commands)
            case PageAnswered():
                requested.pages.append(event)
                if event.word in ("choose", "confirm"):
                    requested.decides.add(subject)
                if event.word == "confirm":
                    requested.logged.add(subject)
                if event.stage is not None:
                    requested.stages.add(event.stage)
            case OwnCommentEdited() | CommentDeleted():
                requested.own_comments.add(subject)
    return requested


def changes_of(
    baseline: Baseline, requested: RequestedFacts, on_record: Mapping[str, IssueState]
) -> Iterable[IssueChange]:
    """Yield each issue before and after the event, also as a ruling would place it."""
    for key, seen_as in requested.issues.items():
        before = state = on_record.get(key)
        decides = key in requested.decides
        for event in seen_as:
            state = with_edit(baseline, state, event)
            yield IssueChange(before, state, decides)
        if state is None:
            continue
        if not seen_as:
            yield IssueChange(before, state, decides)
        for ruling in requested.rulings.get(key, ()):
            ruled = state.model_copy(update={"ruling": _as_ruled(ruling)})
            yield IssueChange(before, ruled, decides, is_ruling=True)


def _as_ruled(command: given.Scope | given.Bonus) -> Ruling | None:
    """Return the ruling as far as it says where the issue would belong."""
    if isinstance(command, given.Bonus):
        return Ruling(kind="bonus", by="")
    if command.by_rules:
        return None
    return Ruling(kind="beyond_scope" if command.beyond else "in_scope", item=command.in_item, by="")


def stages_to_load(baseline: Baseline, requested: RequestedFacts, changes: Iterable[IssueChange]) -> set[str]:
    """Return the stages whose issues the sign-off policy may ask for."""
    mapping = baseline.mapping
    stages_wanted = {stage for stage in requested.stages if mapping.stage(stage)}
    if requested.decides:
        # A decision may move a date; a checklist that names changed parts shows their issues.
        stages_wanted |= {
            key for key, state in baseline.stages.items() if state.changed and mapping.stage(key)
        }
    for change in changes:
        own = stage_of(mapping, change.after.issue)
        if own is not None:
            stages_wanted.add(own.id)
            stages_wanted |= _following_silence(baseline, own)
            continue
        placed, _ = settle_match(baseline, change.after)
        for key in (placed.stage, change.before.stage if change.before else None):
            stage = mapping.stage(key) if key else None
            on_record = baseline.stages.get(key or "")
            spoken_of = on_record is not None and (on_record.certificates or on_record.words)
            reviewed = stage is not None and stage.sign_off is not None and stage.sign_off.review is not None
            if stage and (
                spoken_of or reviewed or (is_done(mapping, placed) and may_be_mailed(mapping, stage))
            ):
                stages_wanted.add(stage.id)
    return stages_wanted


def _following_silence(baseline: Baseline, stage: Stage) -> set[str]:
    """Return the stages whose work makes an acceptance by silence final."""
    on_record = baseline.stages.get(stage.id)
    if on_record is None or on_record.state is not SignOffState.ACCEPTED_BY_SILENCE:
        return set()
    return {each.id for each in baseline.mapping.stages if stage.id in each.after}
