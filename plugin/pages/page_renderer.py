"""Shows a template in the reader's language, with links to the tracker's issues."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from flask import Response, make_response, render_template

from mappings.model import Language
from plugin.pages.base import other_language, reader_language
from plugin.pages.context import PageClosed, PagesContext
from plugin.pages.issue_links import issue_url
from plugin.reports.register_labels import REGISTER_LABELS, charges_vat
from plugin.settings.model import Settings
from plugin.store import reconcile_cursors
from plugin.texts import formats
from plugin.texts.escaping import quoted


@dataclass(frozen=True)
class PageRenderer:
    """Shows pages to readers who are signed in."""

    context: PagesContext
    settings: Settings

    def language(self, default: Language | None = None) -> Language:
        """Return the language that a page is shown in."""
        return cast(Language, reader_language(default or self.context.language))

    def render(self, template: str, default: Language | None = None, **values: Any) -> Response:  # noqa: ANN401
        """Return a page.

        Args:
            template: its file.
            default: the language of a reader who asks for none; None: the service's.
            values: what the template shows.
        """
        shown = self.language(default)
        return make_response(
            render_template(
                template,
                lang=shown,
                other=other_language(shown),
                words=REGISTER_LABELS[shown],
                formats=formats,
                quoted=quoted,
                charges_vat=charges_vat,
                **values,
            )
        )

    def addresses_of(self, tracker: str) -> Callable[[str], str | None]:
        """Return what gives the address of an issue in a tracker, by its key."""
        with self.context.database.look() as connection:
            told = reconcile_cursors.load_site_url(connection, tracker)
        return lambda key: issue_url(self.settings, tracker, key, told)

    def closed(self, error: PageClosed) -> Response:
        """Say kindly why a page is closed and what to do."""
        response = self.render("pages/closed.html", why=error.why)
        response.status_code = error.status
        return response
