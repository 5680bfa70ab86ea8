"""The practice tracker's page: a person plays both sides on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from plugin.practice.tracker.text_html import as_html
from plugin.texts.markup import to_adf

if TYPE_CHECKING:
    from conftest import SiteClient


def test_the_list_shows_every_issue(cloud: SiteClient) -> None:
    """The first page has key, summary, labels and due date, in Russian by default."""
    cloud.state.issue("ACME-1").fields |= {"labels": ["beyond-scope"], "duedate": "2026-04-10"}
    page = cloud.client.get("/").text
    for expected in ("ACME-1", "One", 'class="chip beyond"', "пятница, 10\xa0апреля", "Завести задачу"):
        assert expected in page


def test_lang_en_shows_the_page_in_english(cloud: SiteClient) -> None:
    """`?lang=en` turns the page."""
    assert "Create an issue" in cloud.client.get("/?lang=en").text


def test_an_extra_link_stands_on_every_page(cloud: SiteClient) -> None:
    """The service's register is one click away."""
    cloud.state.extra_links.append(("Реестр", "http://127.0.0.1:8080/contracts/ACME"))
    assert '<a href="http://127.0.0.1:8080/contracts/ACME">Реестр</a>' in cloud.client.get("/").text


def test_a_person_creates_an_issue(cloud: SiteClient) -> None:
    """The issue is theirs, and they are shown to it."""
    form = {"person": "anna", "project": "ACME", "type": "Bug", "summary": "<b>", "labels": "x y"}
    page = cloud.client.post("/issues", data=form, follow_redirects=True).text
    issue = cloud.state.issue("ACME-2")
    assert (issue.reporter.id, issue.type, issue.fields["labels"]) == ("anna", "Bug", ["x", "y"])
    assert "&lt;b&gt;" in page


def test_a_person_comments(cloud: SiteClient) -> None:
    """The comment is the person's own."""
    cloud.client.post("/browse/ACME-1/comments", data={"person": "anna", "body": "/choose 1"})
    (note,) = cloud.state.issue("ACME-1").notes
    assert (note.author.id, note.body) == ("anna", "/choose 1")


def test_a_person_changes_an_issue(cloud: SiteClient) -> None:
    """Status, estimate, due date and labels change together."""
    form = {"person": "anna", "status": "Done", "estimate": "1h 30m", "due": "2026-04-10", "labels": "a"}
    page = cloud.client.post("/browse/ACME-1", data=form, follow_redirects=True).text
    issue = cloud.state.issue("ACME-1")
    assert (issue.status, issue.fields["timeoriginalestimate"]) == ("Done", 5400)
    assert (issue.fields["duedate"], issue.fields["labels"]) == ("2026-04-10", ["a"])
    assert 'value="1h 30m"' in page


def test_an_unchanged_form_changes_nothing(cloud: SiteClient) -> None:
    """Sending the form as it stands sends no webhook."""
    cloud.state.hooks.register("https://x", frozenset())
    form = {"person": "anna", "status": "To Do", "estimate": "", "due": "", "labels": ""}
    cloud.client.post("/browse/ACME-1", data=form)
    assert cloud.state.hooks.take() == []


def test_form_leaves_alone_what_was_written_meanwhile(cloud: SiteClient) -> None:
    """A form that was open while a label and a date came takes neither away."""
    issue = cloud.state.issue("ACME-1")
    issue.fields["labels"], issue.fields["duedate"] = ["beyond-scope"], "2026-04-15"
    shown = {"was_status": "To Do", "was_estimate": "", "was_due": "", "was_labels": ""}
    form = {"person": "anna", "status": "To Do", "estimate": "2h", "due": "", "labels": "urgent", **shown}
    cloud.client.post("/browse/ACME-1", data=form)
    assert (issue.fields["labels"], issue.fields["duedate"]) == (["beyond-scope", "urgent"], "2026-04-15")
    assert issue.fields["timeoriginalestimate"] == 7200


def test_a_refusal_is_shown(cloud: SiteClient) -> None:
    """What Jira would refuse, the page refuses, and says why."""
    answer = cloud.client.post("/browse/ACME-1", data={"person": "anna", "estimate": "soon"})
    assert (answer.status_code, "time tracking" in answer.text) == (400, True)


def test_the_page_refreshes_only_after_a_form(cloud: SiteClient) -> None:
    """It refreshes a few times, then rests, so that nobody's typing is lost."""
    assert 'http-equiv="refresh"' in cloud.client.get("/browse/ACME-1?looks=2").text
    assert 'http-equiv="refresh"' not in cloud.client.get("/browse/ACME-1").text


def adf(*content: dict[str, Any]) -> dict[str, Any]:
    """Return a document of one paragraph."""
    return {"type": "doc", "version": 1, "content": [{"type": "paragraph", "content": list(content)}]}


def linked(href: str) -> dict[str, Any]:
    """Return a text with a link."""
    return {"type": "text", "text": "x", "marks": [{"type": "link", "attrs": {"href": href}}]}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("a\nb\n\nc", "<p>a<br>b</p><p>c</p>", id="lines and paragraphs"),
        pytest.param("*a* _b_ {{c}}", "<p><strong>a</strong> <em>b</em> <code>c</code></p>", id="wiki"),
        pytest.param("<script>*x*", "<p>&lt;script&gt;<strong>x</strong></p>", id="html"),
        pytest.param(r"a\*b", "<p>a*b</p>", id="escaped wiki"),
        pytest.param("(/) 1. a\n(x) 2. b (x)", "<p>☑ 1. a<br>☒ 2. b (x)</p>", id="boxes of Data Center"),
        pytest.param(
            to_adf("- [x] 1\\. a\n- [ ] 2\\. <b>"),
            '<ul><li class="task">☑ 1. a</li><li class="task">☐ 2. &lt;b&gt;</li></ul>',
            id="boxes of Cloud",
        ),
        pytest.param(None, "", id="nothing"),
        pytest.param(adf({"type": "text", "text": "<i>"}), "<p>&lt;i&gt;</p>", id="html in ADF"),
        pytest.param(
            adf(linked("javascript:1")),
            "<p>x</p>",
            id="a link that is a script",
        ),
        pytest.param(
            adf(
                {
                    "type": "text",
                    "text": "x",
                    "marks": [{"type": "link", "attrs": {"href": 'https://y/?a="'}}],
                }
            ),
            '<p><a href="https://y/?a=&#34;" rel="noopener">x</a></p>',
            id="a link",
        ),
    ],
)
def test_texts_are_safe_html(body: object, expected: str) -> None:
    """Whatever people write stays text."""
    assert as_html(body) == expected
