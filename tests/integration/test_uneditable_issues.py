"""Issues that cannot be edited, and a workflow's own call."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

from scene import Scene
from service_scene import SECRET

from plugin.practice.tracker.state import PracticeIssue
from plugin.practice.tracker.views import issue_json, person_json


def test_comment_stands_where_the_label_is_refused(scene: Scene) -> None:
    """What can be written is written: the comment stands, the label waits.

    The team is told once.
    """
    scene.site.hidden["Story"] = frozenset({"labels"})
    first, second = (
        scene.create("contact", f"Калькулятор {name}", type="Story", hours=18) for name in ("один", "два")
    )
    scene.settle()
    for issue in (first, second):
        (said,) = scene.said(issue)
        assert "1." in said
        assert scene.labels(issue) == set()
    scene.clock.move(minutes=2)
    scene.settle()
    told = [text for issue in (first, second) for text in scene.said(issue, team=True)]
    assert len(told) == 1
    assert "Story" in told[0]
    scene.comment("director", first, "2")
    scene.settle()
    assert [row["state"] for row in scene.register()] == ["decided", "offered"]
    scene.site.hidden.clear()
    scene.clock.move(hours=7)
    scene.settle()
    assert scene.labels(first) == scene.labels(second) == {"beyond-scope"}
    assert [len(scene.said(issue)) for issue in (first, second)] == [2, 1]


def test_other_types_are_labelled_as_ever(scene: Scene) -> None:
    """Where the label is taken nothing else happens."""
    scene.site.hidden["Story"] = frozenset({"labels"})
    issue = scene.create("contact", "Калькулятор", hours=18)
    scene.settle()
    assert scene.labels(issue) == {"beyond-scope"}
    assert scene.said(issue, team=True) == []


def transition_body(scene: Scene, who: str, issue: PracticeIssue) -> dict[str, Any]:
    """Return what a workflow's post function sends: no event, a transition, the issue."""
    names = {"transitionId": 21, "transitionName": "В работу", "from_status": "To Do"}
    return {
        "transition": {"workflowId": 358, "workflowName": "Основной", **names, "to_status": issue.status},
        "comment": "",
        "user": person_json(scene.site, scene.person(who)),
        "issue": issue_json(scene.site, issue),
        "timestamp": int(scene.clock.now().timestamp() * 1000),
    }


def test_post_function_of_a_workflow_touches_the_issue(scene: Scene) -> None:
    """The body of a workflow's post function: the issue was touched, and is read."""
    issue = scene.create("contact", "Калькулятор", hours=18)
    scene.settle()
    scene.move("developer", issue, "In Progress")
    body = json.dumps(transition_body(scene, "developer", issue)).encode()
    scene.take()
    mac = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    assert scene._receive("/webhooks/main", {"X-Hub-Signature": f"sha256={mac}"}, body) == 204
    scene.work()
    assert issue.status == "To Do", "it was begun before the choice, and is put back"
    assert len(scene.said(issue)) == 2
