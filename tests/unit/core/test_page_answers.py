"""Answers on pages as stored events: those of the version before load, too."""

from __future__ import annotations

from datetime import UTC, datetime

from plugin.core.model.events import EVENTS, PageAnswered

NOW = datetime(2026, 12, 7, 9, tzinfo=UTC)
STORED = """[{"kind": "word_given", "issue_id": "10", "contract": "ACME", "person": "director",
 "word": "choose", "stage": null, "remarks": [], "reason": "", "number": 1, "version": 2,
 "content": "", "link": "nonce", "at": "2026-12-07T09:00:00Z"}]"""


def test_stored_answer_of_the_version_before_loads() -> None:
    """An answer that was stored without a text is read as it was meant."""
    (event,) = EVENTS.validate_json(STORED, extra="ignore")
    assert isinstance(event, PageAnswered)
    assert ("choose", 1, "", NOW) == (event.word, event.number, event.text, event.at)


def test_answer_in_words_is_kept_as_it_was_written() -> None:
    """Lines and signs stay."""
    event = PageAnswered(
        issue_id="10",
        contract="ACME",
        person="contact",
        word="answer",
        number=1,
        text="раз\n/два",
        version=1,
        link="nonce.1",
        at=NOW,
    )
    assert EVENTS.validate_json(EVENTS.dump_json((event,)), extra="ignore") == (event,)
