"""The demo's front page: what is done, what is next, and safe HTML."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from mappings.model import ContractMapping
from plugin.pages.contract_view import read_contract
from plugin.practice.demo.page import demo_page
from plugin.practice.demo.steps import Progress, progress_of, steps
from plugin.store.engine import Database

SITE = "http://127.0.0.1:8081"

ROWS = [
    ("nothing is done, so the first step is next", Progress(), [], 1),
    ("somebody asked", Progress(asked=True, issue="ACME-8"), [1], 2),
    ("it is estimated", Progress(asked=True, estimated=True, issue="ACME-8"), [1, 2], 3),
    (
        "the director was faster than the wrong person, who may still try",
        Progress(asked=True, estimated=True, decided=True, written=True, issue="ACME-8"),
        [1, 2, 4, 5],
        3,
    ),
    ("all is done, nothing is next", Progress(True, True, True, True, True, "ACME-8"), [1, 2, 3, 4, 5], None),
]


@pytest.mark.parametrize(
    ("progress", "done", "is_next"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS]
)
@pytest.mark.parametrize("language", ["ru", "en"])
def test_one_step_at_most_is_the_next(
    progress: Progress, done: list[int], is_next: int | None, language: str
) -> None:
    """Steps are done by what the database says; one at most is the next."""
    shown = steps(progress, SITE, language)  # type: ignore[arg-type]
    assert [step.number for step in shown if step.done] == done
    assert [step.number for step in shown if step.is_next] == ([is_next] if is_next else [])


def test_the_links_lead_to_the_issue_in_question() -> None:
    """As soon as there is one."""
    before, after = (steps(Progress(asked=bool(key), issue=key), SITE, "ru") for key in (None, "ACME-8"))
    assert before[1].url == f"{SITE}/?lang=ru"
    assert after[1].url == f"{SITE}/browse/ACME-8?lang=ru"


def test_nothing_is_done_before_the_contract_is_loaded() -> None:
    """The worker needs a moment at the start."""
    assert progress_of(None, waiting_effects=0) == Progress()


def test_the_stages_of_a_fresh_contract(loaded: Database, mapping: ContractMapping) -> None:
    """Three and eight weeks ahead, on working days, not moved by anybody."""
    with loaded.look() as connection:
        view = read_contract(connection, mapping.id, "ru")
    assert view is not None
    assert [(line.signed, line.now, line.working_days) for line in view.stages] == [
        (date(2026, 3, 23), date(2026, 3, 23), 0),
        (date(2026, 4, 27), date(2026, 4, 27), 0),
    ]


def test_a_contract_that_is_not_loaded_has_no_view(database: Database) -> None:
    """None, instead of an empty register that could be believed."""
    with database.look() as connection:
        assert read_contract(connection, "ACME-SITE", "ru") is None


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("ru", ("понедельник, 23\u00a0марта", "Изменений пока нет.")),
        ("en", ("Monday, 23\u00a0March", "No changes yet.")),
    ],
)
def test_the_page_of_a_fresh_contract(
    app: Flask, loaded: Database, mapping: ContractMapping, language: str, expected: tuple[str, ...]
) -> None:
    """Stages with their dates, and a register that says that it is empty."""
    app.register_blueprint(demo_page(loaded, mapping.id, SITE, "ru"))
    page = app.test_client().get(f"/?lang={language}").text
    for words in expected:
        assert words in page


@pytest.mark.parametrize(("address", "refreshes"), [("/", True), ("/?still", False)])
def test_the_page_refreshes_itself_until_it_is_told_not_to(
    app: Flask, loaded: Database, mapping: ContractMapping, address: str, refreshes: bool
) -> None:
    """A reader who needs more time can stop it (WCAG 2.2.2)."""
    app.register_blueprint(demo_page(loaded, mapping.id, SITE, "ru"))
    assert ('http-equiv="refresh"' in app.test_client().get(address).text) == refreshes
