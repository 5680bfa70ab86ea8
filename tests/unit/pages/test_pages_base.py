"""What every page has in common: the reader's language, and strict headers."""

from __future__ import annotations

import pytest
from flask import Flask
from markupsafe import Markup

from plugin.pages.base import neutralise_direction, page_blueprint, reader_language

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.fixture
def page(app: Flask) -> Flask:
    """An app with one page that says its language."""
    routes = page_blueprint("page")
    routes.add_url_rule("/", "home", lambda: reader_language("ru"))
    app.register_blueprint(routes)
    return app


@pytest.mark.parametrize(
    ("address", "expected"),
    [("/", "ru"), ("/?lang=en", "en"), ("/?lang=ru", "ru"), ("/?lang=<script>", "ru")],
)
def test_the_lang_parameter_chooses_the_language(page: Flask, address: str, expected: str) -> None:
    """The default holds unless a language that there is was asked for."""
    assert expected == page.test_client().get(address).text


@pytest.mark.parametrize("address", ["/", "/static/pages.css"])
def test_the_headers_are_strict(page: Flask, address: str) -> None:
    """Nothing foreign is loaded, nobody frames the page, no referrer is sent."""
    with page.test_client().get(address) as answer:
        assert answer.status_code == 200
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u200f", "\u061c"])
def test_signs_that_turn_the_direction_do_not_reach_a_page(sign: str) -> None:
    """Bidi control signs in names and titles are neutralised on pages."""
    assert neutralise_direction(f"75{sign}600") == "75600"
    assert neutralise_direction(Markup("<b>{}</b>").format(f"{sign}x")) == Markup("<b>x</b>")
    assert neutralise_direction(5) == 5
