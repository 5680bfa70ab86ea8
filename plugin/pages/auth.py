"""`/auth/…`: sign in by a provider, by mail or by a printed link; sign out.

No page here tells whether an address is known: it says the same to everybody.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from mappings.addresses import normalise_email
from plugin.core.model.signed_links import LinkExpired, LinkInvalid, SignedLink, mark_of
from plugin.pages.base import forbid_caching, other_language, page_blueprint, reader_language
from plugin.pages.context import PageClosed, PagesContext
from plugin.pages.identity_provider import IdentityProvider, NotRecognised
from plugin.pages.sessions import SignedIn
from plugin.runtime.clock import machine_clock
from plugin.store import contracts, processed_commands, sign_in_requests

log = logging.getLogger("ugovor.pages")

_ENTER = "enter"
_ASK = "ask"
_LEAVE = "leave"
_MAX_EMAIL_CHARS = 254


@dataclass(frozen=True)
class SignInMethods:
    """The ways to sign in that the settings offer."""

    provider: IdentityProvider | None
    mail: bool


def sign_in_pages(context: PagesContext, methods: SignInMethods) -> Blueprint:
    """Return the routes by which people sign in and out."""
    pages = _SignInPages(context, methods)
    routes = page_blueprint("auth")
    routes.add_url_rule("/auth/sign-in", "sign_in", pages.show)
    routes.add_url_rule("/auth/sign-in", "by_mail", pages.ask_for_link, methods=["POST"])
    routes.add_url_rule("/auth/provider", "provider", pages.go_to_provider)
    routes.add_url_rule("/auth/callback", "callback", pages.return_from_provider)
    routes.add_url_rule("/auth/link/<token>", "link", pages.show_link)
    routes.add_url_rule("/auth/link/<token>", "by_link", pages.sign_in_by_link, methods=["POST"])
    routes.add_url_rule("/auth/leave", "leave", pages.show_leave)
    routes.add_url_rule("/auth/leave", "left", pages.leave, methods=["POST"])
    routes.register_error_handler(PageClosed, pages.closed)
    routes.after_request(forbid_caching)
    return routes


class _SignInPages:
    def __init__(self, context: PagesContext, methods: SignInMethods) -> None:
        self._context = context
        self._methods = methods

    def show(self, asked: bool = False, faulty: str | None = None) -> Response:
        """Show the ways to sign in; after a request, that a mail may be on its way.

        `faulty`: an address that is none, to be mended.
        """
        who = self._context.sessions.current()
        return self._render_form(
            "pages/sign_in.html", _ASK, "sign-in", methods=self._methods, asked=asked, faulty=faulty, who=who
        )

    def ask_for_link(self) -> Response:
        """Ask a worker to mail a link to the address, if a contract names it.

        Nothing is looked up here: every address takes the same steps and the same time.
        """
        self._require_form("sign-in", _ASK)
        email = request.form.get("email", "").strip()
        if (
            not self._methods.mail
            or "@" not in email
            or len(email) > _MAX_EMAIL_CHARS
            or not email.isprintable()
        ):
            response = self.show(faulty=email[:_MAX_EMAIL_CHARS] if email.isprintable() else "")
            response.status_code = 422
            return response
        with self._context.database.change() as connection:
            now = machine_clock(self._context.clock).now()
            sign_in_requests.add_request(connection, normalise_email(email), now)
        return self.show(asked=True)

    def go_to_provider(self) -> AnyResponse:
        """Send the reader to the provider."""
        if self._methods.provider is None:
            raise PageClosed("gone")
        try:
            return self._methods.provider.redirect_to_provider()
        except NotRecognised as error:
            raise self._page_for(error) from error

    def return_from_provider(self) -> AnyResponse:
        """Sign in the reader whom the provider sent back."""
        if self._methods.provider is None:
            raise PageClosed("gone")
        try:
            email = self._methods.provider.verified_email()
        except NotRecognised as error:
            raise self._page_for(error) from error
        return self._sign_in(SignedIn(email=email))

    def show_link(self, token: str) -> Response:
        """Show the button behind a link; opening the page changes nothing."""
        link = self._read_link(token)
        return self._render_form("pages/enter.html", _ENTER, token, operator=not link.contract)

    def sign_in_by_link(self, token: str) -> AnyResponse:
        """Sign in by a link, which counts once."""
        link = self._read_link(token)
        self._require_form(token, _ENTER)
        with self._context.database.change() as connection:
            if not processed_commands.mark_commands_processed(
                connection, "page", link.nonce, "enter", self._context.clock.now()
            ):
                raise PageClosed("used")
            who = SignedIn(operator=True)
            if link.contract:
                in_force = contracts.load(connection, link.contract)
                mapping = (
                    contracts.load_mapping_version(connection, link.contract, in_force.version)
                    if in_force
                    else None
                )
                person = mapping.people.get(link.person) if mapping else None
                if person is None or mark_of(person) != link.mark:
                    raise PageClosed("gone")
                # A link that came by mail proves an address only: several people may read that mailbox. A
                # link that was printed was made for one person, and proves no address.
                by_mail = SignedIn(email=person.email or "")
                who = by_mail if link.version else SignedIn("", link.contract, link.person, link.mark)
        return self._sign_in(who)

    def show_leave(self) -> Response:
        """Ask whether to sign out."""
        return self._render_form("pages/leave.html", _LEAVE, "leave")

    def leave(self) -> AnyResponse:
        """Sign out here, or in every browser of this reader."""
        self._require_form("leave", _LEAVE)
        response = redirect("/", code=303)
        everywhere = "everywhere" in request.form
        self._context.sessions.end(response, everywhere=everywhere)  # type: ignore[arg-type]
        return response

    def closed(self, error: PageClosed) -> Response:
        """Say kindly why nobody was signed in, and what to do."""
        shown = reader_language(self._context.language)
        page = render_template("pages/closed.html", lang=shown, other=other_language(shown), why=error.why)
        return make_response(page, error.status)

    def _read_link(self, token: str) -> SignedLink:
        try:
            link = self._context.links.read(token)
        except LinkExpired as error:
            raise PageClosed("enter_expired") from error
        except LinkInvalid as error:
            raise PageClosed("not_whole") from error
        if link.purpose != "enter":
            raise PageClosed("not_whole")
        return link

    def _require_form(self, token: str, action: str) -> None:
        if not self._context.forms.is_valid(token, action):
            raise PageClosed("form")

    def _render_form(self, template: str, action: str, token: str, **values: object) -> Response:
        shown, cookie = reader_language(self._context.language), self._context.forms.cookie()
        page = render_template(
            template,
            lang=shown,
            other=other_language(shown),
            form=self._context.forms.field(cookie, token, action),
            **values,
        )
        response = make_response(page)
        self._context.forms.set_cookie(response, cookie)
        return response

    def _sign_in(self, who: SignedIn) -> AnyResponse:
        response = redirect(url_for("contracts.home"), code=303)
        self._context.sessions.begin(response, who)  # type: ignore[arg-type]
        return response

    def _page_for(self, error: NotRecognised) -> PageClosed:
        log.warning("nobody was signed in: %s", error)
        return PageClosed("not_recognised")
