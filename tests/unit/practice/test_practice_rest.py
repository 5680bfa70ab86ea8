"""The practice tracker refuses what Atlassian refuses, and then writes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import SiteClient

V2, V3 = "/rest/api/2/issue/ACME-1", "/rest/api/3/issue/ACME-1"


def document(*content: object) -> dict[str, Any]:
    """Return an ADF document."""
    return {"type": "doc", "version": 1, "content": list(content)}


TEXT = {"type": "text", "text": "x"}
PARAGRAPH = {"type": "paragraph", "content": [TEXT]}


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        pytest.param({"fields": {"nonsense": 1}}, "cannot be set", id="an unknown field"),
        pytest.param({"fields": {"timeoriginalestimate": 60}}, "cannot be set", id="a field off the screen"),
        pytest.param({"update": {"labels": [{"add": "a b"}]}}, "contains spaces", id="a label with a space"),
        pytest.param({"update": {"labels": [{"shout": "a"}]}}, "does not support", id="an unknown operation"),
        pytest.param({"update": {"labels": [{"add": "a", "remove": "b"}]}}, "Exactly one", id="two in one"),
        pytest.param({"fields": {"duedate": "soon"}}, "yyyy-MM-dd", id="a date that is none"),
        pytest.param({"fields": {"summary": ""}}, "summary", id="no summary"),
        pytest.param({"fields": {"timetracking": {"originalEstimate": "x"}}}, "time tracking", id="hours"),
        pytest.param({"properties": [{"key": "k"}]}, "needs a key and a value", id="half a property"),
        pytest.param({"properties": [{"key": "k", "value": "x" * 32769}]}, "longer", id="a long property"),
        pytest.param({"silent": True}, "Unrecognized field", id="an unknown part"),
        pytest.param(
            {"fields": {"labels": []}, "update": {"labels": [{"add": "a"}]}}, "both", id="a field twice"
        ),
        pytest.param(
            {"update": {"comment": [{"add": {"body": "x" * 32768}}]}}, "too long", id="a long comment"
        ),
        pytest.param(
            {"update": {"comment": [{"add": {"body": document(PARAGRAPH)}}]}},
            "must be a string",
            id="ADF on v2",
        ),
    ],
)
def test_an_edit_is_all_or_nothing(cloud: SiteClient, edit: dict[str, Any], words: str) -> None:
    """A fault anywhere refuses the whole edit, the good summary beside it included."""
    fields = {"summary": "Two", **edit.get("fields", {})}
    status, text = cloud.call("PUT", V2, {**edit, "fields": fields})
    issue = cloud.state.issue("ACME-1")
    assert (status, issue.fields["summary"], issue.notes) == (400, "One", [])
    assert words in text


@pytest.mark.parametrize(
    ("body", "words"),
    [
        pytest.param("text", "Comment body is not valid!", id="a string on v3"),
        pytest.param({"type": "doc", "version": 2, "content": [PARAGRAPH]}, "INVALID_INPUT", id="a version"),
        pytest.param(document({"type": "marquee"}), "cannot hold marquee", id="an unknown node"),
        pytest.param(document(TEXT), "cannot hold text", id="text without a paragraph"),
        pytest.param(
            document({"type": "paragraph", "content": [{"type": "text", "text": ""}]}),
            "text is empty",
            id="empty",
        ),
        pytest.param(
            document({"type": "taskList", "attrs": {}, "content": [TEXT]}), "localId", id="a list without id"
        ),
        pytest.param(
            document(
                {
                    "type": "taskList",
                    "attrs": {"localId": "1"},
                    "content": [
                        {
                            "type": "taskItem",
                            "attrs": {"localId": "2", "state": "TODO"},
                            "content": [PARAGRAPH],
                        }
                    ],
                }
            ),
            "taskItem cannot hold paragraph",
            id="a paragraph in a task",
        ),
    ],
)
def test_what_v3_takes_for_no_comment(cloud: SiteClient, body: object, words: str) -> None:
    """Structure and version of ADF are checked."""
    status, text = cloud.call("POST", f"{V3}/comment", {"body": body})
    assert (status, cloud.state.issue("ACME-1").notes) == (400, [])
    assert words in text


def test_a_valid_edit_answers_204(cloud: SiteClient) -> None:
    """Labels, estimate, comment and property are written together; no body."""
    edit = {
        "fields": {"timetracking": {"originalEstimate": "1d 2h"}},
        "update": {
            "labels": [{"add": "a"}, {"add": "b"}, {"remove": "a"}],
            "comment": [{"add": {"body": "c"}}],
        },
        "properties": [{"key": "ugovor", "value": {"marker": "m"}}],
    }
    assert cloud.call("PUT", V2, edit) == (204, "")
    issue = cloud.state.issue("ACME-1")
    assert issue.fields["labels"] == ["b"]
    assert issue.fields["timeoriginalestimate"] == 10 * 3600
    assert issue.properties == {"ugovor": {"marker": "m"}}


@pytest.mark.parametrize(
    ("method", "path", "body", "who", "status"),
    [
        pytest.param("PUT", f"{V2}?notifyUsers=false", {"fields": {}}, "t-anna", 403, id="no silence"),
        pytest.param("PUT", f"{V2}?notifyUsers=false", {"fields": {}}, "t-admin", 204, id="an admin may"),
        pytest.param("DELETE", V2, None, "t-anna", 403, id="members delete no issues"),
        pytest.param("DELETE", V2, None, "t-admin", 204, id="an admin does"),
        pytest.param("GET", V2, None, "wrong", 401, id="a wrong token"),
        pytest.param("GET", "/rest/api/2/issue/ACME-9", None, "t-anna", 404, id="no such issue"),
        pytest.param("GET", "/rest/api/9/issue/ACME-1", None, "t-anna", 404, id="no such version"),
        pytest.param("GET", "/rest/api/3/search?jql=project=ACME", None, "t-anna", 410, id="the old search"),
        pytest.param("GET", "/rest/api/3/search/jql?jql=project=ACME", None, "t-anna", 200, id="new search"),
        pytest.param("GET", "/rest/api/3/search/jql?jql=", None, "t-anna", 400, id="an unbounded query"),
        pytest.param("GET", "/rest/webhooks/1.0/webhook", None, "t-anna", 403, id="webhooks are for admins"),
        pytest.param("GET", f"{V2}/editmeta", None, "t-anna", 200, id="what can be edited"),
        pytest.param("GET", "/rest/api/3/project/ACME/role", None, "t-anna", 200, id="roles"),
        pytest.param("POST", f"{V2}/transitions", {"transition": {"id": "99"}}, "t-anna", 400, id="no way"),
        pytest.param("GET", f"{V2}/properties/none", None, "t-anna", 404, id="no such property"),
    ],
)
def test_each_request_has_atlassians_status(
    cloud: SiteClient, method: str, path: str, body: object, who: str, status: int
) -> None:
    """Each request has Atlassian's status."""
    assert cloud.call(method, path, body, who)[0] == status


@pytest.mark.parametrize("path", ["/rest/api/3/issue/ACME-1", "/rest/api/2/search/jql?jql=project=ACME"])
def test_data_center_lacks_what_only_cloud_has(data_center: SiteClient, path: str) -> None:
    """There is no v3 and no new search."""
    assert data_center.call("GET", path)[0] == 404


def test_the_new_search_gives_ids_alone(cloud: SiteClient) -> None:
    """Without named fields there is nothing but ids."""
    path = "/rest/api/3/search/jql?jql=project=ACME"
    assert "ACME-1" not in cloud.call("GET", path)[1]
    assert "ACME-1" in cloud.call("GET", f"{path}&fields=*all")[1]


def test_comments_of_others_are_not_edited(cloud: SiteClient) -> None:
    """Only the author or an administrator edits a comment."""
    cloud.call("POST", f"{V2}/comment", {"body": "mine"})
    path = f"{V2}/comment/{cloud.state.issue('ACME-1').notes[0].id}"
    assert cloud.call("PUT", path, {"body": "yours"}, "t-anna")[0] == 403
    assert cloud.call("PUT", path, {"body": "mine again"})[0] == 200


def test_restricted_comments_are_hidden(cloud: SiteClient) -> None:
    """Who is not in the role does not see the comment at all."""
    visibility = {"type": "role", "value": "Agency"}
    cloud.call("POST", f"{V2}/comment", {"body": "hush", "visibility": visibility})
    assert "hush" in cloud.call("GET", V2)[1]
    assert "hush" not in cloud.call("GET", V2, None, "t-anna")[1]


@pytest.mark.parametrize(
    ("pause_s", "writes", "wait"),
    [
        pytest.param(0, 20, "2", id="twenty at once"),
        pytest.param(0.2, 100, "10", id="a hundred in twenty seconds"),
    ],
)
def test_cloud_limits_writes_to_one_issue(cloud: SiteClient, pause_s: float, writes: int, wait: str) -> None:
    """The next write is answered 429, with the reason, and works again after the wait."""
    for _ in range(writes):
        assert cloud.call("PUT", V2, {"fields": {"summary": "x"}})[0] == 204
        cloud.clock.forward(pause_s)
    refused = cloud.client.put(V2, json={}, headers={"Authorization": "Bearer t-admin"})
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, wait)
    assert refused.headers["RateLimit-Reason"] == "jira-per-issue-on-write"
    cloud.clock.forward(int(wait))
    assert cloud.call("PUT", V2, {})[0] == 204


def test_data_center_has_no_such_limit(data_center: SiteClient) -> None:
    """The limit is Cloud's."""
    assert {data_center.call("PUT", V2, {})[0] for _ in range(30)} == {204}
