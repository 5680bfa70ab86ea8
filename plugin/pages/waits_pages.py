"""Who waits for whom, for people who are signed in; and what waits for themselves.

Both sides see the same of a contract. Only our own side can switch reminders.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any, Literal, cast

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from mappings.model import Language
from plugin.core.model.events import PageAnswered
from plugin.core.model.signed_links import SignedLink, mark_of
from plugin.core.waiting.absences import list_upcoming
from plugin.pages import pdf_limit
from plugin.pages.answer_view import find_answer_page
from plugin.pages.base import forbid_caching, other_language, page_blueprint, reader_language
from plugin.pages.brief_pages import is_link_id, make_link_id
from plugin.pages.calendar_pages import CALENDAR_ENDING, CALENDAR_PATH
from plugin.pages.context import PageClosed, PagesContext
from plugin.pages.contract_access import Reader, open_reader, readers_of
from plugin.pages.home_view import list_waits
from plugin.pages.issue_links import issue_url
from plugin.pages.link_visit import find_answer
from plugin.pages.read_model import read_baseline
from plugin.pages.signed_pages import REFRESH_INTERVAL_S
from plugin.pages.waits_view import find_for_reader, group_by_stage, list_open
from plugin.reports.register_labels import REGISTER_LABELS, charges_vat
from plugin.reports.tables import FILE_TYPES
from plugin.reports.waits import WaitRow, read_waits, sum_by_stage
from plugin.reports.waits_formats import render_waits
from plugin.reports.waits_labels import WAITS_LABELS
from plugin.runtime.clock import shift_of
from plugin.settings.model import Settings
from plugin.store import reconcile_cursors, record, shared_links
from plugin.store.inbox import Arrival, StoreUnavailable
from plugin.store.shared_links import SharedLink
from plugin.texts import formats
from plugin.texts.escaping import quoted

_REMIND = "remind"
_MINE, _CALENDAR = "mine", "calendar"
_MAX_NONCE_CHARS = 40


def waits_pages(context: PagesContext, settings: Settings) -> Blueprint:
    """Return the routes of the pages about who waits for whom."""
    pages = _WaitsPages(context, settings)
    routes = page_blueprint("waits")
    routes.add_url_rule("/contracts/<contract>/waits", "waits", pages.waits)
    routes.add_url_rule("/contracts/<contract>/waits", "remind", pages.remind, methods=["POST"])
    routes.add_url_rule("/contracts/<contract>/waits.<form>", "waits_file", pages.waits_file)
    routes.add_url_rule("/mine", "mine", pages.mine)
    routes.add_url_rule("/mine", "subscribe", pages.subscribe, methods=["POST"])
    routes.add_url_rule("/mine/answer", "open", pages.open)
    routes.register_error_handler(PageClosed, pages.closed)
    routes.after_request(forbid_caching)
    return routes


@dataclass(frozen=True)
class _WaitsPages:
    context: PagesContext
    settings: Settings

    def waits(self, contract: str) -> Response:
        """Show who owes what to whom, open ones first, with both sides' days."""
        reader = open_reader(self.context, contract)
        mapping, shown = reader.mapping, cast(Language, reader_language(reader.language))
        cookie, given = self.context.forms.cookie(), request.args.get("given", "")
        now = self.context.clock.now()
        with self.context.database.look() as connection:
            rows, sums = read_waits(connection, mapping, now), sum_by_stage(connection, mapping, now)
            baseline = read_baseline(connection, contract, now, self.context.texts)
            delivery = _delivery_id(given)
            switched = find_answer(connection, mapping.tracker.name, delivery) if given else None
        response = self._render(
            "pages/waits_page.html",
            reader.language,
            reader=reader,
            mapping=mapping,
            labels=WAITS_LABELS[shown],
            open_rows=list_open(rows),
            ended=[row for row in reversed(rows) if not row.is_open],
            sums=group_by_stage(sums, mapping),
            absences=list_upcoming(baseline.mapping, baseline.today) if baseline else (),
            most_in_pdf=pdf_limit.MAX_PDF_ROWS,
            may_switch=_may_switch(reader),
            switched=switched,
            nonce=secrets.token_urlsafe(9),
            form=self.context.forms.field(cookie, contract, _REMIND),
        )
        if _may_switch(reader):
            self.context.forms.set_cookie(response, cookie)
        if switched is not None and switched.state == "waiting":
            response.headers["Refresh"] = str(REFRESH_INTERVAL_S)
        return response

    def waits_file(self, contract: str, form: str) -> Response:
        """Return what the page shows as a file."""
        reader = open_reader(self.context, contract)
        if form not in FILE_TYPES:
            raise PageClosed("gone")
        mapping, shown = reader.mapping, cast(Language, reader_language(reader.language))
        now = self.context.clock.now()
        with self.context.database.look() as connection:
            rows, sums = read_waits(connection, mapping, now), sum_by_stage(connection, mapping, now)
            head = record.load_head(connection)
        pdf_limit.refuse_long_pdf(form, len(rows))
        response = make_response(render_waits(form, rows, sums, mapping, shown, head))
        response.headers["Content-Type"] = FILE_TYPES[form]
        response.headers["Content-Disposition"] = f'attachment; filename="{mapping.id}-waits.{form}"'
        return response

    def remind(self, contract: str) -> AnyResponse:
        """Switch the reminders of a wait off or on; the worker does it, as by `/remind`."""
        reader = open_reader(self.context, contract)
        if not self.context.forms.is_valid(contract, _REMIND):
            raise PageClosed("form")
        with self.context.database.look() as connection:
            rows = read_waits(connection, reader.mapping, self.context.clock.now())
        wanted = (request.form.get("issue", ""), request.form.get("number", ""))
        row = next(
            (each for each in rows if (each.subject, str(each.number)) == wanted and can_switch(each)), None
        )
        if row is None or not _may_switch(reader):
            raise PageClosed("not_yours")
        nonce = request.form.get("nonce", "")[:_MAX_NONCE_CHARS]
        self._store(reader, row, "remind_on" if request.form.get("switch") == "on" else "remind_off", nonce)
        target = url_for(".waits", contract=contract, lang=request.args.get("lang"), given=nonce)
        return redirect(target, code=303)

    def mine(self) -> Response:
        """Show what waits for the reader over all of their contracts, the oldest first."""
        who = self.context.sessions.current()
        if who is None:
            raise PageClosed("no_link")
        with self.context.database.look() as connection:
            readers = readers_of(connection, who)
            waits = list_waits(connection, readers, self.context.clock.now())
            made = shared_links.find(connection, request.args.get("made", ""))
        language = next((reader.language for reader in readers), self.context.language)
        shown = cast(Language, reader_language(language))
        named = [reader for reader in readers if reader.key]
        is_own = made is not None and (made.contract, made.person) in [
            (reader.mapping.id, reader.key) for reader in named
        ]
        cookie = self.context.forms.cookie()
        response = self._render(
            "pages/mine.html",
            language,
            waits=waits,
            readers=readers,
            shared=any(reader.sharing for reader in readers),
            labels=WAITS_LABELS[shown],
            named=named,
            feed=self._address_of_feed(made) if made is not None and is_own else None,
            link_ids=[make_link_id() for _ in named],
            form=self.context.forms.field(cookie, _MINE, _CALENDAR),
        )
        self.context.forms.set_cookie(response, cookie)
        return response

    def subscribe(self) -> AnyResponse:
        """Make the secret address of a reader's calendar; the same form makes no second."""
        reader = open_reader(self.context, request.form.get("contract", ""))
        link_id = request.form.get("link", "")
        if not self.context.forms.is_valid(_MINE, _CALENDAR) or not is_link_id(link_id):
            raise PageClosed("form")
        if reader.key is None or reader.person is None:
            raise PageClosed("not_yours")
        made = SharedLink(
            id=link_id,
            contract=reader.mapping.id,
            purpose="calendar",
            person=reader.key,
            made_by=reader.key,
            made_at=self.context.clock.now(),
            mark=mark_of(reader.person),
        )
        with self.context.database.change() as connection:
            shared_links.add(connection, made)
        return redirect(url_for(".mine", lang=request.args.get("lang"), made=link_id), code=303)

    def _address_of_feed(self, link: SharedLink) -> str | None:
        if link.purpose != "calendar" or link.revoked_at is not None:
            return None
        return self.context.links.share(CALENDAR_PATH, link.id, CALENDAR_ENDING)

    def open(self) -> AnyResponse:
        """Redirect the reader to their own page for one of their waits."""
        wanted = {name: request.args.get(name, "") for name in ("contract", "issue", "series", "number")}
        reader = open_reader(self.context, wanted["contract"])
        number = int(wanted["number"]) if wanted["number"].isdecimal() and len(wanted["number"]) < 9 else 0
        now = self.context.clock.now()
        with self.context.database.look() as connection:
            baseline = read_baseline(connection, reader.mapping.id, now, self.context.texts)
            wait = find_for_reader(connection, reader, wanted["issue"], wanted["series"], number)
            if baseline is None or wait is None or reader.key is None or reader.person is None:
                raise PageClosed("gone")
            link = find_answer_page(connection, baseline, wait, reader.key)
        if link is None:
            mark = mark_of(reader.person)
            link = SignedLink(reader.mapping.id, reader.key, "answer", wait.issue, wait.number, mark=mark)
        endpoint = {"answer": "answers.answer", "choose": "signed.choose"}.get(link.purpose, "signed.sign")
        token = self.context.links.token(link)
        return redirect(url_for(endpoint, token=token, lang=request.args.get("lang")), code=303)

    def closed(self, error: PageClosed) -> Response:
        """Say kindly why a page is closed and what to do."""
        response = self._render("pages/closed.html", self.context.language, why=error.why)
        response.status_code = error.status
        return response

    def _store(
        self, reader: Reader, row: WaitRow, word: Literal["remind_on", "remind_off"], nonce: str
    ) -> None:
        """Put the switch into the inbox, once for its form."""
        now = self.context.clock.now()
        event = PageAnswered(
            issue_id=row.subject,
            contract=reader.mapping.id,
            person=reader.key or "",
            word=word,
            number=row.number,
            version=1,
            link=f"{_REMIND}.{nonce}",
            at=now.astimezone(reader.mapping.contract.zone),
        )
        arrival = Arrival(
            tracker=reader.mapping.tracker.name,
            delivery_id=_delivery_id(nonce),
            received_at=now,
            queued_at=now - shift_of(self.context.clock),
            headers={},
            body=b"",
            kind="handled",
            event_name="page",
            subject=row.subject,
            happened_at=now,
            events=(event,),
        )
        try:
            self.context.inbox.accept(arrival)
        except StoreUnavailable as error:
            raise PageClosed("not_kept") from error

    def _render(self, template: str, default: Language, **values: Any) -> Response:  # noqa: ANN401
        shown = cast(Language, reader_language(default))
        sites: dict[str, str] = {}

        def address(tracker: str, key: str) -> str | None:
            if tracker not in sites:
                with self.context.database.look() as connection:
                    sites[tracker] = reconcile_cursors.load_site_url(connection, tracker)
            return issue_url(self.settings, tracker, key, sites[tracker])

        return make_response(
            render_template(
                template,
                lang=shown,
                other=other_language(shown),
                formats=formats,
                quoted=quoted,
                address=address,
                can_switch=can_switch,
                words=REGISTER_LABELS[shown],
                charges_vat=charges_vat,
                **values,
            )
        )


def can_switch(row: WaitRow) -> bool:
    """Tell whether the reminders of a wait can be switched, as `/remind` can."""
    return row.is_open and row.series == "asked" and row.kind != "promise"


def _may_switch(reader: Reader) -> bool:
    return reader.person is not None and reader.person.side == "contractor"


def _delivery_id(nonce: str) -> str:
    return f"page:{_REMIND}:{nonce}"
