"""Promises, a row each: how it is tested, and which figures show it."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass


@dataclass(frozen=True)
class Promise:
    """One row: the promise, its test, and the keys of its figures.

    Attributes:
        promise: what an operator may rely on.
        test: how it is tested, as people read it.
        figures: the keys of its figures.
        proof: tests that are run, and counted by its one figure, where no measure tells whether it is kept.
        also: figures that stand there once a run on an idle machine has given them.
    """

    promise: str
    test: str
    figures: tuple[str, ...]
    proof: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    def keys(self, given: Container[str]) -> tuple[str, ...]:
        """Return the figures to show, of those that runs have given."""
        return (*self.figures, *(key for key in self.also if key in given))


PROMISES = (
    Promise(
        "Durable before the answer: 204 means that the delivery is on disk",
        "`make bench`: against a bare handler in the same server",
        ("accepting.sqlite", "accepting.postgres", "answering.sqlite", "answering.postgres"),
        also=("accepting.busy.sqlite", "accepting.busy.postgres"),
    ),
    Promise(
        "Nothing lost, nothing twice, whoever dies and whatever the tracker does",
        "`make chaos`: `kill -9` at named points and at random, restarts, faults, lies, shuffles",
        ("chaos.sqlite", "chaos.postgres"),
    ),
    Promise(
        "The same on several machines with one PostgreSQL",
        '`make chaos CHAOS="--hosts 2 --workers 3 --only postgres"`, `make bench`, '
        "`test_machines.py`, `test_workers.py`, `test_upgrade.py`",
        ("chaos.machines.postgres",),
        also=("growing.contracts", "growing.contract"),
    ),
    Promise(
        "A poisoned event delays its own issue only; what fails is tried for days, parked, and replayed",
        "`test_worker_retries.py`, `test_bad_days.py`, `test_operator_page.py`",
        ("proved.poisoned",),
        (
            "unit/worker/test_worker_retries.py",
            "integration/test_bad_days.py::test_one_bad_issue_delays_no_other",
            "integration/test_bad_days.py::test_retry_after_is_honoured",
            "integration/test_bad_days.py::test_field_missing_on_the_screen_parks_the_write",
            "integration/test_operating.py",
        ),
    ),
    Promise(
        "Lost webhooks are healed within 5 minutes (15 at most), or at once by `ugovor recheck`",
        "`test_reconcile.py`: creation, answer, status, signature, deletion; a day without the tracker",
        ("proved.healed",),
        ("integration/test_reconciling.py",),
    ),
    Promise(
        "Only signed deliveries are let in, by any live secret; nothing of a stranger is logged",
        "`test_receiving.py`, `test_youtrack_verify.py`, `make fuzz`",
        ("proved.signed",),
        ("unit/webhooks/test_receiving.py", "unit/webhooks/test_youtrack_verify.py"),
    ),
    Promise(
        "One write for a verdict and at most one read; handling does not grow with issues or contracts",
        "`make bench`: calls counted by a strict stand-in; a million settled issues on record",
        ("writing.calls", "handling.growth", "handling.open", "handling.contracts"),
        also=(
            "offers.growth",
            "costs.statements",
            "costs.transactions",
            "costs.processor",
            "handling.end_to_end.sqlite",
            "handling.end_to_end.postgres",
        ),
    ),
    Promise(
        "A label is seen soon, and several issues are in flight side by side",
        "`make bench`: from HTTP until the tracker shows it; beside thirty lines of Flask that keep nothing",
        ("latency.silent.sqlite", "latency.told.sqlite", "latency.silent.postgres", "latency.told.postgres"),
        also=tuple(
            f"beside.{what}.{database}.{where}.{answer}"
            for what in ("before", "lines")
            for database in ("sqlite", "postgres")
            for where in ("contracts", "contract")
            for answer in ("0ms", "75ms")
        ),
    ),
    Promise(
        "The reminders of a day go out within a minute, whatever else is waited for",
        "`make bench`: 100,000 open waits of 1,000 people; `test_half_year.py`",
        (
            "reminding.look.sqlite",
            "reminding.day.sqlite",
            "reminding.look.postgres",
            "reminding.day.postgres",
        ),
    ),
    Promise(
        "Pages are small and open at once beside 1,000 open offers",
        "`make bench BENCH=pages`; `test_pages_browser.py` for width, keyboard and axe",
        ("pages.first.contract", "pages.size.contract", "pages.first.register", "pages.size.register"),
        also=("pages.first.home", "pages.size.home", "pages.first.brief", "pages.size.brief"),
    ),
    Promise(
        "Deciding costs nothing that anybody would notice",
        "`make bench`: no database, no tracker",
        ("deciding.verdicts", "deciding.outcomes"),
    ),
    Promise(
        "A project's past is looked back on in a minute, from a file alone",
        "`make bench BENCH=backtest`: the whole command, a page and a workbook written",
        ("backtest.time", "backtest.memory"),
    ),
    Promise(
        "A gate or an authority check that cannot be evaluated says no and says why",
        "`test_sign_off_table.py`, `test_authority.py`, `test_bad_days.py`",
        ("proved.closed",),
        (
            "unit/decider/test_sign_off_table.py",
            "unit/rules/test_authority.py",
            "integration/test_bad_days.py::test_choice_waits_for_a_tracker_that_cannot_be_read",
            "integration/test_bad_days.py::test_missing_role_posts_no_team_text",
        ),
    ),
    Promise(
        "The record is append-only and hash-chained; `record verify` names the first entry that does not fit",
        "`test_store_record.py`, `test_cli_record.py`, `test_verify_record.py`",
        ("proved.record",),
        (
            "unit/store/test_store_record.py",
            "unit/cli/test_cli_record.py",
            "unit/deploy/test_verify_record.py",
        ),
    ),
    Promise(
        "The service ignores itself, and a breaker stops any loop",
        "`test_bad_days.py`, `test_worker_retries.py`, `test_conformance.py`",
        ("proved.itself",),
        (
            "integration/test_bad_days.py::test_own_events_change_nothing",
            "unit/worker/test_worker_retries.py",
        ),
    ),
    Promise(
        "It starts at once and fits beside other things",
        "`make bench`: from the command to the first answer; `/proc` of every process",
        ("footprint.start", "footprint.memory"),
        also=("footprint.memory.contract",),
    ),
    Promise(
        "An unclear issue comes with the likeliest item, or with none; nothing follows from it",
        "`make bench BENCH=suggesting`: public issues, items held out ([suggestions](suggestions.md)); "
        "`test_suggestions.py`",
        ("suggesting.jira", "suggesting.http", "suggesting.help"),
    ),
)
