"""A contract in short, for people who are signed in and by a link to forward.

The link shows and does nothing else; it opens until it is revoked.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any, cast

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from mappings.model import Language
from plugin.core.model.signed_links import LinkInvalid
from plugin.pages.base import forbid_caching, other_language, page_blueprint, reader_language
from plugin.pages.brief_view import MAX_LINES, read_brief
from plugin.pages.context import PageClosed, PagesContext
from plugin.pages.contract_access import open_reader
from plugin.reports.waits_labels import WAITS_LABELS
from plugin.store import contracts, shared_links
from plugin.store.shared_links import SharedLink
from plugin.texts import formats
from plugin.texts.escaping import quoted

BRIEF_PATH = "/brief"
_SHARE = "share"
_ID_BYTES = 5


def brief_pages(context: PagesContext) -> Blueprint:
    """Return the routes of the pages that show a contract in short."""
    pages = _BriefPages(context)
    routes = page_blueprint("briefs")
    routes.add_url_rule("/contracts/<contract>/brief", "brief", pages.brief)
    routes.add_url_rule("/contracts/<contract>/brief", "share", pages.share, methods=["POST"])
    routes.add_url_rule(f"{BRIEF_PATH}/<token>", "forwarded", pages.forwarded)
    routes.register_error_handler(PageClosed, pages.closed)
    routes.after_request(forbid_caching)
    return routes


def make_link_id() -> str:
    """Return the id of a new link, to be listed and revoked by."""
    return secrets.token_hex(_ID_BYTES)


def is_link_id(text: str) -> bool:
    """Tell whether a text is an id as they are made."""
    return len(text) == 2 * _ID_BYTES and text.isascii() and text.isalnum()


@dataclass(frozen=True)
class _BriefPages:
    context: PagesContext

    def brief(self, contract: str) -> Response:
        """Show the contract in short, with a button that makes a link to forward."""
        reader = open_reader(self.context, contract)
        made, address = request.args.get("made", ""), None
        if made:
            with self.context.database.look() as connection:
                link = shared_links.find(connection, made)
            is_open = link is not None and link.contract == contract and link.revoked_at is None
            address = self.context.links.share(BRIEF_PATH, made) if is_open else None
        cookie = self.context.forms.cookie()
        response = self._show(
            contract,
            reader.language,
            reader=reader,
            address=address,
            link_id=make_link_id(),
            form=self.context.forms.field(cookie, contract, _SHARE),
        )
        self.context.forms.set_cookie(response, cookie)
        return response

    def share(self, contract: str) -> AnyResponse:
        """Make a link to forward; the same form a second time makes no other."""
        reader = open_reader(self.context, contract)
        link_id = request.form.get("link", "")
        if not self.context.forms.is_valid(contract, _SHARE) or not is_link_id(link_id):
            raise PageClosed("form")
        link = SharedLink(link_id, contract, "brief", "", reader.key or "", self.context.clock.now())
        with self.context.database.change() as connection:
            shared_links.add(connection, link)
        target = url_for(".brief", contract=contract, lang=request.args.get("lang"), made=link_id)
        return redirect(target, code=303)

    def forwarded(self, token: str) -> Response:
        """Show the contract in short to anybody with the link."""
        try:
            link_id = self.context.links.read_shared(token)
        except LinkInvalid as error:
            raise PageClosed("not_whole") from error
        with self.context.database.look() as connection:
            link = shared_links.find(connection, link_id)
            in_force = contracts.load(connection, link.contract) if link else None
            mapping = (
                contracts.load_mapping_version(connection, in_force.id, in_force.version)
                if in_force
                else None
            )
        if link is None or link.purpose != "brief":
            raise PageClosed("not_whole")
        if link.revoked_at is not None:
            raise PageClosed("revoked")
        if mapping is None:
            raise PageClosed("gone")
        return self._show(link.contract, mapping.contract.language, reader=None)

    def closed(self, error: PageClosed) -> Response:
        """Say kindly why a page is closed and what to do."""
        response = self._render("pages/closed.html", self.context.language, why=error.why)
        response.status_code = error.status
        return response

    def _show(self, contract: str, default: Language, **values: Any) -> Response:  # noqa: ANN401 -- of a template
        shown = cast(Language, reader_language(default))
        with self.context.database.look() as connection:
            brief = read_brief(connection, contract, shown, self.context.clock.now())
        if brief is None:
            raise PageClosed("gone")
        labels = WAITS_LABELS[shown]
        return self._render("pages/brief.html", default, brief=brief, labels=labels, most=MAX_LINES, **values)

    def _render(self, template: str, default: Language, **values: Any) -> Response:  # noqa: ANN401 -- of a template
        shown = cast(Language, reader_language(default))
        return make_response(
            render_template(
                template,
                lang=shown,
                other=other_language(shown),
                formats=formats,
                quoted=quoted,
                **values,
            )
        )
