"""Our Markdown on a page."""

from __future__ import annotations

import pytest

from plugin.pages.markdown_html import to_html_inline

KEPT = '<span class="nowrap">{}</span>'


@pytest.mark.parametrize(
    ("sentence", "markdown", "shown"),
    [
        ("A day's ending.", "вместо 10-го.", f"вместо {KEPT.format('10-го')}."),
        ("An issue's key.", "«Блок» (ACME-31).", f"«Блок» ({KEPT.format('ACME-31')})."),
        ("A dash stays on the line before.", "сумма — 5 ₽", "сумма\u00a0— 5 ₽"),
        ("A word of one letter stays with the next.", "до 5 ₽ с НДС", "до 5 ₽ с\u00a0НДС"),
        ("HTML is text.", "<b>ACME-1</b>", f"&lt;b&gt;{KEPT.format('ACME-1')}&lt;/b&gt;"),
        (
            "An address stays whole.",
            "[тут](<https://x.example/ACME-1>)",
            '<a href="https://x.example/ACME-1">тут</a>',
        ),
        ("Other hyphens may break.", "кто-то, e-mail, 2026-04-10", "кто-то, e-mail, 2026-04-10"),
    ],
)
def test_no_line_breaks_inside_a_day_or_a_key(sentence: str, markdown: str, shown: str) -> None:
    """On a phone neither «10-го» nor a key falls apart at its hyphen."""
    del sentence
    assert shown == to_html_inline(markdown)
