"""A project's past, read from every tracker, is told as it happened."""

from __future__ import annotations

from contracts import contracts_on
from tracker_site import TrackerSite

from plugin.core.backtest.past import list_moments
from plugin.trackers.past_reader import PastReader
from plugin.trackers.read_only import ReadOnlyTracker


def test_the_past_of_an_issue_is_told_in_order(site: TrackerSite) -> None:
    """Created, renamed, moved, commented: each look shows the issue of its time."""
    project = site.terms.contract.projects[0]
    issue = site.create("Calculator")
    site.edit(issue, summary="Cost calculator", hours=18)
    site.move(issue, site.terms.statuses[1])
    site.comment(issue, "When can we have it?")
    told: list[tuple[int, int]] = []
    tracker = ReadOnlyTracker(site.tracker())
    reader = PastReader(tracker, contracts_on(project)[0], lambda _: None)
    past = next(each for each in reader.read(None, lambda *done: told.append(done)) if each.issue.id == issue)
    moments = list_moments(past)
    first = moments[0].issue
    # The stand-in of YouTrack keeps no history of summaries.
    assert first.summary in ("Calculator", "Cost calculator" if "youtrack" in type(site).__module__ else "")
    assert (None, site.terms.statuses[0]) == (first.estimate_hours, first.status)
    last = [moment for moment in moments if moment.comment is None][-1].issue
    assert ("Cost calculator", 18, site.terms.statuses[1]) == (last.summary, last.estimate_hours, last.status)
    assert ["When can we have it?"] == [each.comment.body.strip() for each in moments if each.comment]
    assert (1, 1) == told[-1]
    assert 0 == tracker.writes_sent
