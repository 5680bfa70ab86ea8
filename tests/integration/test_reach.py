"""Judging only those whom a change can reach ends as judging everybody would."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from reach_player import Chance, Player

from plugin.store.peers import Reach
from plugin.worker import facts

ACTS = 55
AT_LEAST = {"in_scope", "beyond_scope", "unclear", "bonus", "announced", "deleted"}
RULED = {"ruled in_scope", "ruled beyond_scope", "ruled bonus", "away"}


@pytest.mark.parametrize(
    ("sentence", "seed", "words", "what_happens"),
    [
        ("People only work.", 1, False, {"reopened"}),
        ("They rule, estimate and decide twice.", 4, True, RULED | {"estimate", "extra_fee", "superseded"}),
        ("They price, swap, park and withdraw.", 10, True, RULED | {"fee", "swap", "park", "withdraw"}),
    ],
    ids=["work", "rulings", "prices"],
)
def test_a_narrow_look_ends_as_a_wide_one(
    sentence: str,
    seed: int,
    words: bool,
    what_happens: set[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """After every single act the same stands on record, and the tracker shows the same.

    Between what happens to the issues people rule, estimate, price and choose (again), the mapping changes,
    and issues leave the contract; gifts are announced in between, and say what is left after them.
    """
    reach_of = facts.reach_of

    def everybody(*given: Any, **keys: Any) -> Reach:
        return replace(reach_of(*given, **keys), since=None, small=Decimal(1_000), offers="all")

    narrow, wide = Player(tmp_path / "narrow"), Player(tmp_path / "wide")
    happened: set[str] = set()
    for act, at in Chance(seed, words=words).acts(ACTS):
        narrow.play(act, at)
        with monkeypatch.context() as patched:
            patched.setattr(facts, "reach_of", everybody)
            wide.play(act, at)
        assert narrow.on_record() == wide.on_record(), (sentence, act)
        assert narrow.shown() == wide.shown(), (sentence, act)
        happened |= wide.happened()
    assert happened >= AT_LEAST | what_happens, sentence
    narrow.service.close()
    wide.service.close()
