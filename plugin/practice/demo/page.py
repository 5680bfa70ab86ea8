"""The demo's front page: five steps, the stages, the register, last entries."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from mappings.model import Language
from plugin.pages.base import other_language, page_blueprint, reader_language
from plugin.pages.contract_view import read_contract
from plugin.practice.demo.steps import progress_of, steps
from plugin.reports.register_formats import name_totals
from plugin.reports.register_labels import REGISTER_LABELS, charges_vat
from plugin.store import effect_recovery
from plugin.store.engine import Database
from plugin.texts import formats

_REFRESH_INTERVAL_S = 4


def demo_page(
    database: Database,
    contract: str,
    site_url: str,
    default_language: Language,
    move_on: Callable[[], object] | None = None,
) -> Blueprint:
    """Return the routes of the demo's front page.

    Only the demo shows data without a link.

    Args:
        database: of the service.
        contract: id of the example contract.
        site_url: where the practice tracker is.
        default_language: `?lang=` stands above it.
        move_on: moves practice time to the next working day; None where the time is somebody else's.
    """
    routes = page_blueprint("demo")

    @routes.get("/")
    def home() -> str:
        shown = cast(Language, reader_language(default_language))
        with database.look() as connection:
            view = read_contract(connection, contract, shown)
            waiting = effect_recovery.count_by_state(connection).get("waiting", 0)
        progress = progress_of(view, waiting_effects=waiting)
        still = "still" in request.args
        return render_template(
            "pages/demo.html",
            lang=shown,
            other=other_language(shown),
            still=still,
            looks_again_after_s=None if still else _REFRESH_INTERVAL_S,
            view=view,
            steps=steps(progress, site_url, shown),
            site_url=site_url,
            address=lambda key: f"{site_url}/browse/{key}?lang={shown}",
            words=REGISTER_LABELS[shown],
            totals=[
                (name, sums)
                for name, sums in name_totals(view.register if view else (), REGISTER_LABELS[shown])
                if sums.changes
            ],
            formats=formats,
            charges_vat=charges_vat,
            may_move_on=move_on is not None,
        )

    @routes.post("/next-day")
    def next_day() -> AnyResponse:
        if move_on is not None:
            move_on()
        return redirect(url_for(".home", lang=request.args.get("lang")), code=303)

    return routes
