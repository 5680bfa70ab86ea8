"""What the tracker should show for a state: label, living comment, who is asked."""

from __future__ import annotations

from plugin.core.facts import Baseline
from plugin.core.model.effects import ShowVerdict
from plugin.core.model.issue_state import IssueState
from plugin.core.model.verdict import VerdictKind
from plugin.core.offer.offer_versions import has_figures
from plugin.core.presenter.addressees import find_addressees, find_reporter_key, is_ours
from plugin.core.presenter.client_message import find_living_text
from plugin.core.presenter.comments import keep_known
from plugin.core.presenter.offer_lines import lacks_purpose
from plugin.core.presenter.our_labels import find_label, list_our_labels, list_stray_labels


def present_issue(baseline: Baseline, state: IssueState) -> ShowVerdict:
    """Return label and living comment that the issue should show."""
    says, text = find_living_text(baseline, state)
    offer = state.change.offer if state.change else None
    strays = [label for label in list_stray_labels(baseline, state.issue) if label in state.issue.labels]
    return ShowVerdict(
        label=find_label(baseline.mapping, state.verdict.kind) if state.verdict else None,
        our_labels=(*list_our_labels(baseline.mapping), *strays),
        comment=text,
        says=says,
        version=offer.version if offer and says == "offer" else 0,
        asks=keep_known(baseline, find_asked(baseline, state)) if text is not None else (),
    )


def find_asked(baseline: Baseline, state: IssueState) -> tuple[str | None, ...]:
    """Return whose word the living comment asks for.

    That of an offer is the addressee's; a question what a request is for is its author's.
    """
    change = state.change
    if change is None or change.decision is not None:
        return ()
    reporter = find_reporter_key(baseline, state)
    if change.offer is not None and has_figures(baseline.mapping, state):
        return find_addressees(baseline, change, reporter)
    return (reporter,) if lacks_purpose(state) and not is_ours(baseline, state) else ()


def says_the_same(was: IssueState, state: IssueState) -> bool:
    """Tell whether nothing changed of which the issue's label and comments speak.

    What was published keeps its wording then, whatever version wrote it.
    """
    spoken = ("key", "summary", "reporter", "estimate_hours")
    same = all(getattr(was.issue, name) == getattr(state.issue, name) for name in spoken)
    same = same and lacks_purpose(was) == lacks_purpose(state)
    return same and was.model_copy(update={"issue": state.issue}) == state


def must_be_announced(state: IssueState) -> bool:
    """Tell whether a state must be told to the client even as the first message.

    Any other state only corrects what the client has read: where nothing was said there is nothing to
    correct.
    """
    return state.change is not None or state.kind is VerdictKind.BONUS
