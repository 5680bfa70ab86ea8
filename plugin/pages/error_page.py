"""What a browser sees where a request is refused, or where our own code failed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Response, make_response, render_template
from werkzeug.exceptions import HTTPException

from mappings.model import Language
from plugin.pages.base import HEADERS, other_language, reader_language

_REASON_BY_STATUS: Mapping[int, str] = {
    404: "no_page",
    405: "no_way_in",
    410: "gone",
    413: "too_large",
    429: "too_often",
}
_KEPT_HEADERS = ("Allow", "Retry-After")


def make_error_page(language: Language) -> Callable[[HTTPException], Response | HTTPException]:
    """Return what shows an HTTP error to people.

    Args:
        language: of readers who ask for none.
    """

    def show_error(error: HTTPException) -> Response | HTTPException:
        code = error.code or 500
        if code < 400 or error.response is not None:
            # A redirect, or an answer that somebody wrote in full.
            return error
        shown = reader_language(language)
        why = _REASON_BY_STATUS.get(code, "not_read" if code < 500 else "broken")
        response = make_response(
            render_template("pages/closed.html", lang=shown, other=other_language(shown), why=why), code
        )
        response.headers.update({name: value for name, value in error.get_headers() if name in _KEPT_HEADERS})
        response.headers.update(HEADERS)
        return response

    return show_error
