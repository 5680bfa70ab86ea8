"""A choice that waits for the word of others: kept, and shown as one of two."""

from __future__ import annotations

from plugin.core.facts import IssueFacts
from plugin.core.model.issue_state import Change, Choice, IssueState
from plugin.core.model.outcome import EntryKind, Outcome, RecordEntry
from plugin.core.model.results import Result
from plugin.core.model.slots import reply_slot
from plugin.core.offer.deciders import (
    agreeing_choices,
    count_needed,
    count_words,
    is_same_option,
    missing_deciders,
)
from plugin.core.presenter.addressees import list_names
from plugin.core.presenter.comments import make_answer
from plugin.core.presenter.offer_lines import option_line
from plugin.texts import answer_messages as answers


def keep_choice(facts: IssueFacts, state: IssueState, change: Change, choice: Choice, name: str) -> Outcome:
    """Keep a choice until the others whose word is needed chose the same.

    A person's later choice replaces the earlier one. Where people chose differently nothing is decided, and
    the answer says who chose what.
    """
    baseline = facts.baseline
    others = tuple(each for each in change.choices if each.principal != choice.principal)
    kept = change.model_copy(update={"choices": (*others, choice)})
    same = agreeing_choices(kept, choice.option)
    missing = missing_deciders(baseline, kept, choice.option)
    message = answers.ChoiceKept(
        person=name,
        option=option_line(baseline, state, choice.option),
        words=count_words(baseline.mapping, {each.principal for each in same}),
        needed=count_needed(baseline.mapping),
        missing=list_names(baseline, missing),
        otherwise=tuple(
            (each.by_name, each.option.number)
            for each in others
            if not is_same_option(each.option, choice.option)
        ),
        currency=baseline.mapping.contract.currency,
    )
    payload = {
        "issue": state.issue.key,
        "by": choice.by,
        "on_behalf_of": choice.on_behalf_of,
        "option": choice.option.option,
        "comment": choice.said_in,
    }
    return Outcome(
        Result.CHOICE_KEPT,
        states=(state.model_copy(update={"change": kept}),),
        effects=(make_answer(baseline, state, reply_slot(choice.said_in), message, missing),),
        entries=(RecordEntry(state.issue.id, EntryKind.CHOICE_KEPT, payload),),
    )
