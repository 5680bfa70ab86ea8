"""A tracker opened for reading: all is read, nothing written, on every tracker."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from tracker_site import TrackerSite

from plugin.trackers.base import Tracker, VerdictWrite
from plugin.trackers.http.session import WriteForbidden
from plugin.trackers.read_only import ReadOnlyTracker

WRITES: dict[str, Callable[[Tracker, str], object]] = {
    "a verdict": lambda tracker, issue: tracker.show_verdict(
        issue, VerdictWrite(text="Анна, …", reference="2993bdd254")
    ),
    "a comment": lambda tracker, issue: tracker.post_comment(issue, "Анна, …", "2993bdd254", None),
    "an edited comment": lambda tracker, issue: tracker.edit_comment(issue, "1", "Анна", "2993bdd254", None),
    "a watcher": lambda tracker, issue: tracker.add_watcher(issue, "1"),
    "a due date": lambda tracker, issue: tracker.set_due_date(issue, date(2026, 4, 10), "duedate"),
}
"""Each sends a request that writes, as the first thing that it sends or after a look."""

BY_WRAPPER: dict[str, Callable[[Tracker, str], object]] = {
    **WRITES,
    "a status": lambda tracker, issue: tracker.move(issue, "Done"),
    "a webhook": lambda tracker, _: tracker.connect("https://ugovor.example/webhooks/main", "s" * 32),
    "the checks of doctor": lambda tracker, _: tracker.check(()),
}


def open_for_reading(site: TrackerSite) -> tuple[Tracker, ReadOnlyTracker]:
    """Return an adapter and what stands before it."""
    adapter = site.tracker()
    return adapter, ReadOnlyTracker(adapter)


def test_every_write_is_refused(site: TrackerSite) -> None:
    """Each call that writes raises, whatever the tracker."""
    issue = site.create("Cost calculator")
    _, tracker = open_for_reading(site)
    for name, write in BY_WRAPPER.items():
        with pytest.raises(WriteForbidden):
            write(tracker, issue)
        assert tracker.writes_sent == 0, name
    assert len(BY_WRAPPER) == tracker.writes_refused
    assert [] == site.notes(issue)


@pytest.mark.parametrize("write", WRITES.values(), ids=list(WRITES))
def test_the_adapter_itself_sends_no_write(
    site: TrackerSite, write: Callable[[Tracker, str], object]
) -> None:
    """What goes round the interface is refused before it is sent."""
    issue = site.create("Cost calculator", labels=(site.terms.own_label,))
    adapter, tracker = open_for_reading(site)
    with pytest.raises(WriteForbidden):
        write(adapter, issue)
    assert 0 == tracker.writes_sent
    read = tracker.read(issue)
    assert ([], None, frozenset({site.terms.own_label})) == (
        site.notes(issue),
        read.issue.due,
        read.issue.labels,
    )


def test_everything_is_read(site: TrackerSite) -> None:
    """Issues, comments, history, people: reading is as without it, and is counted."""
    issue = site.create("Cost calculator")
    site.comment(issue, "When can we have it?")
    adapter, tracker = open_for_reading(site)
    projects = site.terms.contract.projects
    assert adapter.read(issue) == tracker.read(issue)
    assert [issue] == [each.id for each in tracker.iter_issues(projects, None)]
    assert adapter.read_moves(issue) == tracker.read_moves(issue)
    assert adapter.read_edits(issue) == tracker.read_edits(issue)
    assert site.terms.bot == tracker.whoami()
    assert adapter.list_terms(projects) == tracker.list_terms(projects)
    assert tracker.requests_sent > 0
    assert 0 == tracker.writes_sent


def test_a_write_is_counted_where_writing_is_allowed(site: TrackerSite) -> None:
    """The count of a tracker opened for writing is no constant."""
    issue = site.create("Cost calculator")
    adapter = site.tracker()
    adapter.show_verdict(
        issue, VerdictWrite(text="Анна, …", reference="2993bdd254", terms=site.terms.contract)
    )
    assert adapter.writes_sent > 0  # type: ignore[attr-defined]
