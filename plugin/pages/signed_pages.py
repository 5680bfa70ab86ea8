"""Pages behind personal links: answered in two steps, recorded by the worker.

Opening a page decides nothing, however often it is opened; of a notice it is kept that its link was opened.
An answer goes into the inbox like a webhook: it is stored before the page confirms it, and handled once for
its link.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, cast

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from mappings.model import Language
from plugin.core.model.signed_links import Purpose
from plugin.pages.base import forbid_caching, other_language, page_blueprint, reader_language
from plugin.pages.context import PageClosed, PagesContext
from plugin.pages.contract_access import reader_of
from plugin.pages.form_answers import MAX_REASON_CHARS, MAX_REMARK_CHARS, MAX_REMARKS, FormAnswer, read_answer
from plugin.pages.link_pages import LinkPage, answer_event, load_link_page
from plugin.pages.link_visit import LinkVisit, answer_delivery_id, open_visit
from plugin.pages.page_renderer import PageRenderer
from plugin.pages.read_model import read_baseline, read_stage
from plugin.pages.stage_view import build_stage_view
from plugin.runtime.clock import shift_of
from plugin.settings.model import Settings
from plugin.store import notices
from plugin.store.inbox import Arrival, StoreUnavailable
from plugin.texts import formats
from plugin.texts.escaping import quoted

MAX_FORM_BYTES = 64 * 1024
REFRESH_INTERVAL_S = 3
_ASK = "ask"
_SIGN: tuple[Purpose, ...] = ("sign", "agree", "look")
_CHOOSE: tuple[Purpose, ...] = ("choose",)


def signed_pages(context: PagesContext, settings: Settings) -> Blueprint:
    """Return the routes of the pages that personal links lead to."""
    pages = _SignedPages(context, PageRenderer(context, settings))
    routes = page_blueprint("signed")
    routes.add_url_rule("/sign/<token>", "sign", lambda token: pages.show(token, _SIGN))
    routes.add_url_rule("/sign/<token>", "send", lambda token: pages.answer(token, _SIGN), methods=["POST"])
    routes.add_url_rule("/choose/<token>", "choose", lambda token: pages.show(token, _CHOOSE))
    routes.add_url_rule(
        "/choose/<token>", "chosen", lambda token: pages.answer(token, _CHOOSE), methods=["POST"]
    )
    routes.add_url_rule("/contracts/<contract>/stages/<stage>", "stage", pages.stage)
    routes.register_error_handler(PageClosed, pages.closed)
    routes.after_request(forbid_caching)
    return routes


class _SignedPages:
    def __init__(self, context: PagesContext, renderer: PageRenderer) -> None:
        self._context = context
        self._renderer = renderer

    def show(self, token: str, purposes: tuple[Purpose, ...]) -> Response:
        """Show the page of a link; all that is written is that a notice's link was opened."""
        visit, shown = self._open(token, purposes)
        self._note_opening(visit, shown)
        return self._render_page(visit, shown)

    def _note_opening(self, visit: LinkVisit, shown: LinkPage) -> None:
        """Note that the link of a notice was opened, perhaps by a mail filter."""
        contract, person = visit.link.contract, visit.link.person
        with self._context.database.look() as connection:
            found = notices.load_of_contract(connection, contract)
        opened = [n for n in found if (n.issue, n.person) == (shown.subject, person) and n.opened_at is None]
        if any(notice.sent_at is not None for notice in opened):
            with self._context.database.change() as connection:
                notices.mark_opened(connection, contract, shown.subject, person, self._context.clock.now())

    def answer(self, token: str, purposes: tuple[Purpose, ...]) -> AnyResponse:
        """Take a step of an answer: ask to confirm, go back, or store it."""
        if request.content_length is None or request.content_length > MAX_FORM_BYTES:
            raise PageClosed("too_large")
        visit, shown = self._open(token, purposes)
        answer = shown.checked(read_answer(request.form, shown.known))
        step = request.form.get("step", _ASK)
        action = f"confirm:{answer.digest}" if step in ("confirm", "back") else _ASK
        if not self._context.forms.is_valid(token, action):
            raise PageClosed("form")
        if shown.no_form is not None:
            return self._render_page(visit, shown, status=409)
        if step == "back":
            return self._render_page(visit, shown, answer)
        if answer.faults:
            return self._render_page(visit, shown, answer, status=422)
        if answer.seen != shown.seen:
            return self._render_page(visit, shown, answer, status=409, changed_meanwhile=True)
        if step != "confirm":
            return self._render_confirmation(visit, shown, answer)
        self._store_answer(visit, shown, answer)
        return redirect(_url_of_page(visit), code=303)

    def stage(self, contract: str, stage: str) -> Response:
        """Show a stage to somebody with a link of its contract, or who is signed in.

        Nobody can sign here.
        """
        token, who = request.args.get("link"), self._context.sessions.current()
        if token is None and who is None:
            raise PageClosed("no_link")
        with self._context.database.look() as connection:
            if token is not None:
                visit = open_visit(self._context, connection, token, ("sign", "look"))
                allowed, reader, reads = visit.link.contract == contract, None, visit.language
            else:
                found = reader_of(connection, who, contract)
                allowed, reader, reads = found is not None, found, self._context.language
            now = self._context.clock.now()
            baseline = read_baseline(connection, contract, now, self._context.texts) if allowed else None
            facts = read_stage(connection, baseline, stage) if baseline else None
        if not allowed:
            raise PageClosed("no_link" if token is not None else "not_yours")
        if facts is None:
            raise PageClosed("gone")
        key = reader.key if reader else None
        return _render(
            "pages/sign.html",
            reads,
            stage=build_stage_view(facts, key),
            person=None,
            given=None,
            reader=reader,
            address=self._renderer.addresses_of(baseline.tracker if baseline else ""),
            no_form="look",
            certificate_url=url_for("certificates.stage", contract=contract, stage=stage) if reader else None,
            mine=url_for("contracts.my_stage", contract=contract, stage=stage) if key else None,
            query={"link": token} if token else {},
        )

    def closed(self, error: PageClosed) -> Response:
        """Say kindly why a page is closed and what to do."""
        response = _render("pages/closed.html", self._context.language, why=error.why)
        response.status_code = error.status
        if error.why in ("not_kept", "away"):
            response.headers["Retry-After"] = "5"
        return response

    def _open(self, token: str, purposes: tuple[Purpose, ...]) -> tuple[LinkVisit, LinkPage]:
        with self._context.database.look() as connection:
            visit = open_visit(self._context, connection, token, purposes)
            return visit, load_link_page(connection, visit, _language(visit.language))

    def _render_page(
        self,
        visit: LinkVisit,
        shown: LinkPage,
        answer: FormAnswer | None = None,
        *,
        status: int = 200,
        changed_meanwhile: bool = False,
    ) -> Response:
        cookie = self._context.forms.cookie()
        waits = visit.given is not None and visit.given.state == "waiting"
        response = _render(
            shown.template,
            visit.language,
            **shown.context,
            person=visit.person,
            given=visit.given,
            address=self._renderer.addresses_of(visit.baseline.tracker),
            no_form=shown.no_form,
            seen=shown.seen,
            answer=answer or FormAnswer(),
            changed_meanwhile=changed_meanwhile,
            form=self._context.forms.field(cookie, visit.token, _ASK),
            certificate_url=url_for("certificates.signed", token=visit.token),
            limits={"remarks": MAX_REMARKS, "remark": MAX_REMARK_CHARS, "reason": MAX_REASON_CHARS},
        )
        response.status_code = status
        if waits:
            # Only until the answer is on record; nothing on the page is filled in meanwhile.
            response.headers["Refresh"] = str(REFRESH_INTERVAL_S)
        if shown.no_form is None:
            self._context.forms.set_cookie(response, cookie)
        return response

    def _render_confirmation(self, visit: LinkVisit, shown: LinkPage, answer: FormAnswer) -> Response:
        cookie = self._context.forms.cookie()
        return _render(
            "pages/confirm.html",
            visit.language,
            **shown.context,
            person=visit.person,
            answer=answer,
            version=visit.link.version,
            form=self._context.forms.field(cookie, visit.token, f"confirm:{answer.digest}"),
        )

    def _store_answer(self, visit: LinkVisit, shown: LinkPage, answer: FormAnswer) -> None:
        """Put the answer into the inbox; a link's second answer is not stored."""
        now = self._context.clock.now()
        arrival = Arrival(
            tracker=visit.baseline.tracker,
            delivery_id=answer_delivery_id(visit.link),
            received_at=now,
            queued_at=now - shift_of(self._context.clock),
            headers={},
            body=b"",
            kind="handled",
            event_name="page",
            subject=shown.subject,
            happened_at=now,
            events=(answer_event(visit, shown, answer),),
        )
        try:
            self._context.inbox.accept(arrival)
        except StoreUnavailable as error:
            raise PageClosed("not_kept") from error


def _url_of_page(visit: LinkVisit) -> str:
    endpoint = ".choose" if visit.link.purpose == "choose" else ".sign"
    return url_for(endpoint, token=visit.token, lang=request.args.get("lang"))


def _language(default: str) -> Language:
    return cast(Language, reader_language(default))


def _render(template: str, default_language: str, **values: Any) -> Response:  # noqa: ANN401 -- values of a template
    shown = _language(default_language)
    query = values.pop("query", {})
    return make_response(
        render_template(
            template,
            lang=shown,
            other=other_language(shown),
            query=query,
            formats=formats,
            quoted=quoted,
            moment=_moment,
            day=_day,
            **values,
        )
    )


def _moment(at: datetime, lang: str) -> str:
    """Return a moment with its time zone: «2 марта 2026 года, 12:05 (MSK)»."""
    return f"{formats.short_day(at.date(), lang, date.min)}, {at:%H:%M}{formats.NBSP}({at:%Z})"


def _day(at: datetime, lang: str) -> str:
    return formats.short_day(at.date(), lang, date.min)
