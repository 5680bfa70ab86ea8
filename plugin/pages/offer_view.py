"""An offer as its page shows it: its options, and who may choose each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from markupsafe import Markup

from mappings.model import Language
from plugin.core.facts import Baseline
from plugin.core.model.issue_state import Change, Decision, IssueState, OfferVersion
from plugin.core.model.options import OfferOption
from plugin.core.offer.deciders import agreeing_choices, may_decide, who_decides
from plugin.core.offer.offer_versions import is_draft
from plugin.core.presenter.addressees import find_reporter_key, find_reporter_name, list_names, name_deciders
from plugin.core.presenter.offer_lines import find_deciding_reason, message_reason, option_line
from plugin.core.signoff.fingerprint import content_hash
from plugin.pages.markdown_html import to_html, to_html_inline
from plugin.texts.page_messages import OfferExplained, OptionShown


@dataclass(frozen=True)
class OptionRow:
    """One option.

    Attributes:
        permitted: whether the reader may choose it.
        who_can: names of those who may.
        chosen_by: names of those who chose it, while the word of others is awaited.
        fee: VAT included; zero where it costs nothing; None where a price is not the point.
        date: of the stage, or of the piece of work, if it is chosen; None where no date changes.
        working_days: by how much the stage's date moves; 0: it does not.
    """

    number: int
    sentence: Markup
    permitted: bool
    who_can: tuple[str, ...]
    chosen_by: tuple[str, ...] = ()
    fee: Decimal | None = None
    date: date | None = None
    working_days: int = 0


@dataclass(frozen=True)
class DecisionLine:
    """A decision: what was decided, by whom, when (in the contract's time zone)."""

    sentence: Markup
    by: str
    on: date


@dataclass(frozen=True)
class OfferView:
    """What a page shows about one offer; `seen` is the hash of its figures.

    `forecast`: when the stage is expected now, where that is later than the contract dates of the options.
    """

    contract: str
    currency: str
    key: str
    summary: str
    asked_by: str
    version: int
    answer_by: date
    options: tuple[OptionRow, ...]
    explained: Markup
    decided: DecisionLine | None
    seen: str
    forecast: date | None

    def option(self, number: int | None) -> OptionRow | None:
        """Return the option with this number, or None."""
        return next((option for option in self.options if option.number == number), None)


def build_offer_view(
    baseline: Baseline, state: IssueState, reader: str, language: Language
) -> OfferView | None:
    """Return an issue's offer as its page shows it, or None while nobody may read it.

    Args:
        baseline: the contract as it stands.
        state: what is on record about the issue.
        reader: the key of the person whose link it is.
        language: of the sentences.
    """
    change = state.change
    if state.deleted or change is None or change.offer is None or is_draft(baseline, state):
        return None
    offer = change.offer
    return OfferView(
        contract=baseline.mapping.contract.title,
        currency=baseline.mapping.contract.currency,
        key=state.issue.key,
        summary=state.issue.summary,
        asked_by=find_reporter_name(baseline, state),
        version=offer.version,
        answer_by=offer.answer_by,
        forecast=offer.forecast,
        options=tuple(
            _option_row(baseline, state, change, option, reader, language) for option in offer.options
        ),
        explained=_explain_offer(baseline, state, offer, language),
        decided=_decision_line(baseline, state, change.decision, language) if change.decision else None,
        seen=content_hash(offer.version, [option.model_dump(mode="json") for option in offer.options]),
    )


def _option_row(
    baseline: Baseline,
    state: IssueState,
    change: Change,
    option: OfferOption,
    reader: str,
    language: Language,
) -> OptionRow:
    asked_by = find_reporter_key(baseline, state)
    return OptionRow(
        number=option.number,
        sentence=_sentence(baseline, state, option, language),
        permitted=may_decide(baseline, change, reader, option.cost, asked_by=asked_by).granted,
        who_can=list_names(baseline, who_decides(baseline, change, option.cost, asked_by)),
        chosen_by=tuple(choice.by_name for choice in agreeing_choices(change, option)),
        fee=option.fee if option.moves or option.costs or option.own_date else None,
        date=option.after if option.moves or option.own_date else None,
        working_days=option.working_days if option.moves else 0,
    )


def _sentence(baseline: Baseline, state: IssueState, option: OfferOption, language: Language) -> Markup:
    shown = OptionShown(option_line(baseline, state, option), baseline.mapping.contract.currency)
    return to_html_inline(baseline.texts.render(shown, language))


def _explain_offer(baseline: Baseline, state: IssueState, offer: OfferVersion, language: Language) -> Markup:
    if state.verdict is None:
        return Markup("")
    explained = OfferExplained(
        reason=message_reason(find_deciding_reason(state.verdict)),
        options=tuple(option_line(baseline, state, option) for option in offer.options),
        not_offered=tuple((each.option, each.why_not) for each in offer.not_offered),
        currency=baseline.mapping.contract.currency,
    )
    return to_html(baseline.texts.render(explained, language))


def _decision_line(
    baseline: Baseline, state: IssueState, decision: Decision, language: Language
) -> DecisionLine:
    sentence = _sentence(baseline, state, decision.option, language)
    return DecisionLine(sentence, name_deciders(baseline, decision), decision.on)
