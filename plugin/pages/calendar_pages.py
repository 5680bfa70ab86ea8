"""A person's calendar, fetched by their calendar program from a secret address.

The address shows and does nothing else; it works until it is revoked, or names somebody else.
"""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template, request

from plugin.core.model.signed_links import LinkInvalid, mark_of
from plugin.pages.base import other_language, page_blueprint, reader_language
from plugin.pages.calendar_feed import read_feed, write_feed
from plugin.pages.context import PageClosed, PagesContext
from plugin.store import contracts, shared_links

CALENDAR_PATH = "/calendar"
CALENDAR_ENDING = ".ics"


def calendar_pages(context: PagesContext) -> Blueprint:
    """Return the route of the calendar feed."""

    def feed(token: str) -> Response:
        """Return the calendar; nothing at all where the program has it already."""
        try:
            link_id = context.links.read_shared(token)
        except LinkInvalid as error:
            raise PageClosed("not_whole") from error
        with context.database.look() as connection:
            link = shared_links.find(connection, link_id)
            if link is None or link.purpose != "calendar":
                raise PageClosed("not_whole")
            if link.revoked_at is not None:
                raise PageClosed("revoked")
            in_force = contracts.load(connection, link.contract)
            version = in_force.version if in_force else 0
            mapping = contracts.load_mapping_version(connection, link.contract, version) if in_force else None
            person = mapping.people.get(link.person) if mapping else None
            if mapping is None or person is None or mark_of(person) != link.mark:
                raise PageClosed("gone")
            language = person.language or mapping.contract.language
            found = read_feed(connection, link.contract, link.person, language, context.clock.now())
        if found is None:
            raise PageClosed("gone")
        response = make_response(write_feed(found))
        response.headers["Content-Type"] = "text/calendar; charset=utf-8"
        response.headers["Cache-Control"] = "private, no-cache"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.set_etag(found.digest)
        response.make_conditional(request)
        return response

    def closed(error: PageClosed) -> Response:
        shown = reader_language(context.language)
        response = make_response(
            render_template("pages/closed.html", lang=shown, other=other_language(shown), why=error.why)
        )
        response.status_code = error.status
        response.headers["Cache-Control"] = "no-store"
        return response

    routes = page_blueprint("calendar")
    routes.add_url_rule(f"{CALENDAR_PATH}/<token>{CALENDAR_ENDING}", "feed", feed)
    routes.register_error_handler(PageClosed, closed)
    return routes
