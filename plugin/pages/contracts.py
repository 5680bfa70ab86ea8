"""Pages of contracts for people who are signed in.

They show which contracts are theirs, and how one stands. Somebody else's contract looks like
one that does not exist.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from mappings.model import ContractMapping
from plugin.core.model.signed_links import SignedLink
from plugin.core.model.waits import Wait, WaitKind
from plugin.core.signoff.coverage import is_due
from plugin.pages import pdf_limit
from plugin.pages.base import forbid_caching, page_blueprint
from plugin.pages.brief_view import MAX_LINES, make_brief
from plugin.pages.context import PageClosed, PagesContext
from plugin.pages.contract_access import Reader, open_reader, readers_of
from plugin.pages.contract_view import read_contract
from plugin.pages.home_view import HomeWait, list_waits, read_home
from plugin.pages.link_targets import find_first_awaited, find_title, load_open_stages, sign_link
from plugin.pages.notice_lines import make_notice_lines
from plugin.pages.page_renderer import PageRenderer
from plugin.pages.read_model import read_baseline, read_stage
from plugin.pages.stage_cards import find_next_stage, make_stage_cards, sum_hours
from plugin.pages.timeline_view import read_filter, read_page
from plugin.reports.tables import FILE_TYPES
from plugin.reports.timeline import SIDES, read_timeline, say_hours
from plugin.reports.timeline_formats import name_addressee, render_timeline, say_what
from plugin.reports.timeline_labels import TIMELINE_LABELS
from plugin.reports.waits_labels import WAITS_LABELS
from plugin.settings.model import Settings
from plugin.store import issues, notices, record, related_issues

_SEEN = "seen"
_MAX_WAITS = 7
_DEPUTY_FOR = timedelta(days=14)
"""What the example of how to name a deputy says."""


def contract_pages(context: PagesContext, settings: Settings, home: str = "/") -> Blueprint:
    """Return the routes of the contracts' pages; `home` lists a reader's contracts."""
    pages = _ContractPages(context, PageRenderer(context, settings))
    routes = page_blueprint("contracts")
    routes.add_url_rule(home, "home", pages.home)
    routes.add_url_rule("/contracts/<contract>", "contract", pages.contract)
    routes.add_url_rule("/contracts/<contract>", "seen", pages.acknowledge, methods=["POST"])
    routes.add_url_rule("/contracts/<contract>/timeline", "timeline", pages.timeline)
    routes.add_url_rule("/contracts/<contract>/timeline.<form>", "timeline_file", pages.timeline_file)
    routes.add_url_rule("/contracts/<contract>/mine", "mine", pages.mine)
    routes.add_url_rule("/contracts/<contract>/stages/<stage>/mine", "my_stage", pages.my_stage)
    routes.register_error_handler(PageClosed, pages.renderer.closed)
    routes.after_request(forbid_caching)
    return routes


@dataclass(frozen=True)
class _ContractPages:
    context: PagesContext
    renderer: PageRenderer

    def home(self) -> Response:
        """Show what waits for a reader, and their contracts; to a stranger, what this is."""
        who = self.context.sessions.current()
        if who is None:
            return self.renderer.render("pages/front.html")
        with self.context.database.look() as connection:
            found = readers_of(connection, who)
            home = read_home(connection, found, self.context.clock.now(), self.context.texts)
        language = next((reader.language for reader in found), None)
        return self.renderer.render(
            "pages/home.html",
            language,
            readers=found,
            who=who,
            home=home,
            most=_MAX_WAITS,
            labels=WAITS_LABELS[self.renderer.language(language)],
        )

    def contract(self, contract: str) -> Response:
        """Show state, next date, waits and stages; to our own side the last entries, too."""
        reader = open_reader(self.context, contract)
        shown, now = self.renderer.language(reader.language), self.context.clock.now()
        with self.context.database.look() as connection:
            view = read_contract(connection, contract, shown, now)
            baseline = read_baseline(connection, contract, now, self.context.texts)
            if view is None or baseline is None:
                raise PageClosed("gone")
            brief = make_brief(connection, view, now)
            loaded = load_open_stages(connection, baseline)
            due = frozenset(facts.stage.id for facts in loaded if is_due(facts))
            usage = related_issues.load_usage(connection, contract)
            cards = make_stage_cards(baseline, view.stages, usage, due)
            awaited = (
                find_first_awaited(connection, baseline, reader.key, due_first=True, loaded=loaded)
                if reader.key
                else None
            )
            if awaited is not None and awaited.purpose == "sign" and awaited.about not in due:
                # A stage that is still worked on may be signed, and asks nobody to.
                awaited = None
            waits = list_waits(connection, [reader], now)
            if awaited is not None and any(_is_about(each.row.wait, awaited) for each in waits):
                # It stands among what waits for the reader, with its last day.
                awaited = None
            title = find_title(connection, baseline, awaited) if awaited else ""
            found = notices.load_of_contract(connection, contract)
            unclear = issues.load_unclear(connection, contract, _MAX_WAITS) if reader.sees_entries else []
        unseen = [
            notice
            for notice in found
            if notice.person == reader.key and notice.sent_at is not None and not notice.is_acknowledged
        ]
        cookie = self.context.forms.cookie()
        response = self.renderer.render(
            "pages/contract_page.html",
            reader.language,
            reader=reader,
            mapping=reader.mapping,
            address=self.renderer.addresses_of(reader.mapping.tracker.name),
            view=view,
            brief=brief,
            cards=cards,
            labels=WAITS_LABELS[shown],
            most=MAX_LINES,
            open_rows=[row for row in view.register if row.state in ("raised", "offered")],
            hours=sum_hours(cards),
            focus=find_next_stage(cards),
            waits=waits,
            silent_clause=_silent_clause(view.mapping, waits, awaited),
            deputy_until=brief.at.date() + _DEPUTY_FOR,
            awaited=awaited,
            title=title,
            unseen=make_notice_lines(unseen, view.mapping, shown, now),
            notices=make_notice_lines(found, view.mapping, shown, now) if reader.sees_entries else (),
            unclear=unclear,
            form=self.context.forms.field(cookie, contract, _SEEN),
        )
        if unseen:
            self.context.forms.set_cookie(response, cookie)
        return response

    def acknowledge(self, contract: str) -> AnyResponse:
        """Note that the reader has seen what was said to them."""
        reader = open_reader(self.context, contract)
        if not self.context.forms.is_valid(contract, _SEEN):
            raise PageClosed("form")
        if reader.key is not None:
            with self.context.database.change() as connection:
                notices.mark_seen(connection, contract, reader.key, self.context.clock.now())
        return redirect(url_for(".contract", contract=contract, lang=request.args.get("lang")), code=303)

    def timeline(self, contract: str) -> Response:
        """Show who sent what to whom, newest first; both sides see the same."""
        reader = open_reader(self.context, contract)
        mapping, shown = reader.mapping, self.renderer.language(reader.language)
        labels = TIMELINE_LABELS[shown]
        return self.renderer.render(
            "pages/timeline_page.html",
            reader.language,
            reader=reader,
            mapping=mapping,
            address=self.renderer.addresses_of(mapping.tracker.name),
            page=read_page(self.context.database, mapping, request.args, shown),
            labels=labels,
            most_in_pdf=pdf_limit.MAX_PDF_ROWS,
            sides=[(side, labels.sides[side]) for side in SIDES],
            people=[(key, person.name) for key, person in mapping.people.items()],
            say_what=say_what,
            say_hours=say_hours,
            name_addressee=name_addressee,
        )

    def timeline_file(self, contract: str, form: str) -> Response:
        """Return what the page shows as a file, whole."""
        reader = open_reader(self.context, contract)
        if form not in FILE_TYPES:
            raise PageClosed("gone")
        mapping, shown = reader.mapping, self.renderer.language(reader.language)
        wanted, _ = read_filter(request.args, mapping)
        with self.context.database.look() as connection:
            found, head = read_timeline(connection, mapping, shown), record.load_head(connection)
        lines = [line for line in found if wanted.takes(line)]
        pdf_limit.refuse_long_pdf(form, len(lines))
        response = Response(render_timeline(form, lines, mapping, shown, head))
        response.headers["Content-Type"] = FILE_TYPES[form]
        response.headers["Content-Disposition"] = f'attachment; filename="{mapping.id}-timeline.{form}"'
        return response

    def mine(self, contract: str) -> AnyResponse:
        """Redirect a reader to their own page of what awaits them first."""

        def found(reader: Reader) -> Any:  # noqa: ANN401 -- a link or None
            with self.context.database.look() as connection:
                baseline = read_baseline(connection, contract, self.context.clock.now(), self.context.texts)
                return (
                    find_first_awaited(connection, baseline, reader.key, due_first=True)
                    if baseline and reader.key
                    else None
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

    def _redirect_to(self, contract: str, find: Callable[[Reader], Any]) -> AnyResponse:
        link = find(open_reader(self.context, contract))
        if link is None:
            raise PageClosed("gone")
        token = self.context.links.token(link)
        endpoint = "signed.choose" if link.purpose == "choose" else "signed.sign"
        return redirect(url_for(endpoint, token=token, lang=request.args.get("lang")), code=303)


def _is_about(wait: Wait, link: SignedLink) -> bool:
    """Tell whether a wait asks for what a link answers."""
    if link.purpose == "sign":
        return wait.kind is WaitKind.SIGNATURE and wait.stage == link.about
    return link.purpose == "choose" and wait.kind is WaitKind.DECISION and wait.issue == link.about


def _silent_clause(mapping: ContractMapping, waits: Iterable[HomeWait], awaited: SignedLink | None) -> str:
    """Return the clause by which silence accepts a stage that waits for the reader."""
    asked = [each.row.wait.stage for each in waits if each.row.wait.kind is WaitKind.SIGNATURE]
    if awaited is not None and awaited.purpose == "sign":
        asked.append(awaited.about)
    for stage in filter(None, map(mapping.stage, filter(None, asked))):
        review = stage.sign_off.review if stage.sign_off else None
        if review is not None and review.then == "accepted":
            return review.clause or ""
    return ""
