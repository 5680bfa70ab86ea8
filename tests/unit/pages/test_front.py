"""The front page of a service: closed, safe, in both languages."""

from __future__ import annotations

import pytest
from flask import Flask

from plugin.pages.front import front

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


@pytest.mark.parametrize(
    ("address", "language", "sentence"),
    [
        ("/", "ru", "Эта служба следит"),
        ("/?lang=en", "en", "This service keeps"),
        ("/?lang=ru", "ru", "Эта служба следит"),
        ("/?lang=<script>", "ru", "Эта служба следит"),
    ],
)
def test_the_language_of_the_front_page(app: Flask, address: str, language: str, sentence: str) -> None:
    """The default holds unless a language that there is was asked for."""
    app.register_blueprint(front("ru"))
    page = app.test_client().get(address).text
    assert f'<html lang="{language}">' in page
    assert sentence in page
    assert "<script" not in page


@pytest.mark.parametrize("address", ["/", "/static/pages.css"])
def test_the_headers_are_strict(app: Flask, address: str) -> None:
    """Nothing foreign is loaded, nothing frames the page, nothing leaks where the reader came from."""
    app.register_blueprint(front("ru"))
    with app.test_client().get(address) as answer:
        assert answer.status_code == 200
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS
