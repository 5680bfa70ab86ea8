"""What every page has: templates, stylesheet, the reader's language, headers."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, abort, request

from plugin.texts.escaping import drop_direction_signs

LANGUAGES = ("ru", "en")

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
}
"""A page loads only its own stylesheet and pictures, and no other site can frame it."""

STRICT_TRANSPORT = "max-age=31536000"
"""Browsers use https only, for a year, whatever address is typed or planted."""

_PRIVATE_HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow"}


def page_blueprint(name: str) -> Blueprint:
    """Return a blueprint whose pages find the shared templates and carry the headers."""
    blueprint = Blueprint(
        name,
        "plugin.pages",
        template_folder="templates",
        static_folder="static",
        static_url_path="/static",
    )
    blueprint.before_request(_refuse_nul)
    blueprint.after_request(_add_page_headers)
    return blueprint


def add_security_headers(app: Flask, public_url: str) -> None:
    """Set the headers also where no blueprint answers, such as on a 404.

    Webhooks are left alone: no browser reads their answers.
    """
    own = {**HEADERS, **_PRIVATE_HEADERS}
    strict = public_url.startswith("https://")

    @app.after_request
    def sealed(response: Response) -> Response:
        if request.path.startswith("/webhooks/"):
            return response
        if request.endpoint is None:
            response.headers.update(own)
        if strict:
            response.headers["Strict-Transport-Security"] = STRICT_TRANSPORT
        return response


def reader_language(default: str) -> str:
    """Return the language that the reader asked for with `?lang=`, else the default."""
    asked = request.args.get("lang", default)
    return asked if asked in LANGUAGES else default


def other_language(shown: str) -> str:
    """Return the language that a page offers to switch to."""
    return "en" if shown == "ru" else "ru"


def forbid_caching(response: Response) -> Response:
    """Forbid storing and indexing what only its reader may see."""
    if request.endpoint and not request.endpoint.endswith(".static"):
        response.headers.update(_PRIVATE_HEADERS)
    return response


def _refuse_nul() -> None:
    """Answer as if there were no page where an address has a NUL.

    No link has one, and PostgreSQL takes no text with it.
    """
    if any("\0" in value for value in request.args.values()):
        abort(404)


def _add_page_headers(response: Response) -> Response:
    response.headers.update(HEADERS)
    return response


def neutralise_direction(value: object) -> object:
    """Return a template's value without signs that turn the direction of writing."""
    return drop_direction_signs(value) if isinstance(value, str) else value
