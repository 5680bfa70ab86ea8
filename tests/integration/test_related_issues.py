"""Judging only those whom a change can reach ends as judging everybody would."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from related_issues_player import BEGIN, Act, Chance, Player, seen

from plugin.store.related_issues import Reach
from plugin.worker import load_facts

ACTS = 60
AT_LEAST = {"in_scope", "beyond_scope", "bonus", "announced"}
RULED = {"ruled in_scope", "ruled beyond_scope", "ruled bonus", "estimate", "fee", "away"}
HOURS = frozenset({"hours"})


@pytest.fixture
def narrow_and_wide(tmp_path: Path, database: str) -> Iterable[tuple[Player, Player]]:
    """Two services: one loads what a change reaches, one loads everything."""
    wide = tmp_path / "wide"
    wide.mkdir()
    players = Player(tmp_path, database), Player(wide, f"sqlite:///{wide}/ugovor.db")
    yield players
    for player in players:
        player.service.close()


def play_both(
    players: tuple[Player, Player],
    acts: Iterable[tuple[Act, datetime]],
    monkeypatch: pytest.MonkeyPatch,
    sentence: str,
) -> set[str]:
    """Play acts to both services, compare them after each; return what happened."""
    reach_of = load_facts.reach_of

    def everybody(*given: Any, **keys: Any) -> Reach:
        return replace(reach_of(*given, **keys), since=None, small=Decimal(1_000), offers="all")

    (narrow, wide), happened = players, set[str]()
    for act, at in acts:
        narrow.play(act, at)
        with monkeypatch.context() as patched:
            patched.setattr(load_facts, "reach_of", everybody)
            wide.play(act, at)
        assert narrow.on_record() == wide.on_record(), (sentence, act)
        assert narrow.shown() == wide.shown(), (sentence, act)
        happened |= wide.happened()
    return happened


@pytest.mark.parametrize(
    ("database", "sentence", "seed", "what_happens"),
    [
        ("postgres", "People rule, price, and decide twice.", 8, {"superseded", "move_deadline"}),
        ("sqlite", "They park, withdraw, pay, and delete.", 9, {"park", "withdraw", "extra_fee", "deleted"}),
    ],
    indirect=["database"],
    ids=["decide", "withdraw"],
)
def test_loading_related_issues_ends_like_loading_all(
    narrow_and_wide: tuple[Player, Player],
    sentence: str,
    seed: int,
    what_happens: set[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Record and tracker are the same after every act.

    Between what happens to the issues people rule, estimate, price and choose (again), the mapping changes,
    and issues leave the contract; gifts are announced in between, and say what is left after them.
    """
    acts = Chance(seed).acts(ACTS)
    happened = play_both(narrow_and_wide, acts, monkeypatch, sentence)
    assert happened >= AT_LEAST | RULED | what_happens, sentence


@pytest.mark.parametrize(
    ("sentence", "issues", "goes", "of", "before", "after"),
    [
        (
            "What work in hand lets go serves an earlier issue.",
            [(4, {"labels": HOURS, "status": "In Progress"}, 12), (1, {"labels": HOURS}, 7)],
            (4, {"labels": HOURS, "status": "In Progress"}, 2),
            1,
            "beyond_scope",
            "in_scope",
        ),
        (
            "An overrun that becomes a gift of another month is counted by a later gift there.",
            [(9, {}, 1), (5, {"labels": HOURS}, "4.5")],
            (0, {"labels": HOURS}, 10),
            9,
            "'left': '2'",
            "'left': '1.5'",
        ),
        (
            "Work that fits again is named for a swap by an offer of its size.",
            [(0, {"labels": HOURS}, 10), (5, {"labels": HOURS}, 7), (8, {}, 7)],
            (0, {"labels": frozenset({"unlimited"})}, 10),
            8,
            "extra_fee",
            "swap_issue='1005'",
        ),
    ],
    ids=["lets go", "another month", "swap"],
)
def test_change_reaches_what_it_may_alter(
    narrow_and_wide: tuple[Player, Player],
    sentence: str,
    issues: list[tuple[int, dict[str, Any], Any]],
    goes: tuple[int, dict[str, Any], Any],
    of: int,
    before: str,
    after: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Rare cases: an earlier issue, another month, another offer."""
    acts = []
    for nth, (number, fields, hours) in enumerate([*issues, goes]):
        at = BEGIN + timedelta(minutes=10 * (nth + 1))
        acts.append((seen(number, at, estimate_hours=Decimal(hours), **fields), at))
    narrow, _ = narrow_and_wide
    play_both(narrow_and_wide, acts[:-1], monkeypatch, sentence)
    stood = said_of(narrow, of)
    play_both(narrow_and_wide, acts[-1:], monkeypatch, sentence)
    assert before in stood, sentence
    assert after not in stood, sentence
    assert after in said_of(narrow, of), sentence


def said_of(player: Player, number: int) -> str:
    """Return an issue's verdict and the options of its offer."""
    state = next(state for state in player.states() if state.issue.id == str(1000 + number))
    offer = state.change.offer if state.change else None
    kind = state.kind.value if state.kind else ""
    return f"{kind} {state.verdict} {offer.options if offer else ''}"
