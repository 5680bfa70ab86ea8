"""The demo's scene.

Practice tracker, web side and worker as threads of one process.
"""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import Flask
from pydantic import SecretStr
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from mappings.model import Language
from plugin.bootstrap import Service, build
from plugin.cli.routes import build_pages
from plugin.pages.error_page import make_error_page
from plugin.practice.demo.contract import CONTRACT, contract_text
from plugin.practice.demo.page import demo_page
from plugin.practice.demo.people import service_account
from plugin.practice.demo.practice_days import make_day_mover
from plugin.practice.demo.project import practice_site
from plugin.practice.tracker.app import serve_practice_site
from plugin.practice.tracker.state import PracticeSite
from plugin.runtime.clock import Clock, SystemClock
from plugin.runtime.practice_clock import PracticeClock
from plugin.settings.model import ServiceSettings as ServiceSettings
from plugin.settings.model import Settings, TrackerSettings
from plugin.settings.practice_time import VARIABLE, choose_clock
from plugin.worker.mapping_files import REST_S
from webhooks.app import create_app

HOST = "127.0.0.1"
PRACTICE_FILE = "practice-time.txt"
TRACKER = "main"
_ZONE = ZoneInfo("Europe/Moscow")
_MAX_PORTS_TRIED = 50
_POLL_INTERVAL_S = 0.05


class _QuietAccessLog(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 -- named by werkzeug
        """Say nothing: the terminal belongs to the steps."""


@dataclass(frozen=True)
class DemoScene:
    """A running demo.

    Attributes:
        url: of the service.
        site_url: of the practice tracker.
        site: its state, for tests.
        service: for tests likewise.
        move_on: moves practice time to the next working day; None where the time is somebody else's.
    """

    url: str
    site_url: str
    site: PracticeSite
    service: Service
    move_on: Callable[[], object] | None = None


@contextmanager
def open_demo_scene(
    folder: Path, port: int, site_port: int, language: Language, clock: Clock
) -> Iterator[DemoScene]:
    """Run everything until the block ends; what is in hand is finished.

    Args:
        folder: where database, mapping and settings are kept; empty.
        port: of the service; a taken one gives the next free one.
        site_port: of the practice tracker, likewise.
        language: of contract, texts and pages.
        clock: what the present is.
    """
    clock = choose_clock(Settings.model_construct(trackers={}), clock)  # its one tracker is on this machine
    clock, move_on = _begin_practice_time(folder, clock)
    today = clock.now().astimezone(_ZONE).date()
    (folder / "mappings").mkdir()
    mapping = folder / "mappings" / "acme-site.yaml"
    mapping.write_text(contract_text(today, language), encoding="utf-8")
    # It is whole before anybody reads it, and need not rest.
    written_s = mapping.stat().st_mtime - 2 * REST_S
    os.utime(mapping, (written_s, written_s))
    token, secret = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
    site = practice_site(service_account(token), today, language, clock.now)
    with ExitStack() as stack:
        site_server = serve_practice_site(site, HOST, find_free_port(site_port))
        stack.callback(_close, site_server)
        own_port = find_free_port(port)
        settings = _build_settings(folder, own_port, site.url, language, token, secret)
        (folder / "ugovor.toml").write_text(_format_toml(settings, folder), encoding="utf-8")
        service = build(settings, clock)
        stack.callback(service.close)
        app = _serve_web(service, site.url, language, move_on)
        server = make_server(HOST, own_port, app, threaded=True, request_handler=_QuietAccessLog)
        stack.callback(_close, server)
        _run_in_thread("web", lambda: server.serve_forever(_POLL_INTERVAL_S))
        site.hooks.start()
        service.trackers[TRACKER].connect(f"{settings.service.public_url}/webhooks/{TRACKER}", secret)
        stack.callback(_start_worker(service))
        name = "Уговор: шаги, сроки и реестр" if language == "ru" else "Ugovor: steps, dates and register"
        site.extra_links.append((name, f"{settings.service.public_url}/?lang={language}"))
        yield DemoScene(settings.service.public_url, site.url, site, service, move_on)


def _begin_practice_time(folder: Path, clock: Clock) -> tuple[Clock, Callable[[], object] | None]:
    """Return the demo's clock, and what moves it on; a clock that a caller set stays."""
    logging.getLogger("ugovor.practice").setLevel(logging.ERROR)
    if isinstance(clock, PracticeClock):
        return clock, make_day_mover(Path(os.environ[VARIABLE]), clock.now, _ZONE)
    if not isinstance(clock, SystemClock):
        return clock, None
    path = folder / PRACTICE_FILE
    path.write_text(clock.now().isoformat(), encoding="utf-8")
    practice = PracticeClock(path, clock)
    return practice, make_day_mover(path, practice.now, _ZONE)


def find_free_port(wanted: int) -> int:
    """Return the port itself where nobody listens on it, else the next free one."""
    for port in range(wanted, min(wanted + _MAX_PORTS_TRIED, 65536)):
        with socket.socket() as probe:
            # As the servers do it: a port that was in use a moment ago is free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return port
    raise OSError(f"no free port from {wanted} on")


def _build_settings(
    folder: Path, port: int, site_url: str, language: Language, token: str, secret: str
) -> Settings:
    # Not read from the environment: UGOVOR_… of a real service must not lead the demo to its database.
    tracker = TrackerSettings(
        kind="jira_cloud",
        url=site_url,
        user="ugovor@acme.example",
        token=SecretStr(token),
        webhook_secrets=(SecretStr(secret),),
        account="ugovor",
    )
    service = ServiceSettings(
        bind=f"{HOST}:{port}",
        public_url=f"http://{HOST}:{port}",
        database=f"sqlite:///{folder / 'ugovor.db'}",
        mappings=folder / "mappings",
        language=language,
    )
    return Settings.model_construct(service=service, trackers={TRACKER: tracker}, mail=None)


def _format_toml(settings: Settings, folder: Path) -> str:
    """Return the settings as TOML; other commands then look at the running demo."""
    service, tracker = settings.service, settings.trackers[TRACKER]
    return f"""# Written by `ugovor demo`; its secrets are worth nothing elsewhere.
[service]
bind = "{service.bind}"
public_url = "{service.public_url}"
database = "{service.database}"
mappings = "mappings"
language = "{service.language}"
practice_clock = "{folder / PRACTICE_FILE}"

[trackers.{TRACKER}]
kind = "{tracker.kind}"
url = "{tracker.url}"
user = "{tracker.user}"
token = "{tracker.token.get_secret_value()}"
webhook_secrets = ["{tracker.webhook_secrets[0].get_secret_value()}"]
account = "{tracker.account}"
"""


def _serve_web(
    service: Service, site_url: str, language: Language, move_on: Callable[[], object] | None
) -> Flask:
    settings, health = service.settings, service.health()
    front = demo_page(service.database, CONTRACT, site_url, language, move_on)
    app = create_app(
        settings=settings,
        inbox=service.inbox,
        clock=service.clock,
        health=health,
        blueprints=[front],
        show_error=make_error_page(language),
    )
    for pages in build_pages(
        app, settings, service.database, service.inbox, health, service.clock, home="/contracts"
    ):
        app.register_blueprint(pages)
    return app


def _start_worker(service: Service) -> Callable[[], None]:
    """Start the worker; return what stops it after the subject in hand."""
    stop = threading.Event()
    thread = _run_in_thread("worker", lambda: service.worker().run(stop))

    def end() -> None:
        stop.set()
        thread.join()

    return end


def _run_in_thread(name: str, target: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=target, name=name, daemon=True)
    thread.start()
    return thread


def _close(server: BaseWSGIServer) -> None:
    server.shutdown()
    server.server_close()


__all__ = ["CONTRACT", "DemoScene", "find_free_port", "open_demo_scene"]
