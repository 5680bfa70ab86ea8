"""Pages of contracts for people who are signed in.

They show which contracts are theirs, how one stands, and its register. Somebody else's contract looks like
one that does not exist.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from mappings.model import Language
from plugin.pages.base import forbid_caching, other_language, page_blueprint, reader_language
from plugin.pages.context import PageClosed, PagesContext
from plugin.pages.contract_access import Reader, open_reader, readers_of
from plugin.pages.contract_view import ContractView, read_contract
from plugin.pages.issue_links import issue_url
from plugin.pages.link_targets import find_first_awaited, find_title, sign_link
from plugin.pages.notice_lines import make_notice_lines
from plugin.pages.read_model import read_baseline, read_stage
from plugin.pages.timeline_view import make_page, read_filter
from plugin.reports.register import register_totals
from plugin.reports.register_formats import csv_text
from plugin.reports.register_labels import REGISTER_LABELS
from plugin.reports.tables import FILE_TYPES
from plugin.reports.timeline import SIDES, read_timeline, say_hours
from plugin.reports.timeline_formats import name_addressee, render_timeline, say_what
from plugin.reports.timeline_labels import TIMELINE_LABELS
from plugin.settings.model import Settings
from plugin.store import notices, reconcile_cursors, record
from plugin.texts import formats
from plugin.texts.escaping import quoted

_SEEN = "seen"
CHANGE_STATES = ("raised", "offered", "decided", "parked", "withdrawn")


def contract_pages(context: PagesContext, settings: Settings, home: str = "/") -> Blueprint:
    """Return the routes of the contracts' pages; `home` lists a reader's contracts."""
    pages = _ContractPages(context, settings)
    routes = page_blueprint("contracts")
    routes.add_url_rule(home, "home", pages.home)
    routes.add_url_rule("/contracts/<contract>", "contract", pages.contract)
    routes.add_url_rule("/contracts/<contract>", "seen", pages.acknowledge, methods=["POST"])
    routes.add_url_rule("/contracts/<contract>/register", "register", pages.register)
    routes.add_url_rule("/contracts/<contract>/register.csv", "register_csv", pages.register_csv)
    routes.add_url_rule("/contracts/<contract>/timeline", "timeline", pages.timeline)
    routes.add_url_rule("/contracts/<contract>/timeline.<form>", "timeline_file", pages.timeline_file)
    routes.add_url_rule("/contracts/<contract>/mine", "mine", pages.mine)
    routes.add_url_rule("/contracts/<contract>/stages/<stage>/mine", "my_stage", pages.my_stage)
    routes.register_error_handler(PageClosed, pages.closed)
    routes.after_request(forbid_caching)
    return routes


@dataclass(frozen=True)
class _ContractPages:
    context: PagesContext
    settings: Settings

    def home(self) -> Response:
        """Show a reader's contracts; to a stranger, what this service is."""
        who = self.context.sessions.current()
        with self.context.database.look() as connection:
            found = readers_of(connection, who)
        if who is None:
            return self._render("pages/front.html")
        return self._render("pages/home.html", readers=found, who=who)

    def contract(self, contract: str) -> Response:
        """Show stages, open choices and totals; to our own side the last entries, too."""
        reader, view = self._open_view(contract)
        with self.context.database.look() as connection:
            baseline = read_baseline(connection, contract, self.context.clock.now(), self.context.texts)
            waits = find_first_awaited(connection, baseline, reader.key) if baseline and reader.key else None
            title = find_title(connection, baseline, waits) if baseline and waits else ""
            found = notices.load_of_contract(connection, contract)
        open_rows = [row for row in view.register if row.state in ("raised", "offered")]
        unseen = [
            notice
            for notice in found
            if notice.person == reader.key and notice.sent_at is not None and not notice.is_acknowledged
        ]
        shown = cast(Language, reader_language(reader.language))
        cookie, now = self.context.forms.cookie(), self.context.clock.now()
        response = self._render_view(
            "pages/contract_page.html",
            reader,
            view,
            open_rows=open_rows,
            waits=waits,
            title=title,
            unseen=make_notice_lines(unseen, view.mapping, shown, now),
            notices=make_notice_lines(found, view.mapping, shown, now) if reader.sees_entries else (),
            form=self.context.forms.field(cookie, contract, _SEEN),
        )
        if unseen:
            self.context.forms.set_cookie(response, cookie)
        return response

    def acknowledge(self, contract: str) -> AnyResponse:
        """Note that the reader has seen what was said to them."""
        reader = self._reader(contract)
        if not self.context.forms.is_valid(contract, _SEEN):
            raise PageClosed("form")
        if reader.key is not None:
            with self.context.database.change() as connection:
                notices.mark_seen(connection, contract, reader.key, self.context.clock.now())
        return redirect(url_for(".contract", contract=contract, lang=request.args.get("lang")), code=303)

    def register(self, contract: str) -> Response:
        """Show the change register, whole or one state, with totals of what is shown."""
        reader, view = self._open_view(contract)
        state = request.args.get("state", "")
        rows = tuple(row for row in view.register if row.state == state or state not in CHANGE_STATES)
        shown = ContractView(**{**vars(view), "register": rows, "totals": register_totals(rows)})
        known = [each for each in CHANGE_STATES if any(row.state == each for row in view.register)]
        return self._render_view("pages/register_page.html", reader, shown, state=state, states=known)

    def register_csv(self, contract: str) -> Response:
        """Return the register as a file for a spreadsheet."""
        _, view = self._open_view(contract)
        response = make_response(csv_text(view.register))
        response.headers["Content-Type"] = "text/csv; charset=utf-8"
        response.headers["Content-Disposition"] = f'attachment; filename="{view.mapping.id}-register.csv"'
        return response

    def timeline(self, contract: str) -> Response:
        """Show who sent what to whom, newest first; both sides see the same."""
        reader = self._reader(contract)
        mapping, shown = reader.mapping, cast(Language, reader_language(reader.language))
        wanted, query = read_filter(request.args, mapping)
        with self.context.database.look() as connection:
            found = read_timeline(connection, mapping, shown)
        labels = TIMELINE_LABELS[shown]
        return self._render_linked(
            "pages/timeline_page.html",
            reader,
            mapping=mapping,
            page=make_page(found, wanted, query, request.args.get("page", "1"), shown),
            labels=labels,
            sides=[(side, labels.sides[side]) for side in SIDES],
            people=[(key, person.name) for key, person in mapping.people.items()],
            say_what=say_what,
            say_hours=say_hours,
            name_addressee=name_addressee,
        )

    def timeline_file(self, contract: str, form: str) -> Response:
        """Return what the page shows as a file, whole."""
        reader = self._reader(contract)
        if form not in FILE_TYPES:
            raise PageClosed("gone")
        mapping, shown = reader.mapping, cast(Language, reader_language(reader.language))
        wanted, _ = read_filter(request.args, mapping)
        with self.context.database.look() as connection:
            found, head = read_timeline(connection, mapping, shown), record.load_head(connection)
        lines = [line for line in found if wanted.takes(line)]
        response = make_response(render_timeline(form, lines, mapping, shown, head))
        response.headers["Content-Type"] = FILE_TYPES[form]
        response.headers["Content-Disposition"] = f'attachment; filename="{mapping.id}-timeline.{form}"'
        return response

    def mine(self, contract: str) -> AnyResponse:
        """Redirect a reader to their own page of what awaits them first."""

        def found(reader: Reader) -> Any:  # noqa: ANN401 -- a link or None
            with self.context.database.look() as connection:
                baseline = read_baseline(connection, contract, self.context.clock.now(), self.context.texts)
                return (
                    find_first_awaited(connection, baseline, reader.key) if baseline and reader.key else None
                )

        return self._redirect_to(contract, found)

    def my_stage(self, contract: str, stage: str) -> AnyResponse:
        """Redirect a reader to their own page of a stage, where they can sign."""

        def found(reader: Reader) -> Any:  # noqa: ANN401 -- a link or None
            with self.context.database.look() as connection:
                baseline = read_baseline(connection, contract, self.context.clock.now(), self.context.texts)
                facts = read_stage(connection, baseline, stage) if baseline else None
                return sign_link(facts, reader.key) if facts and reader.key else None

        return self._redirect_to(contract, found)

    def closed(self, error: PageClosed) -> Response:
        """Say kindly why a page is closed and what to do."""
        response = self._render("pages/closed.html", why=error.why)
        response.status_code = error.status
        return response

    def _redirect_to(self, contract: str, find: Callable[[Reader], Any]) -> AnyResponse:
        link = find(self._reader(contract))
        if link is None:
            raise PageClosed("gone")
        token = self.context.links.token(link)
        endpoint = "signed.choose" if link.purpose == "choose" else "signed.sign"
        return redirect(url_for(endpoint, token=token, lang=request.args.get("lang")), code=303)

    def _reader(self, contract: str) -> Reader:
        return open_reader(self.context, contract)

    def _open_view(self, contract: str) -> tuple[Reader, ContractView]:
        reader = self._reader(contract)
        shown = cast(Language, reader_language(reader.language))
        with self.context.database.look() as connection:
            view = read_contract(connection, contract, shown, self.context.clock.now())
        if view is None:
            raise PageClosed("gone")
        return reader, view

    def _render_view(self, template: str, reader: Reader, view: ContractView, **values: object) -> Response:
        return self._render_linked(template, reader, view=view, **values)

    def _render_linked(self, template: str, reader: Reader, **values: object) -> Response:
        """Show a page with links to the tracker's issues."""
        name = reader.mapping.tracker.name
        with self.context.database.look() as connection:
            told = reconcile_cursors.load_site_url(connection, name)

        def address(key: str) -> str | None:
            return issue_url(self.settings, name, key, told)

        return self._render(template, reader.language, reader=reader, address=address, **values)

    def _render(self, template: str, default: Language | None = None, **values: object) -> Response:
        shown = cast(Language, reader_language(default or self.context.language))
        return make_response(
            render_template(
                template,
                lang=shown,
                other=other_language(shown),
                words=REGISTER_LABELS[shown],
                formats=formats,
                quoted=quoted,
                **values,
            )
        )
