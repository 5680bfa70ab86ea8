"""Certificates of sign-offs, to be read, printed or kept as a PDF."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from flask import Blueprint, Response, make_response, request, url_for

from mappings.model import Language
from plugin.core.facts import StageFacts
from plugin.core.model.outcome import EntryKind
from plugin.pages.base import forbid_caching, page_blueprint
from plugin.pages.context import PageClosed, PagesContext
from plugin.pages.contract_access import open_reader
from plugin.pages.link_visit import open_visit
from plugin.pages.page_renderer import PageRenderer
from plugin.pages.read_model import read_baseline, read_stage
from plugin.reports.certificate import (
    CertificateDocument,
    make_certificate_document,
    preview_certificate,
)
from plugin.reports.certificate_pdf import write_certificate_pdf
from plugin.reports.tables import FILE_TYPES
from plugin.settings.model import Settings
from plugin.store import record
from plugin.store.connection import Connection

Form = Literal["html", "pdf"]


def certificate_pages(context: PagesContext, settings: Settings) -> Blueprint:
    """Return the routes of certificates, by a personal link and after signing in."""
    pages = _CertificatePages(context, PageRenderer(context, settings))
    routes = page_blueprint("certificates")
    signed, stage = "/sign/<token>/certificate", "/contracts/<contract>/stages/<stage>/certificate"
    routes.add_url_rule(signed, "signed", lambda token: pages.by_link(token, "html"))
    routes.add_url_rule(f"{signed}.pdf", "signed_pdf", lambda token: pages.by_link(token, "pdf"))
    routes.add_url_rule(stage, "stage", lambda contract, stage: pages.by_sign_in(contract, stage, "html"))
    routes.add_url_rule(
        f"{stage}.pdf", "stage_pdf", lambda contract, stage: pages.by_sign_in(contract, stage, "pdf")
    )
    routes.register_error_handler(PageClosed, pages.renderer.closed)
    routes.after_request(forbid_caching)
    return routes


@dataclass(frozen=True)
class _CertificatePages:
    context: PagesContext
    renderer: PageRenderer

    def by_link(self, token: str, form: Form) -> Response:
        """Show the newest certificate of a stage; with `?preview` what it will be."""
        with self.context.database.look() as connection:
            visit = open_visit(self.context, connection, token, ("sign", "look"))
            facts = read_stage(connection, visit.baseline, visit.link.about)
            shown = self.renderer.language(visit.language)
            if facts is not None and "preview" in request.args and not facts.state.signed_off:
                document = preview_certificate(facts, visit.person.name, shown)
            else:
                document = _read_document(connection, facts, shown)
        return self._show(
            document,
            form,
            visit.language,
            back=url_for("signed.sign", token=token),
            pdf=url_for(".signed_pdf", token=token),
        )

    def by_sign_in(self, contract: str, stage: str, form: Form) -> Response:
        """Show the newest certificate of a stage to somebody who is signed in."""
        reader = open_reader(self.context, contract)
        shown = self.renderer.language(reader.language)
        now = self.context.clock.now()
        with self.context.database.look() as connection:
            baseline = read_baseline(connection, contract, now, self.context.texts)
            facts = read_stage(connection, baseline, stage) if baseline else None
            document = _read_document(connection, facts, shown)
        return self._show(
            document,
            form,
            reader.language,
            back=url_for("signed.stage", contract=contract, stage=stage),
            pdf=url_for(".stage_pdf", contract=contract, stage=stage),
        )

    def _show(
        self, document: CertificateDocument, form: Form, language: Language, *, back: str, pdf: str
    ) -> Response:
        if form == "pdf":
            response = make_response(write_certificate_pdf(document))
            response.headers["Content-Type"] = FILE_TYPES["pdf"]
            response.headers["Content-Disposition"] = 'attachment; filename="certificate.pdf"'
            return response
        return self.renderer.render("pages/certificate.html", language, document=document, back=back, pdf=pdf)


def _read_document(
    connection: Connection, facts: StageFacts | None, language: Language
) -> CertificateDocument:
    """Return the newest certificate of a stage.

    Raises:
        PageClosed: there is none.
    """
    certificate = facts.state.certificate if facts else None
    if facts is None or certificate is None:
        raise PageClosed("no_certificate")
    entry = record.find_newest(
        connection,
        facts.baseline.tracker,
        facts.state.issue_id or "",
        (EntryKind.SIGN_OFF,),
        stage=facts.state.stage,
        hash=certificate.hash,
    )
    return make_certificate_document(facts, certificate, (entry.seq, entry.hash) if entry else None, language)
