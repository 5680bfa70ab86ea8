"""Every recorded body of Jira, one row each.

Posted signed, it is kept and understood as the row says.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from webhook_site import WebhookSite

from plugin.core.model.events import EVENTS

RECORDED = Path(__file__).parents[2] / "data" / "jira"

SEEN = ("issue_seen",)
WRITTEN = ("comment_written",)
DELETED = ("comment_deleted",)
SEEN_WRITTEN = ("issue_seen", "comment_written")
BOTH_ENDS = ("issue_touched", "issue_touched")
NEW, UPD = "jira:issue_created", "jira:issue_updated"

ROWS: tuple[tuple[str, str, str, str | None, tuple[str, ...], str], ...] = (
    (
        "cloud-comment-created",
        "handled",
        "comment_created",
        "10040",
        WRITTEN,
        "six fields of the issue are too few to see it",
    ),
    (
        "cloud-comment-deleted",
        "handled",
        "comment_deleted",
        "10357",
        DELETED,
        "the issue's address lacks issue/",
    ),
    (
        "cloud-comment-updated",
        "handled",
        "comment_updated",
        "10040",
        WRITTEN,
        "the editor stands in updateAuthor",
    ),
    (
        "cloud-issue-created-many-fields",
        "handled",
        NEW,
        "10509",
        SEEN,
        "a creation with a changelog of nine items",
    ),
    (
        "issue-comment-created-indentation",
        "handled",
        UPD,
        "10101",
        SEEN_WRITTEN,
        "a local site, a comment with code",
    ),
    (
        "issue-created-no-relevant-fields",
        "handled",
        NEW,
        "10040",
        SEEN,
        "a creation without anything remarkable",
    ),
    ("issue-created-with-security-level", "handled", NEW, "10040", SEEN, "a creation under a security level"),
    ("issue-created", "handled", NEW, "10040", SEEN, "an ordinary creation"),
    (
        "issue-deleted",
        "handled",
        "jira:issue_deleted",
        "10303",
        ("issue_deleted",),
        "a deletion still shows the issue",
    ),
    ("issue-updated-assigned-nobody", "handled", UPD, "10040", SEEN, "the assignee was taken away"),
    ("issue-updated-assigned", "handled", UPD, "10040", SEEN, "somebody was assigned"),
    ("issue-updated-attachments", "handled", UPD, "10040", SEEN, "attachments changed within an update"),
    ("issue-updated-components", "handled", UPD, "10360", SEEN, "a component was added"),
    ("issue-updated-edited", "handled", UPD, "10040", SEEN, "the description changed"),
    ("issue-updated-fix-version", "handled", UPD, "10040", SEEN, "the version changed"),
    ("issue-updated-labels", "handled", UPD, "10040", SEEN, "labels as one text"),
    ("issue-updated-lowered-priority", "handled", UPD, "10040", SEEN, "the priority fell"),
    (
        "issue-updated-multiple-custom-fields",
        "handled",
        UPD,
        "10040",
        SEEN,
        "two fields of the same name changed",
    ),
    ("issue-updated-raised-priority", "handled", UPD, "10040", SEEN, "the priority rose"),
    ("issue-updated-rank", "handled", UPD, "10040", SEEN, "the rank changed"),
    ("issue-updated-renamed", "handled", UPD, "10040", SEEN, "the summary changed"),
    ("issue-updated-reopened-one-changelog", "handled", UPD, "10040", SEEN, "only the resolution went"),
    ("issue-updated-reopened", "handled", UPD, "10040", SEEN, "resolution and status went back"),
    ("issue-updated-resolved-one-changelog", "handled", UPD, "10040", SEEN, "only the resolution came"),
    ("issue-updated-resolved", "handled", UPD, "10040", SEEN, "resolution and status"),
    ("issue-updated-sprint", "handled", UPD, "10040", SEEN, "the sprint changed"),
    ("issue-updated-started-working", "handled", UPD, "10040", SEEN, "work began"),
    (
        "ru-comment-created",
        "handled",
        "comment_created",
        "26313",
        WRITTEN,
        "a server below /jira, a person with a name only",
    ),
    ("ru-comment-deleted", "handled", "comment_deleted", "11961", DELETED, "a timestamp that is a text"),
    ("ru-epic-created", "handled", NEW, "13877", SEEN, "a localised status in the changelog of a creation"),
    ("ru-issue-created", "handled", NEW, "30369", SEEN, "an epic link in the changelog of a creation"),
    (
        "ru-issue-updated-commented",
        "handled",
        UPD,
        "26313",
        SEEN_WRITTEN,
        "a server's full webhook of a comment",
    ),
    ("ru-issue-updated-issue-assigned", "handled", UPD, "19435", SEEN, "a timestamp in American order"),
    (
        "ru-issue-updated-move-issue",
        "handled",
        UPD,
        "12490",
        SEEN,
        "a move changes key, project, type and status",
    ),
    ("ru-issue-updated-rank-changed", "handled", UPD, "19924", SEEN, "the rank in a custom field"),
    ("ru-issue-updated-status-changed", "handled", UPD, "11442", SEEN, "a transition"),
    ("ru-issuelink-created", "handled", "issuelink_created", "11442", BOTH_ENDS, "a link names two numbers"),
    ("ru-issuelink-deleted", "handled", "issuelink_deleted", "11442", BOTH_ENDS, "a link that went"),
    ("ru-project-created", "ignored", "project_created", None, (), "the mapping says which projects count"),
    (
        "server-comment-created",
        "handled",
        "comment_created",
        "10013",
        WRITTEN,
        "no issue: the id is in the address",
    ),
    ("server-comment-deleted", "handled", "comment_deleted", "10013", DELETED, "no issue, but a user"),
    (
        "server-issue-updated-comment-edited",
        "handled",
        UPD,
        "10013",
        SEEN_WRITTEN,
        "the full webhook of an edit",
    ),
    (
        "server-issue-updated-commented-1",
        "handled",
        UPD,
        "10013",
        SEEN_WRITTEN,
        "the full webhook of a comment",
    ),
    ("server-issue-updated-commented-2", "handled", UPD, "10231", SEEN_WRITTEN, "a comment with wiki markup"),
    (
        "server-issue-updated-commented-3",
        "handled",
        UPD,
        "10231",
        SEEN_WRITTEN,
        "a comment that mentions somebody",
    ),
    (
        "server-issue-updated-commented-mention-user",
        "handled",
        UPD,
        "10013",
        SEEN_WRITTEN,
        "a mention by name",
    ),
    ("server-issue-updated-in-progress", "handled", UPD, "10300", SEEN, "a changelog without fieldId"),
    ("server-issue-updated-many-fields", "handled", UPD, "10400", SEEN, "labels in quotation marks"),
    ("server-issue-updated-reopened", "handled", UPD, "10300", SEEN, "reopened on a server"),
    ("server-issue-updated-resolved", "handled", UPD, "10300", SEEN, "resolved on a server"),
    ("server-old-issue-updated-no-event-type-assigned", "handled", UPD, "10040", SEEN, "no type of event"),
    (
        "server-old-issue-updated-no-event-type-comment-deleted",
        "handled",
        UPD,
        "10013",
        SEEN,
        "neither type, comment nor changelog",
    ),
    (
        "server-old-issue-updated-no-event-type-comment-edited",
        "handled",
        UPD,
        "10013",
        SEEN_WRITTEN,
        "an edit known by its times",
    ),
    (
        "server-old-issue-updated-no-event-type-commented",
        "handled",
        UPD,
        "10013",
        SEEN_WRITTEN,
        "a comment without a type of event",
    ),
    (
        "server-old-issue-updated-no-event-type-edited",
        "handled",
        UPD,
        "10040",
        SEEN,
        "an edit without a type of event",
    ),
    ("server-updated-custom-field", "handled", UPD, "10106", SEEN, "a custom field by its name"),
    (
        "zulip-comment_created_no_issue_details",
        "handled",
        "comment_created",
        "10000",
        WRITTEN,
        "Cloud without the issue",
    ),
    (
        "zulip-worklog_created",
        "handled",
        "worklog_created",
        "10014",
        ("issue_touched",),
        "neither issue nor user",
    ),
)


def test_every_recorded_body_has_its_row() -> None:
    """A body that is added to the data without a row here is noticed."""
    assert sorted(row[0] for row in ROWS) == sorted(path.stem for path in RECORDED.glob("*.json"))


@pytest.mark.parametrize(
    ("name", "kind", "event", "subject", "events", "why"), ROWS, ids=[row[0] for row in ROWS]
)
def test_a_recorded_body_is_understood(
    site: WebhookSite,
    recorded: Callable[[str], bytes],
    name: str,
    kind: str,
    event: str,
    subject: str | None,
    events: tuple[str, ...],
    why: str,
) -> None:
    """Signed: 204 and the class, name, subject and events of the row.

    Unsigned: 401 and nothing kept.
    """
    assert site.post(recorded(name), secret=None).status_code == 401
    assert site.inbox.arrivals == []
    assert site.post(recorded(name)).status_code == 204
    kept = site.last
    assert (kept.kind, kept.event_name, kept.subject) == (kind, event, subject), why
    assert tuple(found.kind for found in kept.events) == events, why
    assert (kept.reason == "") == (kind == "handled")
    assert EVENTS.validate_json(EVENTS.dump_json(kept.events)) == kept.events


def test_the_same_bodies_are_understood_from_data_center(
    site: WebhookSite, recorded: Callable[[str], bytes]
) -> None:
    """Both kinds of Jira are read by the same module."""
    for row in ROWS:
        assert site.post(recorded(row[0]), secret="own secret", to="own").status_code == 204
    assert [kept.kind for kept in site.inbox.arrivals] == [row[1] for row in ROWS]
