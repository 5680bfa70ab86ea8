"""What a browser sees where there is no page, and where our code failed."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException

from plugin.pages.base import HEADERS, page_blueprint
from plugin.pages.error_page import make_error_page


@pytest.fixture
def page(app: Flask) -> Flask:
    """An app with a page that fails."""
    routes = page_blueprint("contracts")
    routes.add_url_rule("/fails", "fails", lambda: 1 // 0)
    app.register_blueprint(routes)
    app.register_error_handler(HTTPException, make_error_page("ru"))
    return app


@pytest.mark.parametrize(
    ("address", "method", "status", "says"),
    [
        ("/nothing", "GET", 404, "Такой страницы нет"),
        ("/nothing?lang=en", "GET", 404, "There is no such page"),
        ("/fails", "POST", 405, "Такой страницы нет"),
        ("/fails", "GET", 500, "У нас что-то сломалось"),
        ("/fails?lang=en", "GET", 500, "Something broke on our side"),
    ],
)
def test_error_is_said_in_the_readers_words(
    page: Flask, address: str, method: str, status: int, says: str
) -> None:
    """With a way back, the stylesheet, and the headers of every page."""
    page.config["PROPAGATE_EXCEPTIONS"] = False
    answer = page.test_client().open(address, method=method)
    assert (status, True) == (answer.status_code, says in answer.text)
    assert 'href="/?lang=' in answer.text
    assert "/static/pages.css" in answer.text
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
