"""The front page of a service: what this is. It shows no data; pages are closed without a link or a login."""

from __future__ import annotations

from flask import Blueprint, render_template

from plugin.pages.surface import language, other_language, surface


def front(default_language: str) -> Blueprint:
    """Return the route of the front page.

    Args:
        default_language: `ru` or `en`; `?lang=` stands above it.
    """
    routes = surface("front")

    @routes.get("/")
    def home() -> str:
        shown = language(default_language)
        return render_template("pages/front.html", lang=shown, other=other_language(shown))

    return routes
