"""What a browser sees where there is no page, or where our own code failed."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, make_response, render_template
from werkzeug.exceptions import HTTPException

from mappings.model import Language
from plugin.pages.base import HEADERS, other_language, reader_language

_NO_PAGE = (404, 405)


def make_error_page(language: Language) -> Callable[[HTTPException], Response | HTTPException]:
    """Return what shows an HTTP error to people.

    Args:
        language: of readers who ask for none.
    """

    def show_error(error: HTTPException) -> Response | HTTPException:
        code = error.code or 500
        if code not in _NO_PAGE and code < 500:
            return error
        shown = reader_language(language)
        why = "no_page" if code in _NO_PAGE else "broken"
        response = make_response(
            render_template("pages/closed.html", lang=shown, other=other_language(shown), why=why), code
        )
        response.headers.update(HEADERS)
        return response

    return show_error
