"""The short form of `make chaos`: processes die at every named point.

Nothing of it shows at the end.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from bench.databases import KINDS, fresh, postgres_server

from .__main__ import differences, restarting
from .play import Plan, Played, play
from .weather import WORKER_POINTS

PLAN = Plan(size=8, rounds=1, projects=("ACME", "BETA"), linger_s=0.5, every_point=True)
SEED = 20_261


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Future[Played]]]:
    """Play the story in order, and in a storm on each database, all at once."""
    with postgres_server() as server, ThreadPoolExecutor() as pool:
        folders = {name: tmp_path_factory.mktemp(name) for name in ("calm", *KINDS)}
        running = {"calm": pool.submit(play, PLAN, folders["calm"], fresh("sqlite", folders["calm"], ""))}
        for kind in KINDS:
            running[kind] = pool.submit(
                play,
                PLAN,
                folders[kind],
                fresh(kind, folders[kind], server.get_uri()),
                chance=random.Random(SEED),
                restart_database=restarting(server) if kind == "postgres" else None,
            )
        yield running


def test_the_story_says_something(played: dict[str, Future[Played]]) -> None:
    """The comparison is about labels, comments, decisions and a register."""
    calm = played["calm"].result()
    assert not calm.faults, calm.faults
    labels = {label for issue in calm.ending.issues.values() for label in issue["labels"]}
    assert {"in-scope", "beyond-scope"} <= labels
    states = {row["state"] for rows in calm.ending.registers.values() for row in rows}
    assert "decided" in states
    told = [text for issue in calm.ending.issues.values() for text in issue["client"]]
    assert any("✓ Тексты круга 0: получили" in text.replace("\xa0", " ") for text in told)


@pytest.mark.parametrize("kind", KINDS)
def test_a_storm_ends_in_the_same(played: dict[str, Future[Played]], kind: str) -> None:
    """Killed at every point, shuffled and doubled: nothing lost, nothing twice."""
    seen = played[kind].result()
    assert not seen.faults, seen.faults
    assert [] == list(differences(played["calm"].result(), seen))
    assert seen.statuses <= {0, 204, 503}
    assert {f"killed at {point}" for point in WORKER_POINTS} <= set(seen.happened)
