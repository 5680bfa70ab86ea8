"""The change register for people who are signed in: the page and its files."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, make_response, request

from plugin.pages import pdf_limit
from plugin.pages.base import forbid_caching, page_blueprint
from plugin.pages.context import PageClosed, PagesContext
from plugin.pages.contract_access import open_reader
from plugin.pages.page_renderer import PageRenderer
from plugin.pages.register_view import ORDERS, RegisterPage, make_page, read_filter
from plugin.reports.register import register_rows
from plugin.reports.register_formats import name_totals, render_register
from plugin.reports.register_labels import REGISTER_LABELS
from plugin.reports.tables import FILE_TYPES
from plugin.settings.model import Settings
from plugin.store import issues, record, waits


def register_pages(context: PagesContext, settings: Settings) -> Blueprint:
    """Return the routes of the register."""
    pages = _RegisterPages(context, PageRenderer(context, settings))
    routes = page_blueprint("register")
    routes.add_url_rule("/contracts/<contract>/register", "register", pages.register)
    routes.add_url_rule("/contracts/<contract>/register.<form>", "file", pages.file)
    routes.register_error_handler(PageClosed, pages.renderer.closed)
    routes.after_request(forbid_caching)
    return routes


@dataclass(frozen=True)
class _RegisterPages:
    context: PagesContext
    renderer: PageRenderer

    def register(self, contract: str) -> Response:
        """Show the changes that were asked for, with totals of what is shown."""
        reader = open_reader(self.context, contract)
        page = self._read(contract)
        labels = REGISTER_LABELS[self.renderer.language(reader.language)]
        return self.renderer.render(
            "pages/register_page.html",
            reader.language,
            reader=reader,
            mapping=reader.mapping,
            page=page,
            orders=ORDERS,
            most_in_pdf=pdf_limit.MAX_PDF_ROWS,
            totals=[(name, sums) for name, sums in name_totals(page.rows, labels) if sums.changes],
            address=self.renderer.addresses_of(reader.mapping.tracker.name),
        )

    def file(self, contract: str, form: str) -> Response:
        """Return what the page shows as a file."""
        reader = open_reader(self.context, contract)
        if form not in FILE_TYPES:
            raise PageClosed("gone")
        mapping, shown = reader.mapping, self.renderer.language(reader.language)
        with self.context.database.look() as connection:
            head = record.load_head(connection)
        rows = self._read(contract).rows
        pdf_limit.refuse_long_pdf(form, len(rows))
        response = make_response(render_register(form, rows, mapping, shown, head))
        response.headers["Content-Type"] = FILE_TYPES[form]
        response.headers["Content-Disposition"] = f'attachment; filename="{mapping.id}-register.{form}"'
        return response

    def _read(self, contract: str) -> RegisterPage:
        reader = open_reader(self.context, contract)
        with self.context.database.look() as connection:
            rows = register_rows(
                reader.mapping,
                issues.load_changes(connection, contract),
                waits.load_all_counted(connection, contract),
            )
        return make_page(rows, read_filter(request.args), request.args.get("page", "1"))
