"""How long pages take beside 1,000 open offers, and how large they are."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

from flask import Flask
from flask.testing import FlaskClient

from plugin.bootstrap import Service
from plugin.cli.routes import build_pages
from plugin.core.model.signed_links import SignedLink, mark_of
from webhooks.app import create_app

from .figures import Figure
from .offers import open_offers, open_service_with_swaps

OFFERS = 1_000
MOST_MS = 50.0
MOST_BYTES = 60_000
_SAMPLES = 15
_PAGES = {
    "home": "/",
    "contract": "/contracts/ACME",
    "register": "/contracts/ACME/register",
    "waits": "/contracts/ACME/waits",
    "timeline": "/contracts/ACME/timeline",
    "brief": "/contracts/ACME/brief",
    "mine": "/mine",
}


def pages(folder: Path, server: str, seconds: float) -> Iterator[Figure]:
    """Measure the first byte of each page and its size."""
    del seconds
    home = folder / "pages"
    home.mkdir()
    service = open_service_with_swaps(home, server)
    open_offers(service, OFFERS, linked=False)
    client = _sign_in(service)
    for name, address in _PAGES.items():
        took, size = _measure(client, address)
        yield Figure(
            f"pages.first.{name}",
            f"{took:.0f} ms to the first byte of {name} beside {OFFERS:,} open offers",
            took,
            f"under {MOST_MS:g}",
            took < MOST_MS,
        )
        yield Figure(
            f"pages.size.{name}",
            f"{size / 1000:.0f} kB",
            size,
            f"under {MOST_BYTES // 1000} kB",
            size < MOST_BYTES,
        )
    service.close()


def _measure(client: FlaskClient, address: str) -> tuple[float, int]:
    """Return the median time in milliseconds, and the size in bytes."""
    times, size = [], 0
    for _ in range(_SAMPLES):
        began = time.perf_counter()
        answer = client.get(address)
        times.append(time.perf_counter() - began)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status_code}")
        size = len(answer.data)
    return median(times) * 1000, size


def _sign_in(service: Service) -> FlaskClient:
    app = _make_app(service)
    client = app.test_client()
    mapping = service.active_contracts.all[0].mapping
    person = next(key for key, each in mapping.people.items() if each.side == "client")
    link = SignedLink(mapping.id, person, "enter", "", 0, mark=mark_of(mapping.people[person]))
    address = urlsplit(service.links.address(link)).path
    page = client.get(address).get_data(as_text=True)
    field = page.split('name="form" value="')[1].split('"')[0]
    client.post(address, data={"form": field})
    return client


def _make_app(service: Service) -> Flask:
    health = service.health()
    app = create_app(settings=service.settings, inbox=service.inbox, clock=service.clock, health=health)
    for each in build_pages(app, service.settings, service.database, service.inbox, health, service.clock):
        app.register_blueprint(each)
    return app
