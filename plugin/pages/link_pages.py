"""The pages behind a personal link: sign a stage, agree, choose an option."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Literal

from mappings.model import Language
from plugin.core.due_dates.deadline_shift import stage_subject
from plugin.core.model.events import PageAnswered
from plugin.core.model.stage_issues import KICK_OFF
from plugin.core.model.stage_state import StageState
from plugin.core.presenter.addressees import list_names
from plugin.core.signoff.coverage import hash_coverage
from plugin.core.signoff.fingerprint import content_hash
from plugin.pages import offer_view, stage_view
from plugin.pages.context import PageClosed
from plugin.pages.form_answers import AnswerButton, FormAnswer
from plugin.pages.link_visit import LinkVisit
from plugin.pages.markdown_html import to_html
from plugin.pages.read_model import read_stage
from plugin.store import issues
from plugin.store.connection import Connection
from plugin.texts.stage_messages import KickOffWanted

NoFormReason = Literal["answered", "look", "older", "signed_off", "has_signed", "agreed", "decided"]

_ANSWER_OF_BUTTON: dict[AnswerButton, Literal["accept", "refuse", "choose", "agree", "answer"]] = {
    "accept": "accept",
    "remarks": "accept",
    "refuse": "refuse",
    "agree": "agree",
    "choose": "choose",
    "answer": "answer",
}


@dataclass(frozen=True)
class LinkPage:
    """What the page of one link shows and takes.

    Attributes:
        template: which shows it.
        known: the buttons that it has.
        no_form: why there is nothing to answer now; None where there is.
        seen: the hash of what it shows.
        subject: under which an answer is handled: the issue's id.
        stage: the stage's id, where it is about one.
        content: the hash of what a signature would cover, where it is about a stage.
        context: what the template needs.
    """

    template: str
    known: tuple[AnswerButton, ...]
    no_form: NoFormReason | None
    seen: str
    subject: str
    stage: str | None = None
    content: str = ""
    context: dict[str, Any] = field(default_factory=dict)

    def checked(self, answer: FormAnswer) -> FormAnswer:
        """Return the answer, faulty where it chose an option that this page lacks."""
        view = self.context.get("offer")
        if answer.said == "choose" and not answer.faults and view and view.option(answer.number) is None:
            return replace(answer, faults={"number": "unknown"})
        return answer


def load_link_page(connection: Connection, visit: LinkVisit, language: Language) -> LinkPage:
    """Return the page that a link leads to.

    Raises:
        PageClosed: what it is about is not there any more.
    """
    match visit.link.purpose:
        case "choose":
            return _load_offer_page(connection, visit, language)
        case "agree":
            return _load_kick_off_page(visit, language)
        case _:
            return _load_stage_page(connection, visit)


def answer_event(visit: LinkVisit, shown: LinkPage, answer: FormAnswer) -> PageAnswered:
    """Return the event that a confirmed answer becomes."""
    link, said = visit.link, answer.said or "accept"
    return PageAnswered(
        issue_id=shown.subject,
        contract=link.contract,
        person=link.person,
        word=_ANSWER_OF_BUTTON[said],
        stage=shown.stage,
        remarks=answer.lines if said == "remarks" else (),
        reason=answer.because if said == "refuse" else "",
        number=answer.number if said == "choose" else None,
        version=link.version,
        content=shown.content,
        link=link.nonce,
        at=visit.baseline.now,
    )


def _load_stage_page(connection: Connection, visit: LinkVisit) -> LinkPage:
    facts = read_stage(connection, visit.baseline, visit.link.about)
    if facts is None:
        raise PageClosed("gone")
    view = stage_view.build_stage_view(facts, visit.link.person)
    return LinkPage(
        template="pages/sign.html",
        known=("accept", "remarks", "refuse"),
        no_form=_why_no_form(visit, view),
        seen=view.seen,
        subject=facts.state.issue_id or stage_subject(visit.link.contract, facts.stage.id),
        stage=facts.stage.id,
        content=hash_coverage(facts),
        context={"stage": view},
    )


def _why_no_form(visit: LinkVisit, view: stage_view.StageView) -> NoFormReason | None:
    if visit.link.purpose == "look":
        return "look"
    if visit.given is not None:
        return "answered"
    if visit.link.version != view.state.version:
        return "older"
    if view.state.signed_off:
        return "signed_off"
    return "has_signed" if view.has_signed else None


def _load_kick_off_page(visit: LinkVisit, language: Language) -> LinkPage:
    mapping = visit.baseline.mapping
    kick_off = mapping.kick_off
    state = visit.baseline.stages.get(KICK_OFF) or StageState(contract=mapping.id, stage=KICK_OFF)
    if kick_off is None or state.issue_id is None:
        raise PageClosed("gone")
    terms = visit.baseline.texts.render(KickOffWanted(mapping.contract.title, (), ()), language)
    agreed = tuple(each for each in state.words if each.counts)
    no_form: NoFormReason | None = None
    if visit.given is not None:
        no_form = "answered"
    elif any(each.by == visit.link.person for each in agreed):
        no_form = "agreed"
    who = tuple(key for key in kick_off.acknowledged_by if key in mapping.people)
    return LinkPage(
        template="pages/agree.html",
        known=("agree",),
        no_form=no_form,
        seen=content_hash(terms),
        subject=state.issue_id,
        context={
            "terms": to_html(terms),
            "agreed": agreed,
            "zone": mapping.contract.zone,
            "contract": mapping.contract.title,
            "counts": visit.link.person in who,
            "who": list_names(visit.baseline, who),
        },
    )


def _load_offer_page(connection: Connection, visit: LinkVisit, language: Language) -> LinkPage:
    state = issues.load(connection, visit.baseline.tracker, visit.link.about)
    governed = state if state and state.contract == visit.link.contract else None
    view = (
        offer_view.build_offer_view(visit.baseline, governed, visit.link.person, language)
        if governed
        else None
    )
    if governed is None or view is None:
        raise PageClosed("gone")
    no_form: NoFormReason | None = None
    if visit.given is not None:
        no_form = "answered"
    elif view.decided is not None:
        no_form = "decided"
    elif visit.link.version != view.version:
        no_form = "older"
    return LinkPage(
        template="pages/choose.html",
        known=("choose",),
        no_form=no_form,
        seen=view.seen,
        subject=governed.issue.id,
        context={"offer": view},
    )
