"""Answer with 503 while the database is away, locked or full."""

from __future__ import annotations

import logging

from flask import Flask, Response, request
from sqlalchemy import exc
from werkzeug.wrappers import Response as AnyResponse

from plugin.pages.context import PageClosed
from plugin.store.db_errors import describe_error
from plugin.store.engine import is_transient

log = logging.getLogger("ugovor.pages")


def unavailable_page(app: Flask) -> None:
    """Answer with a closed page and 503 where the database fails for a while."""

    def told(error: exc.DBAPIError | exc.TimeoutError) -> AnyResponse:
        if isinstance(error, exc.DBAPIError) and not is_transient(error):
            raise error
        # The address may hold a personal link: the log has its endpoint.
        log.error(
            "the database: %s: %s was answered with 503", describe_error(error).sentence, request.endpoint
        )
        if not _has_pages():
            answer = Response("The database does not answer.\n", 503, content_type="text/plain")
            answer.headers["Retry-After"] = "5"
            return answer
        answered: AnyResponse = app.make_response(app.handle_user_exception(PageClosed("away")))
        return answered

    app.register_error_handler(exc.DBAPIError, told)
    app.register_error_handler(exc.TimeoutError, told)


def _has_pages() -> bool:
    return request.blueprint not in (None, "observing")
