"""A word about a stage: a signature, a preliminary yes, a refusal; and what it completes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from plugin.decider.checklist import changed_line, first_point, missing, show_stage, signed_lines
from plugin.decider.mailing import sign_mails
from plugin.decider.outcome import Asked, Entry, Outcome
from plugin.decider.showing import names
from plugin.decider.stage_facts import Giver, StageFacts, is_done
from plugin.decider.stage_state import (
    Certificate,
    ChangedPart,
    OpenPoint,
    SignedIssue,
    SignOffState,
    StageState,
    Word,
)
from plugin.decider.state import IssueState
from plugin.effects import MoveBack, PostComment, ShowVerdict
from plugin.rules.content import changed_fields, content_hash, material_fields
from plugin.rules.signing import signatories, standing
from plugin.rules.verdict import VerdictKind
from plugin.texts import stage_messages as say
from plugin.texts.messages import Message

MOST_REMARKS = 30
MOST_CHARACTERS = 500
"""What one acceptance can add to the checklist, which is a comment of limited size."""


def accept(facts: StageFacts, giver: Giver, remarks: tuple[str, ...] = ()) -> Outcome:
    """Take somebody's yes: a signature if theirs counts, else a preliminary word."""
    stands = standing(facts.ground.mapping, facts.stage, giver.key, _day(facts, giver))
    if not stands.counts:
        return _preliminary(facts, giver, stands.why_not or "not_a_signatory", remarks)
    remarks = tuple(remark[:MOST_CHARACTERS] for remark in remarks[:MOST_REMARKS])
    signed_for = stands.on_behalf_of or giver.key or ""
    latest = next((word for word in facts.state.words if word.counts and signed_by(word) == signed_for), None)
    already = latest is not None and latest.outcome == "accepted" and not changed_since(facts, latest)
    if facts.state.signed_off and remarks:
        return _remarked(facts, giver, remarks)
    if facts.state.signed_off or (already and not remarks):
        return Outcome("already_signed")
    word = Word(
        by=giver.key or "",
        name=giver.name,
        on_behalf_of=stands.on_behalf_of,
        counts=True,
        means=giver.means,
        remarks=remarks,
        waived=(*open_criteria(facts), *open_issues(facts)),
        version=facts.state.version,
        criteria=facts.stage.criteria,
        issues=signed_issues(facts),
        at=giver.at,
    )
    state = _with_points(facts, word.remarks, word.name, giver).model_copy(
        update={"words": _in_place_of(facts, word)}
    )
    entry = Entry(state.issue_id or "", "signature", {"stage": state.stage, **_without_content(word)})
    return complete(replace(facts, state=state), giver, (entry,))


def content_of(facts: StageFacts) -> str:
    """Return the hash of what a signature would cover now; a page sends back the one that it showed."""
    return content_hash(facts.stage.criteria, [each.hash for each in signed_issues(facts)])


def signed_by(word: Word) -> str:
    """Return the signatory for whom a word was given."""
    return word.on_behalf_of or word.by


def changed_since(facts: StageFacts, word: Word) -> bool:
    """Tell whether what the word was given about has materially changed."""
    return bool(parts_changed(facts, word.criteria, word.issues))


def _in_place_of(facts: StageFacts, word: Word) -> tuple[Word, ...]:
    """Return the words with this one in the place of the same signatory's; others' words stay."""
    others = (each for each in facts.state.words if not (each.counts and signed_by(each) == signed_by(word)))
    return (*others, word)


def _day(facts: StageFacts, giver: Giver) -> date:
    """Return the day on which a word was given, in the contract's time zone."""
    return giver.at.astimezone(facts.ground.mapping.contract.zone).date()


def _without_content(word: Word) -> dict[str, Any]:
    return word.model_dump(mode="json", exclude={"criteria", "issues"})


def _remarked(facts: StageFacts, giver: Giver, remarks: tuple[str, ...]) -> Outcome:
    """Keep what a signatory remarks after the sign-off: open points, and nothing is signed anew."""
    state = _with_points(facts, remarks, giver.name, giver)
    entry = Entry(
        state.issue_id or "", "remarks", {"stage": state.stage, "by": giver.key, "remarks": list(remarks)}
    )
    done = replace(facts, state=state)
    message = say.StageAccepted(
        stage_title=facts.stage.title,
        signed=signed_lines(done),
        points=tuple(point.text for point in state.points if point.closed_at is None),
        waived=(),
        next_stages=(),
        again=True,
    )
    return shown(done, "remarked", (entry,), f"reply:{giver.said_in}", message)


def refuse(facts: StageFacts, giver: Giver, reason: str) -> Outcome:
    """Take somebody's no: a refusal if their word counts, else an opinion."""
    stands = standing(facts.ground.mapping, facts.stage, giver.key, _day(facts, giver))
    if not stands.counts:
        return _preliminary(facts, giver, stands.why_not or "not_a_signatory", (), refused=reason)
    word = Word(
        by=giver.key or "",
        name=giver.name,
        on_behalf_of=stands.on_behalf_of,
        outcome="refused",
        counts=True,
        means=giver.means,
        reason=reason,
        version=facts.state.version,
        at=giver.at,
    )
    state = facts.state.model_copy(update={"words": _in_place_of(facts, word), "state": SignOffState.REFUSED})
    people = facts.ground.mapping.people
    principal = people[stands.on_behalf_of].name if stands.on_behalf_of in people else None
    message = say.StageRefused(facts.stage.title, giver.name, principal, reason)
    entry = Entry(state.issue_id or "", "refusal", {"stage": state.stage, **_without_content(word)})
    return shown(replace(facts, state=state), "refused", (entry,), f"reply:{giver.said_in}", message)


def complete(facts: StageFacts, giver: Giver | None, entries: tuple[Entry, ...] = ()) -> Outcome:
    """Complete the sign-off when the quorum is met and nothing that the contract requires is open.

    Args:
        facts: the stage with every word given so far.
        giver: who has just given theirs; None when something was closed instead.
        entries: what is on record so far.
    """
    facts, dropped = _without_stale_words(facts)
    state, entries = facts.state, (*entries, *dropped)
    slot = f"reply:{giver.said_in}" if giver else f"complete:{state.version}:{len(dropped)}"
    refusers = [word for word in state.words if word.counts and word.outcome == "refused"]
    if refusers:
        # One signatory's yes does not take back another's no.
        message = say.SignatureCounted(
            giver.name if giver else "", facts.stage.title, tuple(word.name for word in refusers)
        )
        refused = state.model_copy(update={"state": SignOffState.REFUSED})
        return shown(replace(facts, state=refused), "still_refused", entries, slot, message)
    if still := missing(facts):
        waiting = state.model_copy(update={"state": SignOffState.PRELIMINARY})
        message = say.SignatureCounted(
            giver.name if giver else "", facts.stage.title, names(facts.ground, still)
        )
        return shown(replace(facts, state=waiting), "signature_counted", entries, slot, message)
    required = facts.stage.sign_off.require if facts.stage.sign_off else ()
    criteria = open_criteria(facts) if "criteria" in required else ()
    issues = open_issues(facts) if "issues" in required else ()
    if criteria or issues:
        waiting = state.model_copy(update={"state": SignOffState.PRELIMINARY})
        waits = say.SignOffWaits(giver.name if giver else "", facts.stage.title, criteria, issues)
        return shown(replace(facts, state=waiting), "sign_off_waits", entries, slot, waits)
    return _certified(facts, entries, slot)


def _without_stale_words(facts: StageFacts) -> tuple[StageFacts, tuple[Entry, ...]]:
    """Drop signatures whose givers saw something else than would be certified; they are asked again."""
    stale = [
        word
        for word in facts.state.words
        if word.counts and word.outcome == "accepted" and changed_since(facts, word)
    ]
    if not stale:
        return facts, ()
    kept = tuple(word for word in facts.state.words if word not in stale)
    state = facts.state.model_copy(update={"words": kept})
    entries = tuple(
        Entry(state.issue_id or "", "signature_outdated", {"stage": state.stage, "by": word.by})
        for word in stale
    )
    return replace(facts, state=state), entries


def shown(
    facts: StageFacts, result: str, entries: tuple[Entry, ...], slot: str, message: Message | None
) -> Outcome:
    """Return an outcome that keeps the stage, shows its checklist, and says something where it has to."""
    effects = [asked for asked in (show_stage(facts),) if asked]
    if message is not None and facts.state.issue_id is not None:
        effects.append(Asked(facts.state.issue_id, slot, PostComment(text=facts.ground.says(message))))
    content = facts.stage.criteria or any(is_agreed(each) for each in facts.issues)
    ready = bool(content) and not open_criteria(facts) and not open_issues(facts)
    effects += sign_mails(facts, result, ready=ready)
    return Outcome(result, stages=(facts.state,), effects=tuple(effects), entries=entries)


def open_criteria(facts: StageFacts) -> tuple[str, ...]:
    """Return the criteria that nobody has ticked."""
    ticked = {tick.number for tick in facts.state.ticks}
    return tuple(text for number, text in enumerate(facts.stage.criteria, 1) if number not in ticked)


def open_issues(facts: StageFacts) -> tuple[str, ...]:
    """Return the keys of the stage's agreed issues that are not done."""
    return tuple(
        state.issue.key for state in facts.issues if is_agreed(state) and not is_done(facts.ground, state)
    )


def changed_parts(facts: StageFacts) -> tuple[ChangedPart, ...]:
    """Return the parts that differ materially from what the newest certificate covers."""
    certificate = facts.state.certificate
    return () if certificate is None else parts_changed(facts, certificate.criteria, certificate.issues)


def parts_changed(
    facts: StageFacts, criteria: tuple[str, ...], issues: tuple[SignedIssue, ...]
) -> tuple[ChangedPart, ...]:
    """Return the parts that differ materially from these criteria and issues."""
    now = {state.issue.id: state for state in facts.issues}
    parts: list[ChangedPart] = []
    if criteria != facts.stage.criteria:
        parts.append(ChangedPart(issue="", key="", what=("criteria",)))
    for signed in issues:
        current = now.get(signed.id)
        if current is None or current.deleted:
            parts.append(ChangedPart(issue=signed.id, key=signed.key, what=("deleted",)))
            continue
        what = changed_fields(signed.fields, material_fields(current.issue, facts.material))
        if what:
            parts.append(ChangedPart(issue=signed.id, key=current.issue.key, what=what))
    return tuple(parts)


def outdate(facts: StageFacts) -> Outcome:
    """Hold what is signed against what is there now: outdated for the changed part, or whole again."""
    state, parts = facts.state, changed_parts(facts)
    if state.certificate is None or parts == state.changed or state.state is SignOffState.REFUSED:
        # A refusal stands until its giver says otherwise, whatever is changed to and fro.
        return Outcome("nothing")
    back = SignOffState(state.certificate.outcome)
    if not parts:
        restored = state.model_copy(update={"changed": (), "state": back, "words": ()})
        entry = Entry(state.issue_id or "", "sign_off_holds_again", {"stage": state.stage})
        outcome = shown(replace(facts, state=restored), "sign_off_holds_again", (entry,), "", None)
        return replace(outcome, effects=(*outcome.effects, *mark_parts(facts, state.changed, ())))
    fresh = state.model_copy(
        update={
            "changed": parts,
            "state": SignOffState.OUTDATED,
            "version": state.version + 1,
            "words": (),
        }
    )
    outdated = replace(facts, state=fresh)
    lines = tuple(changed_line(outdated, part) for part in parts)
    message = say.SignOffOutdated(
        facts.stage.title, lines, names(facts.ground, signatories(facts.ground.mapping, facts.stage))
    )
    payload = {"stage": state.stage, "version": fresh.version, "parts": [part.model_dump() for part in parts]}
    entry = Entry(state.issue_id or "", "sign_off_outdated", payload)
    outcome = shown(outdated, "sign_off_outdated", (entry,), f"outdated:{fresh.version}", message)
    return replace(outcome, effects=(*outcome.effects, *mark_parts(facts, state.changed, parts)))


def mark_parts(
    facts: StageFacts, before: tuple[ChangedPart, ...], now: tuple[ChangedPart, ...]
) -> tuple[Asked, ...]:
    """Put the label of an outdated sign-off on the issues that changed, and take it off those that did."""
    label = facts.ground.mapping.tracker.labels.outdated
    changed = {part.issue for part in now if part.issue and part.what != ("deleted",)}
    known = {part.issue for part in before if part.issue}
    return tuple(
        Asked(issue, "outdated", ShowVerdict(label=label if issue in changed else None, our_labels=(label,)))
        for issue in sorted(changed | known)
    )


def _certified(facts: StageFacts, entries: tuple[Entry, ...], slot: str) -> Outcome:
    """Make the certificate: what, who, in which role, when, by what means, and the hash of it all."""
    state, again = facts.state, facts.state.certificate is not None
    words = tuple(word for word in state.words if word.counts and word.outcome == "accepted")
    remarks = tuple(remark for word in words for remark in word.remarks)
    issues = signed_issues(facts)
    outcome = SignOffState.ACCEPTED_WITH_REMARKS if remarks else SignOffState.ACCEPTED
    certificate = Certificate(
        version=state.version,
        outcome="accepted_with_remarks" if remarks else "accepted",
        criteria=facts.stage.criteria,
        issues=issues,
        words=words,
        remarks=remarks,
        waived=tuple(dict.fromkeys(item for word in words for item in word.waived)),
        signed_at=facts.ground.now,
        hash=content_hash(
            facts.ground.mapping.id,
            state.stage,
            state.version,
            facts.stage.criteria,
            [each.hash for each in issues],
        ),
    )
    signed = state.model_copy(
        update={"state": outcome, "certificates": (*state.certificates, certificate), "changed": ()}
    )
    done = replace(facts, state=signed)
    following = tuple(each.title for each in facts.ground.mapping.stages if facts.stage.id in each.after)
    message = say.StageAccepted(
        stage_title=facts.stage.title,
        signed=signed_lines(done),
        points=tuple(point.text for point in signed.points if point.closed_at is None),
        waived=certificate.waived,
        next_stages=following,
        again=again,
    )
    payload = {"stage": state.stage, **certificate.model_dump(mode="json", exclude={"words"})}
    entry = Entry(state.issue_id or "", "sign_off", payload)
    certified = shown(done, outcome.value, (*entries, entry), slot, message)
    return replace(certified, effects=(*certified.effects, *mark_parts(facts, state.changed, ())))


def _preliminary(
    facts: StageFacts, giver: Giver, why_not: say.WhyNoSignature, remarks: tuple[str, ...], refused: str = ""
) -> Outcome:
    """Keep a word that does not count, thank for it, and name whose is awaited; nothing fails silently."""
    if facts.state.signed_off:
        # Nothing is awaited: bookkeeping on a signed stage is no signature.
        return Outcome("already_signed")
    word = Word(
        by=giver.key or "",
        name=giver.name,
        outcome="refused" if refused else "accepted",
        counts=False,
        means=giver.means,
        remarks=remarks,
        reason=refused,
        version=facts.state.version,
        at=giver.at,
    )
    first = facts.state.state is SignOffState.AWAITED and not refused
    state = facts.state.model_copy(
        update={
            "words": (*facts.state.words, word),
            "state": SignOffState.PRELIMINARY if first else facts.state.state,
        }
    )
    sign_off = facts.stage.sign_off
    back = giver.moved_from if giver.means == "status" and sign_off and sign_off.move_back else None
    people = missing(facts) or signatories(facts.ground.mapping, facts.stage)
    message = say.PreliminaryWord(
        person=giver.name,
        stage_title=facts.stage.title,
        awaited=names(facts.ground, people),
        why_not=why_not,
        by_status=giver.moved_to,
        moved_back_to=back,
    )
    entry = Entry(
        state.issue_id or "",
        "preliminary",
        {"stage": state.stage, "why_not": why_not, **word.model_dump(mode="json")},
    )
    outcome = shown(replace(facts, state=state), "preliminary", (entry,), f"reply:{giver.said_in}", message)
    if back and state.issue_id:
        moved = MoveBack(from_status=giver.moved_to, to_status=back)
        asked = Asked(state.issue_id, f"move-back:{giver.said_in}", moved)
        outcome = replace(outcome, effects=(asked, *outcome.effects))
    return outcome


def signed_issues(facts: StageFacts) -> tuple[SignedIssue, ...]:
    """Return the stage's agreed issues with what a signature is bound to."""
    return tuple(_as_signed(facts, each) for each in facts.issues if is_agreed(each))


def _with_points(facts: StageFacts, remarks: tuple[str, ...], name: str, giver: Giver) -> StageState:
    """Return the state with an open point for each remark."""
    number = first_point(facts)
    points = tuple(
        OpenPoint(number=number + offset, text=text, by=name, at=giver.at)
        for offset, text in enumerate(remarks)
    )
    return facts.state.model_copy(update={"points": (*facts.state.points, *points)})


def _as_signed(facts: StageFacts, state: IssueState) -> SignedIssue:
    fields = material_fields(state.issue, facts.material)
    return SignedIssue(
        id=state.issue.id, key=state.issue.key, fields=fields, hash=content_hash(state.issue.id, fields)
    )


def is_agreed(state: IssueState) -> bool:
    """Tell whether an issue is part of what is signed: agreed work, not an extra that nobody decided for."""
    if state.deleted or state.verdict is None:
        return False
    if state.kind is VerdictKind.BEYOND_SCOPE:
        return state.change is not None and state.change.state == "decided"
    return state.kind is not VerdictKind.UNCLEAR
