"""Wires settings into a service; tests pass their own clock and trackers."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from plugin.core.model.signed_links import LinkSigner
from plugin.mail.smtp import Mailer
from plugin.reports.health import ServiceHealth
from plugin.runtime.clock import Clock, SystemClock, machine_clock
from plugin.settings.model import Settings, TrackerSettings
from plugin.settings.practice_time import choose_clock
from plugin.store import schema, signing_keys
from plugin.store.accepted_deliveries import DatabaseInbox
from plugin.store.engine import Database
from plugin.texts.markup import to_adf, to_markdown, to_wiki
from plugin.texts.render import Texts
from plugin.timestamps.stamp import StampsHeads
from plugin.trackers.base import TermsOf, Tracker
from plugin.trackers.jira.adapter import JiraTracker
from plugin.trackers.jira.write_rate import WriteRate
from plugin.trackers.redmine.adapter import RedmineTracker
from plugin.trackers.yandex.adapter import YandexTracker
from plugin.trackers.youtrack.adapter import YouTrackTracker
from plugin.worker import ActiveContracts, Worker
from plugin.worker.pool import WorkerPool
from plugin.worker.send_mail import MailSender
from plugin.worker.write_limit import WriteLimit


@dataclass
class Service:
    """Everything that the command line, the web and the worker need."""

    settings: Settings
    database: Database
    clock: Clock
    trackers: dict[str, Tracker]
    active_contracts: ActiveContracts
    inbox: DatabaseInbox
    links: LinkSigner
    mailer: Mailer | None

    def worker(self, name: str = "") -> Worker:
        """Return a worker that shares this service's database, contracts and trackers.

        Args:
            name: the same for a worker and the one that is started after its death, so that it takes over at
                once what that one held; without a name it waits until the leases end.
        """
        return self._worker(name, WriteLimit(), beats=True)

    def worker_pool(self, name: str = "") -> WorkerPool:
        """Return a pool of workers, as many as the settings say.

        Args:
            name: as for one worker.
        """
        name, limit = name or secrets.token_hex(8), WriteLimit()
        count = self.settings.service.subjects_in_flight
        workers = [self._worker(name, limit, beats=False) for _ in range(count)]
        return WorkerPool(self.database, self.clock, workers)

    def _worker(self, name: str, write_limit: WriteLimit, *, beats: bool) -> Worker:
        sender = MailSender(self.database, self.links, self.mailer)
        every = {
            name: timedelta(seconds=tracker.reconcile_every_s)
            for name, tracker in self.settings.trackers.items()
        }
        bodies = timedelta(days=self.settings.service.keep_bodies_days)
        return Worker(
            self.database,
            self.clock,
            self.active_contracts,
            self.trackers,
            sender,
            every,
            bodies,
            name,
            write_limit,
            beats=beats,
            authority=_make_authority(self.settings.record.timestamp_url),
        )

    def health(self) -> ServiceHealth:
        """Return what looks whether the service is well."""
        return ServiceHealth(self.database, self.clock, self.settings.service.mappings)

    def close(self) -> None:
        """Close the database."""
        self.database.close()


def build(settings: Settings, clock: Clock | None = None) -> Service:
    """Open and upgrade the database, and make the adapters; call no tracker.

    Raises:
        SettingsError: practice time is asked for where a tracker is not on this machine.
        sqlalchemy.exc.SQLAlchemyError: the database cannot be reached.
    """
    clock = choose_clock(settings, clock or SystemClock())
    database = Database(settings.service.database)
    schema.upgrade(database)
    with database.change() as connection:
        links_key = signing_keys.load_signing_key(connection, signing_keys.LINKS)
    # A comment leads to the pages only where people can sign in to them.
    pages_url = settings.service.public_url if settings.mail or settings.sign_in else ""
    texts = Texts(settings.service.texts)
    active_contracts = ActiveContracts(settings.service.mappings, database, texts, pages_url)
    return Service(
        settings=settings,
        database=database,
        clock=clock,
        trackers={
            name: make_tracker(name, tracker, clock, partial(active_contracts.terms_of, name))
            for name, tracker in settings.trackers.items()
        },
        active_contracts=active_contracts,
        inbox=DatabaseInbox(database),
        links=LinkSigner(links_key, settings.service.public_url, clock.now),
        mailer=Mailer(settings.mail) if settings.mail else None,
    )


def make_tracker(name: str, settings: TrackerSettings, clock: Clock, terms_of: TermsOf) -> Tracker:
    """Make the adapter of a tracker; nothing is asked of it yet."""
    clock = machine_clock(clock)
    match settings.kind:
        case "jira_cloud" | "jira_dc" as kind:
            render = _only_text(to_adf if kind == "jira_cloud" else to_wiki)
            pace = WriteRate(monotonic_s=lambda: clock.now().timestamp())
            return JiraTracker(name, settings, render=render, clock=clock, pace=pace, terms_of=terms_of)
        case "youtrack":
            return YouTrackTracker(name, settings, render=_markdown, clock=clock, terms_of=terms_of)
        case "redmine":
            return RedmineTracker(name, settings, render=_markdown, clock=clock, terms_of=terms_of)
        case "yandex":
            return YandexTracker(name, settings, render=_markdown, clock=clock, terms_of=terms_of)


def _make_authority(url: str | None) -> StampsHeads | None:
    if url is None:
        return None
    # It loads cryptography, which only those need who have their record stamped.
    from plugin.timestamps.authority import TimestampAuthority

    return TimestampAuthority(url)


def _only_text(markup: Callable[[str], object]) -> Callable[[str, str], object]:
    """Return a renderer of texts that carry their reference line already."""
    return lambda text, _: markup(text)


def _markdown(text: str, reference: str) -> str:
    del reference  # it stands in the text
    return to_markdown(text)
