"""What `ugovor doctor` looks at, in the order in which things are mended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from mappings.loader import LoadedFolder, load_folder, mapping_digest
from mappings.model import ContractMapping
from mappings.suggestions import did_you_mean, join_words
from plugin.bootstrap import Service
from plugin.cli.context import CliContext
from plugin.cli.doctor_lines import DoctorLine, Level
from plugin.cli.doctor_lost_record import check_lost_record
from plugin.cli.doctor_reachability import check_reachability
from plugin.cli.doctor_timestamps import check_timestamps
from plugin.cli.doctor_trackers import check_trackers
from plugin.cli.doctor_webhooks import check_webhooks
from plugin.cli.errors import describe_database_failure
from plugin.cli.orphans import find_orphans
from plugin.cli.output import format_count
from plugin.core.due_dates.deadline_shift import stage_subject
from plugin.core.model.kept_names import KeptNames
from plugin.reports.health import HEARTBEAT_TIMEOUT
from plugin.runtime.clock import machine_clock
from plugin.settings.config_file import find_config, guess_mappings_folder
from plugin.settings.errors import SettingsError
from plugin.settings.model import KINDS_WITHOUT_TEAM_COMMENTS, MIN_SECRET_LENGTH, Settings
from plugin.store import (
    contracts,
    deliveries,
    effect_recovery,
    heartbeats,
    kept_names,
    reconcile_cursors,
    schema,
)
from plugin.store.engine import Database
from plugin.store.reconcile_cursors import Cursor
from plugin.worker.mapping_files import find_written_at


def run_checks(context: CliContext) -> Iterator[DoctorLine]:
    """Look at everything, whatever came of the thing before.

    Where the settings cannot be read, the mapping files still can.
    """
    try:
        settings = context.settings()
    except SettingsError as error:
        yield from (DoctorLine("no", "settings", each) for each in str(error).splitlines())
        where = guess_mappings_folder(context.config)
        yield from _check_mappings(load_folder(where), where)
        return
    yield DoctorLine("ok", "settings", f"Read from {find_config(context.config) or 'the environment'}.")
    yield from _check_secrets(settings)
    yield from check_reachability(settings)
    folder = load_folder(settings.service.mappings)
    yield from _check_mappings(folder, settings.service.mappings)
    yield from _check_tracker_names(folder.mappings, settings)
    yield from _check_team_comments(folder.mappings, settings)
    kept: dict[str, KeptNames] = {}
    try:
        yield _check_migrations(settings)
        with context.service() as service:
            with service.database.change() as connection:
                heartbeats.try_write(connection, machine_clock(service.clock).now())
            yield from _check_work(service, folder.mappings)
            yield from check_lost_record(service, folder.mappings)
            yield from check_webhooks(service)
            yield from check_timestamps(service)
            with service.database.look() as connection:
                kept = kept_names.load_all(connection)
    except SettingsError as error:
        yield DoctorLine("no", "settings", str(error))
    except SQLAlchemyError as error:
        yield DoctorLine("no", "database", describe_database_failure(error))
    yield from check_trackers(context, settings, folder.mappings, kept)


def _check_secrets(settings: Settings) -> Iterator[DoctorLine]:
    for name, tracker in sorted(settings.trackers.items()):
        for number, secret in enumerate(tracker.webhook_secrets):
            if len(secret.get_secret_value()) < MIN_SECRET_LENGTH:
                key = f"trackers.{name}.webhook_secrets[{number}]"
                sentence = f"{key} is shorter than {MIN_SECRET_LENGTH} characters and can be guessed."
                remedy = f"Put a longer one first, then `ugovor connect {name}`, then take this one out."
                yield DoctorLine("warn", "settings", sentence, remedy)


def _check_mappings(folder: LoadedFolder, where: Path) -> Iterator[DoctorLine]:
    for fault in folder.faults:
        level: Level = "no" if fault.severity == "error" else "warn"
        place = f"{fault.file}:{fault.line}:{fault.column}"
        yield DoctorLine(level, "mappings", f"{place}: {fault.sentence}.", fault.remedy)
    if not folder.loaded:
        remedy = "Put a contract mapping there, one file a contract."
        yield DoctorLine("no", "mappings", f"There is none in {where}.", remedy)
    elif folder.mappings:
        names = join_words(mapping.id for mapping in folder.mappings)
        yield DoctorLine(
            "ok", "mappings", f"{format_count(len(folder.mappings), 'contract', 'contracts')}: {names}."
        )


def _check_tracker_names(mappings: Iterable[ContractMapping], settings: Settings) -> Iterator[DoctorLine]:
    if not settings.trackers:
        yield DoctorLine("no", "trackers", "The settings have no tracker.", "Add a [trackers.NAME] section.")
        return
    for mapping in mappings:
        name = mapping.tracker.name
        if name not in settings.trackers:
            there = f"The settings have: {join_words(sorted(settings.trackers))}."
            remedy = did_you_mean(name, settings.trackers, there)
            yield DoctorLine("no", mapping.id, f'The settings have no tracker "{name}".', remedy)


def _check_team_comments(mappings: Iterable[ContractMapping], settings: Settings) -> Iterator[DoctorLine]:
    for mapping in mappings:
        known = settings.trackers.get(mapping.tracker.name)
        if known is not None and known.kind in KINDS_WITHOUT_TEAM_COMMENTS:
            # There its own line refuses the key.
            continue
        if mapping.tracker.team_comments is None:
            yield DoctorLine(
                "warn",
                mapping.id,
                "tracker.team_comments is not set, so texts for the team are not posted at all.",
                "Name the role or group that may read them.",
            )


def _check_migrations(settings: Settings) -> DoctorLine:
    database = Database(settings.service.database)
    try:
        with database.look() as connection:
            current = schema.load_revision(connection)
    finally:
        database.close()
    if current == schema.find_newest_revision():
        return DoctorLine("ok", "database", f"It answers and is up to date ({current}).")
    return DoctorLine(
        "ok", "database", f"It answers and was brought up to date, from {current or 'nothing'}."
    )


def _check_work(service: Service, mappings: tuple[ContractMapping, ...]) -> Iterator[DoctorLine]:
    now = machine_clock(service.clock).now()
    with service.database.look() as connection:
        beat = heartbeats.load_newest_heartbeat(connection, now + HEARTBEAT_TIMEOUT)
        by_class = deliveries.count_by_state(connection)
        stuck_effects = effect_recovery.load_stuck(connection)
        gone = [line for mapping in mappings for line in find_orphans(connection, mapping)]
        reconciled = reconcile_cursors.load_all(connection)
    yield from gone
    yield from _check_versions(service)
    yield _check_worker(now, beat[0] if beat else None)
    yield from _check_reconciling(service, reconciled)
    yield from _check_parked_deliveries(by_class)
    stages = {
        stage_subject(mapping.id, stage.id): stage.issue for mapping in mappings for stage in mapping.stages
    }
    for each in stuck_effects:
        issue = stages.get(each.subject) or each.subject
        remedy = f"Mend the cause, then `ugovor recheck {issue} --tracker {each.tracker}`."
        how = "is parked" if each.is_parked else "waits in part"
        sentence = f"{each.slot} of {issue} in {each.tracker} {how}: {each.reason}."
        yield DoctorLine("no", "effects", sentence, remedy)
    if not stuck_effects:
        yield DoctorLine("ok", "effects", "None is parked.")


def _check_versions(service: Service) -> Iterator[DoctorLine]:
    """Say which file holds a version that is no longer in force."""
    for loaded in load_folder(service.settings.service.mappings).loaded:
        mapping = loaded.mapping
        if mapping is None:
            continue
        with service.database.look() as connection:
            older = contracts.find_older(
                connection, mapping.id, mapping_digest(mapping), find_written_at(loaded.path)
            )
        if older is not None:
            since = older.since.isoformat(timespec="seconds")
            sentence = (
                f"{loaded.path} holds version {older.version}, but version {older.current.version} is in "
                f"force since {since}. Workers with this file decide nothing in {mapping.id}."
            )
            remedy = (
                "Put the newest file here; or, if this is the one, run "
                f"`ugovor check --put-in-force {loaded.path}`."
            )
            yield DoctorLine("no", mapping.id, sentence, remedy)


def _check_worker(now: datetime, beat: datetime | None) -> DoctorLine:
    remedy = "Start `ugovor serve`, or `ugovor serve --worker`."
    if beat is None:
        return DoctorLine("warn", "worker", "None has run on this database yet.", remedy)
    age_s = max(0, round((now - beat).total_seconds()))
    if age_s > HEARTBEAT_TIMEOUT.total_seconds():
        return DoctorLine("no", "worker", f"None is alive: last heard of {age_s} s ago.", remedy)
    return DoctorLine("ok", "worker", f"Alive, heard of {age_s} s ago.")


def _check_reconciling(service: Service, trackers: Iterable[Cursor]) -> Iterator[DoctorLine]:
    """Say for each tracker when it was last asked what changed, and what came of it."""
    now = machine_clock(service.clock).now()
    for cursor in trackers:
        name = f"{cursor.tracker}: reconciling"
        changes = format_count(cursor.recovered_count, "change was", "changes were")
        missed = f"{changes} missed by webhooks and taken up so far"
        taken_up = missed if cursor.recovered_count else "nothing was missed by webhooks so far"
        if cursor.failures:
            times = format_count(cursor.failures, "time", "times")
            failed = f"Asking what changed failed, {times} running: {cursor.reason}"
            yield DoctorLine("no", name, failed, "It goes on from where it was once the tracker answers.")
            continue
        age_s = max(0, round((now - (cursor.last_run_at or cursor.since)).total_seconds()))
        yield DoctorLine("ok", name, f"Asked what changed {age_s} s ago; {taken_up}.")


def _check_parked_deliveries(by_class: Iterable[tuple[str, str, int]]) -> Iterator[DoctorLine]:
    see = "See `ugovor deliveries list --state parked`;"
    parked = {kind: number for kind, state, number in by_class if state == "parked"}
    unknown = parked.pop("unknown", 0)
    known = sum(parked.values())
    if known:
        remedy = f"{see} mend the cause, then `ugovor deliveries replay ID`."
        yield DoctorLine("no", "deliveries", f"{format_count(known, 'is', 'are')} parked.", remedy)
    if unknown:
        remedy = f"{see} a newer version may understand them."
        yield DoctorLine(
            "warn", "deliveries", f"{format_count(unknown, 'was', 'were')} not understood.", remedy
        )
    if not known and not unknown:
        yield DoctorLine("ok", "deliveries", "None is parked.")
