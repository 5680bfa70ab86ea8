"""A contract with people and issues for tables of decisions, judged as usual."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from mappings.model import ContractMapping
from plugin.core import decide as deciding
from plugin.core.calendar.working_days import make_calendar
from plugin.core.contract_facts import ContractFacts
from plugin.core.facts import Baseline, IssueFacts, RelatedIssues
from plugin.core.model.effects import AddWatcher, Effect, PostComment, ShowVerdict
from plugin.core.model.events import CommentWritten, IssueDeleted, IssueSeen
from plugin.core.model.internal_events import OfferTimerDue
from plugin.core.model.issue import Account, Comment, FieldChange, IssueSnapshot
from plugin.core.model.issue_state import IssueState
from plugin.core.model.outcome import EffectRequest, Outcome
from plugin.core.model.placement import SignedOff

NOW = datetime(2026, 3, 16, 9, 0, tzinfo=UTC)
"""Monday noon in Moscow."""

PEOPLE = {
    "director": {"name": "Пётр Соколов", "side": "client", "account": "a-director"},
    "contact": {"name": "Анна Белова", "side": "client", "account": "a-contact"},
    "deputy": {"name": "Игорь Ким", "side": "client", "account": "a-deputy"},
    "manager": {"name": "Мария Орлова", "side": "contractor", "account": "a-manager"},
    "developer": {"name": "Денис Котов", "side": "contractor", "account": "a-developer"},
}
AUTHORITY = [
    {"person": "director", "may": ["decide", "sign_off"]},
    {"person": "contact", "may": ["decide"], "up_to": {"fee": 30000, "working_days": 2}},
    {"person": "deputy", "may": ["decide"], "for": "director", "from": "2026-07-01"},
    {"person": "manager", "may": ["rule_scope", "estimate", "price", "publish"]},
]
MAIN_PAGE = {
    "id": "2.1",
    "title": "Main page",
    "hours": 40,
    "rounds": {"max": 1, "label": "revision"},
    "link": {"label": "main"},
}
STAGES = [
    {"id": "design", "title": "Дизайн", "due": "2026-04-10", "issue": "ACME-1", "items": [MAIN_PAGE]},
    {
        "id": "build",
        "title": "Сборка",
        "due": "2026-04-13",
        "issue": "ACME-2",
        "after": ["design"],
        "items": [{"id": "3.1", "title": "Build", "hours_per_month": 5, "link": {"label": "html"}}],
    },
]


def agreed(**keys: Any) -> ContractMapping:
    """Return the contract; `contract` and `tracker` are extended, other keys replaced."""
    terms = {
        "id": "ACME",
        "title": "Site",
        "calendar": "RU",
        "live_from": "2026-03-02",
        **keys.pop("contract", {}),
    }
    tracker = {
        "name": "main",
        "projects": ["ACME"],
        "defect_types": ["Bug"],
        "ignore": {"types": ["Sub-task"]},
        "statuses": {"working": ["In Progress"], "done": ["Done"]},
        **keys.pop("tracker", {}),
    }
    data = {
        "contract": terms,
        "tracker": tracker,
        "people": PEOPLE,
        "authority": AUTHORITY,
        "price": {"hour": 3500, "vat": 20, "round_to": 100},
        "capacity": 6,
        "stages": STAGES,
        "exclusions": [{"clause": "5.3", "text": "Калькулятор", "words": ["калькулятор"]}],
        **keys,
    }
    return ContractMapping.model_validate({key: value for key, value in data.items() if value is not None})


def baseline(mapping: ContractMapping | None = None, **given: Any) -> Baseline:
    """Return the contract as it stands on the morning of 16 March."""
    mapping = mapping or agreed()
    keys = {"tracker": "main", "live_from": date(2026, 3, 2), "now": NOW, **given}
    return Baseline(mapping=mapping, calendar=make_calendar(mapping.contract), **keys)


def issue(key: str = "ACME-9", **fields: Any) -> IssueSnapshot:
    """Return an excluded request of 18 hours that the contact raised this morning."""
    hours = fields.pop("hours", 18)
    nth = fields.pop("nth", 0)
    data = {
        "type": "Task",
        "summary": "Калькулятор стоимости",
        "status": "To Do",
        "reporter": account("contact"),
        "created": NOW - timedelta(hours=1) + timedelta(minutes=nth),
        "project": "ACME",
        "estimate_hours": None if hours is None else Decimal(str(hours)),
        **fields,
    }
    return IssueSnapshot(id=key.replace("ACME-", "100"), key=key, **data)


def linked(key: str = "ACME-9", **fields: Any) -> IssueSnapshot:
    """Return an issue of the main page."""
    return issue(key, **{"summary": "Слайдер", "labels": {"main"}, **fields})


def account(person: str) -> Account:
    """Return somebody's account; a stranger has one too."""
    name = PEOPLE[person]["name"] if person in PEOPLE else person.title()
    return Account(id=f"a-{person}", name=name)


def judged(
    on: Baseline, snapshot: IssueSnapshot, related: tuple[IssueState, ...] = (), **update: Any
) -> IssueState:
    """Return an issue's state after it was first seen, with updates."""
    facts = IssueFacts(on, related=RelatedIssues(open=related))
    outcome = decide_seen(facts, IssueSeen(issue=snapshot))
    return state_in(outcome, snapshot.id).model_copy(update=update)


def contract_facts(facts: IssueFacts, issue: str, **given: Any) -> ContractFacts:
    """Return the facts of a whole decision, built from those about one issue."""
    states = {facts.state.issue.id: facts.state} if facts.state else {}
    states |= {each.issue.id: each for each in facts.related.open}
    keys = {
        "usage": facts.related.held,
        "gifts": facts.related.gifts,
        "open_work": facts.related.open_work,
        "earlier_issues": {issue: facts.earlier_issues},
        "published": {issue: facts.published},
        "stages": frozenset(stage.id for stage in facts.baseline.mapping.stages),
        **given,
    }
    return ContractFacts(facts.baseline, states, **keys)


def decide_seen(facts: IssueFacts, event: IssueSeen, **given: Any) -> Outcome:
    """Decide what follows from an issue as it was seen."""
    return deciding.decide(event, contract_facts(facts, event.issue.id, **given))


def decide_deleted(facts: IssueFacts) -> Outcome:
    """Decide what follows from a deletion."""
    issue = facts.state.issue.id if facts.state else "1009"
    return deciding.decide(IssueDeleted(issue_id=issue), contract_facts(facts, issue))


def decide_comment(facts: IssueFacts, event: CommentWritten) -> Outcome:
    """Decide what the commands of a comment do."""
    return deciding.decide(event, contract_facts(facts, event.issue_id))


def decide_timer(facts: IssueFacts, name: str) -> Outcome:
    """Decide what a timer of an offer does."""
    issue = facts.state.issue.id if facts.state else "1009"
    return deciding.decide(OfferTimerDue(issue, name), contract_facts(facts, issue))


def facts_of(
    on: Baseline, state: IssueState | None, *, published: tuple[int, ...] = (), **given: Any
) -> IssueFacts:
    """Return facts about an issue whose versions were published an hour apart."""
    related = given.pop("related", RelatedIssues())
    moments = tuple((version, NOW + timedelta(hours=version - 1)) for version in published)
    return IssueFacts(on, state=state, related=related, published=moments, **given)


def offered(on: Baseline | None = None, snapshot: IssueSnapshot | None = None, **given: Any) -> IssueFacts:
    """Return facts about an issue whose first offer was published at nine."""
    on = on or baseline()
    return facts_of(on, judged(on, snapshot or issue()), published=(1,), **given)


def said(who: str, text: str, *, minutes: int = 30, comment: str = "501", **given: Any) -> CommentWritten:
    """Return a comment, written some minutes after nine."""
    written = Comment(
        id=comment,
        author=account(who),
        body=text,
        created=NOW + timedelta(minutes=minutes),
        editor=given.pop("editor", None),
        updated=given.pop("updated", None),
    )
    return CommentWritten(issue_id="1009", comment=written, at=NOW + timedelta(minutes=minutes), **given)


def hear(facts: IssueFacts, who: str, text: str, **given: Any) -> Outcome:
    """Decide what a comment does."""
    return decide_comment(facts, said(who, text, **given))


def after(facts: IssueFacts, outcome: Outcome, **given: Any) -> IssueFacts:
    """Return the facts after an outcome; shifts follow from the decision."""
    state = state_in(outcome)
    on = facts.baseline.with_decision_of(state)
    return replace(facts, baseline=replace(on, **given.pop("on", {})), state=state, **given)


def state_in(outcome: Outcome, issue_id: str = "1009") -> IssueState:
    """Return an issue's state in an outcome."""
    (state,) = [each for each in outcome.states if each.issue.id == issue_id]
    return state


def effects(outcome: Outcome) -> list[tuple[str, str]]:
    """Return slot and kind of every effect; who becomes a watcher stands apart."""
    return [(str(asked.slot), asked.effect.kind) for asked in outcome.effects if not _watches(asked)]


def slots(outcome: Outcome) -> set[str]:
    """Return the slots of the effects; who becomes a watcher stands apart."""
    return {str(asked.slot) for asked in outcome.effects if not _watches(asked)}


def watchers(outcome: Outcome) -> dict[str, set[str]]:
    """Return who becomes a watcher, by issue."""
    found: dict[str, set[str]] = {}
    for asked in outcome.effects:
        if isinstance(asked.effect, AddWatcher):
            found.setdefault(asked.subject, set()).add(asked.effect.person)
    return found


def asked_people(outcome: Outcome, slot: str) -> tuple[str, ...]:
    """Return whose word the comment of a slot asks for."""
    effect = in_slot(outcome, slot)
    assert isinstance(effect, PostComment | ShowVerdict)
    return effect.asks


def _watches(asked: EffectRequest) -> bool:
    return isinstance(asked.effect, AddWatcher)


def in_slot(outcome: Outcome, slot: str) -> Effect:
    """Return what a slot should show after an outcome: the last one asked for."""
    return asked_in(outcome, slot).effect


def asked_in(outcome: Outcome, slot: str) -> EffectRequest:
    """Return the last effect asked for in a slot."""
    return [asked for asked in outcome.effects if str(asked.slot) == slot][-1]


def entries(outcome: Outcome) -> list[str]:
    """Return the kinds of the entries for the record."""
    return [entry.kind for entry in outcome.entries]


def looked(snapshot: IssueSnapshot, *changes: tuple[str, str, str], who: str = "developer") -> IssueSeen:
    """Return that an issue was seen, with a changelog of (field, before, after)."""
    rows = tuple(FieldChange(field=name, before=was, after=now) for name, was, now in changes)
    return IssueSeen(issue=snapshot, changes=rows, actor=account(who), at=NOW)


def signed_off(*stages: str) -> SignedOff:
    """Return that these stages were signed off on 12 March."""
    return SignedOff(tuple((stage, datetime(2026, 3, 12, tzinfo=UTC)) for stage in stages))
