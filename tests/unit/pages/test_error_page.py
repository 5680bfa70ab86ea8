"""What a browser sees where a request is refused, and where our code failed."""

from __future__ import annotations

from typing import NoReturn

import pytest
from flask import Flask, abort, request
from werkzeug.exceptions import HTTPException, TooManyRequests

from plugin.pages.base import HEADERS, page_blueprint
from plugin.pages.error_page import make_error_page


@pytest.fixture
def page(app: Flask) -> Flask:
    """An app with a page that fails."""
    routes = page_blueprint("contracts")
    routes.add_url_rule("/fails", "fails", lambda: 1 // 0)
    routes.add_url_rule("/aborts/<int:status>", "aborts", lambda status: abort(status))
    routes.add_url_rule("/often", "often", _refuse)
    routes.add_url_rule("/moved/", "moved", lambda: "here")
    routes.add_url_rule("/form", "form", lambda: request.form["missing"], methods=["POST"])
    app.register_blueprint(routes)
    app.register_error_handler(HTTPException, make_error_page("ru"))
    return app


def _refuse() -> NoReturn:
    raise TooManyRequests(retry_after=30)


@pytest.mark.parametrize(
    ("address", "method", "status", "says"),
    [
        ("/nothing", "GET", 404, "Такой страницы нет"),
        ("/nothing?lang=en", "GET", 404, "There is no such page"),
        ("/fails", "POST", 405, "Так эта страница не открывается"),
        ("/fails?lang=en", "POST", 405, "This page does not open that way"),
        ("/form", "POST", 400, "Запрос не получилось прочитать"),
        ("/form?lang=en", "POST", 400, "The request could not be read"),
        ("/aborts/410", "GET", 410, "Здесь уже нечего показать"),
        ("/aborts/410?lang=en", "GET", 410, "There is nothing to show here any more"),
        ("/aborts/413", "GET", 413, "Текст слишком длинный"),
        ("/aborts/413?lang=en", "GET", 413, "The text is too long"),
        ("/aborts/414", "GET", 414, "Запрос не получилось прочитать"),
        ("/aborts/429", "GET", 429, "Слишком много запросов подряд"),
        ("/aborts/429?lang=en", "GET", 429, "Too many requests in a row"),
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
    assert 'class="go" href="' in answer.text
    assert "The browser (or proxy)" not in answer.text
    assert "/static/pages.css" in answer.text
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS


def test_what_programs_read_is_kept(page: Flask) -> None:
    """When to come back, by which methods; redirects stay redirects."""
    browser = page.test_client()
    assert browser.get("/often").headers["Retry-After"] == "30"
    assert "GET" in browser.post("/fails").headers["Allow"]
    moved = browser.get("/moved")
    assert (308, "/moved/") == (moved.status_code, moved.headers["Location"].removeprefix("http://localhost"))
