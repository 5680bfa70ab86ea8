"""The pages of the service, put together.

Signed links, contracts, sign-in, the operator's.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import partial

from flask import Blueprint, Flask

from plugin.cli.replay import ReplayChoice, replay_chosen
from plugin.pages.answer_pages import answer_pages
from plugin.pages.auth import SignInMethods, sign_in_pages
from plugin.pages.base import add_security_headers, neutralise_direction
from plugin.pages.brief_pages import brief_pages
from plugin.pages.calendar_pages import calendar_pages
from plugin.pages.certificate_pages import certificate_pages
from plugin.pages.context import PagesContext, open_context
from plugin.pages.contracts import contract_pages
from plugin.pages.operator import operator_pages
from plugin.pages.register_pages import register_pages
from plugin.pages.signed_pages import signed_pages
from plugin.pages.unavailable import unavailable_page
from plugin.pages.waits_pages import waits_pages
from plugin.reports.health import ServiceHealth
from plugin.runtime.clock import Clock, ShiftedClock
from plugin.settings.model import Settings
from plugin.store import signing_keys
from plugin.store.engine import Database
from plugin.store.inbox import Inbox
from plugin.texts import formats


def build_pages(
    app: Flask,
    settings: Settings,
    database: Database,
    inbox: Inbox,
    health: ServiceHealth,
    clock: Clock,
    home: str = "/",
) -> Iterator[Blueprint]:
    """Give every page of the service.

    Args:
        app: keeps the state of a sign-in through a provider.
        settings: by which ways one may sign in.
        database: of the service.
        inbox: where answers are put.
        health: what the operator is shown.
        clock: what the present is.
        home: where people find their contracts; the demo has a front page of its own.
    """

    def replay(delivery: int, now: datetime) -> int:
        return replay_chosen(database, settings, ReplayChoice(delivery=delivery), now).replayed

    add_security_headers(app, settings.service.public_url)
    unavailable_page(app)
    app.jinja_env.finalize = neutralise_direction
    # The layout of every page says when the service does not keep the machine's time.
    is_shifted = isinstance(clock, ShiftedClock)
    app.jinja_env.globals["practice_time"] = partial(_say_now, clock) if is_shifted else None
    context = open_context(settings, database, inbox, clock)
    yield signed_pages(context, settings)
    yield certificate_pages(context, settings)
    yield answer_pages(context)
    yield contract_pages(context, settings, home)
    yield register_pages(context, settings)
    yield waits_pages(context, settings)
    yield brief_pages(context)
    yield calendar_pages(context)
    yield sign_in_pages(context, _sign_in_methods(app, settings, context))
    yield operator_pages(context, health, replay)


def _say_now(clock: Clock, language: str) -> str:
    """Return the present as a page says it; no zone is everybody's but UTC."""
    now = clock.now().astimezone(UTC)
    return f"{formats.short_day(now.date(), language, date.min)}, {now:%H:%M}{formats.NBSP}UTC"


def _sign_in_methods(app: Flask, settings: Settings, context: PagesContext) -> SignInMethods:
    if settings.sign_in is None:
        return SignInMethods(provider=None, mail=settings.mail is not None)
    # Authlib is loaded only where somebody signs in through a provider.
    from plugin.pages.oidc import OpenIdProvider

    with context.database.change() as connection:
        app.secret_key = signing_keys.load_signing_key(connection, signing_keys.SESSIONS)
    secure = settings.service.public_url.startswith("https://")
    app.config.update(
        SESSION_COOKIE_NAME="__Secure-ugovor_sign_in" if secure else "ugovor_sign_in",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_PATH="/auth",
    )
    provider = OpenIdProvider(app, settings.sign_in, settings.service.public_url)
    return SignInMethods(provider, settings.mail is not None)
