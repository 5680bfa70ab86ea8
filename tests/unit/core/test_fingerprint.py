"""What a signature is bound to: real changes count, slips and markup do not."""

from __future__ import annotations

import pytest

from plugin.core.model.issue import IssueSnapshot
from plugin.core.signoff.fingerprint import LINKED_FROM, changed_fields, material_fields


def issue(description: str, *linked: str) -> IssueSnapshot:
    """Return an issue with a description and the targets of its hidden links."""
    fields = {LINKED_FROM: linked} if linked else {}
    return IssueSnapshot(id="1", key="A-1", project="A", description=description, fields=fields)


@pytest.mark.parametrize(
    ("sentence", "before", "after", "changed"),
    [
        (
            "The same words in other markup are the same.",
            issue("h1. Макет *главной*"),
            issue("Макет главной"),
            (),
        ),
        ("A slip in a long word is none.", issue("Согласован макет"), issue("Согласовн макет"), ()),
        (
            "A word more is a change.",
            issue("Макет согласован"),
            issue("Макет не согласован"),
            ("description",),
        ),
        (
            "Another target behind the same words is a change.",
            issue("[макет|https://a.example/1]"),
            issue("[макет|https://a.example/2]"),
            ("links",),
        ),
        (
            "Markup and document with the same target are the same.",
            issue("[макет|https://a.example/1]"),
            issue("макет", "https://a.example/1"),
            (),
        ),
        (
            "Markdown and wiki markup with the same target are the same.",
            issue("[макет](https://a.example/1)"),
            issue("[макет|https://a.example/1/]"),
            (),
        ),
        ("A link taken out is a change.", issue("макет", "https://a.example/1"), issue("макет"), ("links",)),
    ],
)
def test_material_change_is_recognised(
    sentence: str, before: IssueSnapshot, after: IssueSnapshot, changed: tuple[str, ...]
) -> None:
    """Each row holds a signed issue against what it became."""
    assert changed == changed_fields(material_fields(before), material_fields(after)), sentence


def test_links_count_only_with_the_description() -> None:
    """A contract that binds a signature to other fields is not bound to links."""
    assert {"summary": ""} == material_fields(issue("https://a.example"), ("summary",))
