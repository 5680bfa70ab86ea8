"""`/auth/…`: signing in by a provider, by a link in a mail or from the command line; and out again.

Nothing here tells whether an address is known: a page says the same to everybody.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from mappings.addresses import normalise_email
from plugin.core.model.signed_links import LinkExpired, LinkInvalid, SignedLink, mark_of
from plugin.pages.base import kept_private, language, other_language, page_blueprint
from plugin.pages.context import PageClosed, PagesContext
from plugin.pages.identity import NotRecognised, Provider
from plugin.pages.sessions import SignedIn
from plugin.store import contracts, heard, sign_in_requests

log = logging.getLogger("ugovor.pages")

_ENTER = "enter"
_ASK = "ask"
_LEAVE = "leave"
_LONGEST_EMAIL = 254


@dataclass(frozen=True)
class SignInMethods:
    """By what one may sign in here."""

    provider: Provider | None
    mail: bool


def sign_in_pages(office: PagesContext, ways: SignInMethods) -> Blueprint:
    """Return the routes by which people sign in and out."""
    doors = _SignInPages(office, ways)
    routes = page_blueprint("auth")
    routes.add_url_rule("/auth/sign-in", "sign_in", doors.show)
    routes.add_url_rule("/auth/sign-in", "by_mail", doors.by_mail, methods=["POST"])
    routes.add_url_rule("/auth/provider", "provider", doors.to_provider)
    routes.add_url_rule("/auth/callback", "callback", doors.from_provider)
    routes.add_url_rule("/auth/link/<token>", "link", doors.show_link)
    routes.add_url_rule("/auth/link/<token>", "by_link", doors.by_link, methods=["POST"])
    routes.add_url_rule("/auth/leave", "leave", doors.show_leave)
    routes.add_url_rule("/auth/leave", "left", doors.leave, methods=["POST"])
    routes.register_error_handler(PageClosed, doors.closed)
    routes.after_request(kept_private)
    return routes


class _SignInPages:
    def __init__(self, office: PagesContext, ways: SignInMethods) -> None:
        self._office = office
        self._ways = ways

    def show(self, asked: bool = False, fault: bool = False) -> Response:
        """Show the ways in, or say that a mail is on its way where the address is known."""
        who = self._office.sessions.current()
        return self._form(
            "pages/sign_in.html", _ASK, "sign-in", ways=self._ways, asked=asked, fault=fault, who=who
        )

    def by_mail(self) -> Response:
        """Let a worker look whether a contract names the address, and mail a link to it if one does.

        Nothing is looked up here: for every address the same is done, and it takes as long.
        """
        self._need("sign-in", _ASK)
        email = request.form.get("email", "").strip()
        if not self._ways.mail or "@" not in email or len(email) > _LONGEST_EMAIL or not email.isprintable():
            response = self.show(fault=True)
            response.status_code = 422
            return response
        with self._office.database.change() as connection:
            sign_in_requests.ask(connection, normalise_email(email), self._office.clock.now())
        return self.show(asked=True)

    def to_provider(self) -> AnyResponse:
        """Send somebody to the provider."""
        if self._ways.provider is None:
            raise PageClosed("gone")
        try:
            return self._ways.provider.leave_for()
        except NotRecognised as error:
            raise self._refused(error) from error

    def from_provider(self) -> AnyResponse:
        """Take somebody whom the provider sent back."""
        if self._ways.provider is None:
            raise PageClosed("gone")
        try:
            email = self._ways.provider.email()
        except NotRecognised as error:
            raise self._refused(error) from error
        return self._in(SignedIn(email=email))

    def show_link(self, token: str) -> Response:
        """Show the button behind a link; opening it changes nothing, whoever or whatever opens it."""
        link = self._read(token)
        return self._form("pages/enter.html", _ENTER, token, operator=not link.contract)

    def by_link(self, token: str) -> AnyResponse:
        """Sign in by a link, which counts once."""
        link = self._read(token)
        self._need(token, _ENTER)
        with self._office.database.change() as connection:
            if not heard.mark_processed(connection, "page", link.nonce, "enter", self._office.clock.now()):
                raise PageClosed("used")
            who = SignedIn(operator=True)
            if link.contract:
                in_force = contracts.load(connection, link.contract)
                mapping = (
                    contracts.mapping_version(connection, link.contract, in_force.version)
                    if in_force
                    else None
                )
                person = mapping.people.get(link.person) if mapping else None
                if person is None or mark_of(person) != link.mark:
                    raise PageClosed("gone")
                # A link that came by mail proves an address and no more: who reads that mailbox, nobody
                # knows. Another one was made for one person, and proves no address.
                by_mail = SignedIn(email=person.email or "")
                who = by_mail if link.version else SignedIn("", link.contract, link.person, link.mark)
        return self._in(who)

    def show_leave(self) -> Response:
        """Ask whether to sign out."""
        return self._form("pages/leave.html", _LEAVE, "leave")

    def leave(self) -> AnyResponse:
        """Sign out: here, or wherever this reader is signed in."""
        self._need("leave", _LEAVE)
        response = redirect("/", code=303)
        everywhere = "everywhere" in request.form
        self._office.sessions.take(response, everywhere=everywhere)  # type: ignore[arg-type]
        return response

    def closed(self, error: PageClosed) -> Response:
        """Say kindly why nobody came in and what to do."""
        shown = language(self._office.language)
        page = render_template("pages/closed.html", lang=shown, other=other_language(shown), why=error.why)
        return make_response(page, error.status)

    def _read(self, token: str) -> SignedLink:
        try:
            link = self._office.links.read(token)
        except LinkExpired as error:
            raise PageClosed("enter_expired") from error
        except LinkInvalid as error:
            raise PageClosed("not_whole") from error
        if link.purpose != "enter":
            raise PageClosed("not_whole")
        return link

    def _need(self, token: str, action: str) -> None:
        if not self._office.forms.is_ours(token, action):
            raise PageClosed("form")

    def _form(self, template: str, action: str, token: str, **context: object) -> Response:
        shown, cookie = language(self._office.language), self._office.forms.cookie()
        page = render_template(
            template,
            lang=shown,
            other=other_language(shown),
            form=self._office.forms.field(cookie, token, action),
            **context,
        )
        response = make_response(page)
        self._office.forms.give(response, cookie)
        return response

    def _in(self, who: SignedIn) -> AnyResponse:
        response = redirect(url_for("office.home"), code=303)
        self._office.sessions.give(response, who)  # type: ignore[arg-type]
        return response

    def _refused(self, error: NotRecognised) -> PageClosed:
        log.warning("nobody was signed in: %s", error)
        return PageClosed("not_recognised")
