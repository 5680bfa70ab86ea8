"""Who signs, for whom a word counts, and when enough people have signed."""

from __future__ import annotations

from typing import Any

import pytest
from sold_contract import contract, day, stage

from mappings.model import ContractMapping
from plugin.core.signoff.quorum import find_awaited, find_signatories, judge_standing

PEOPLE = {key: {"name": key.title(), "side": "client"} for key in ("boss", "owner", "lawyer", "dep", "aide")}
OWN = [{"person": key, "may": ["sign_off"]} for key in ("boss", "owner", "lawyer")]


def signing(
    quorum: object = "all", by: str = "boss owner", *deputies: dict[str, Any], **keys: Any
) -> ContractMapping:
    """Return a contract whose stage these people sign, with these deputies."""
    rows = [*OWN, *({"may": ["sign_off"], **each} for each in deputies)]
    sign_off = {"by": by.split(), "quorum": quorum}
    return contract(**{"people": PEOPLE, "authority": rows, "stages": [stage(sign_off=sign_off)], **keys})


def deputy(of: str, person: str = "dep", **dates: str) -> dict[str, Any]:
    """Return a row of authority."""
    return {"person": person, "for": of, **dates}


JULY = {"from": "2026-07-01", "until": "2026-07-31"}

WORDS: list[tuple[str, ContractMapping, str, str, str | None]] = [
    # what is asked; the contract; whose word, on 10 July; for whom it signs; why for nobody
    ("a signatory", signing(), "boss", "boss", None),
    ("a deputy of one", signing("all", "boss owner", deputy("boss")), "dep", "boss", None),
    (
        "a deputy of two",
        signing("all", "boss owner", deputy("boss"), deputy("owner")),
        "dep",
        "boss owner",
        None,
    ),
    (
        "a signatory who is a deputy",
        signing("all", "boss owner", deputy("boss", "owner")),
        "owner",
        "boss owner",
        None,
    ),
    (
        "a deputy of somebody who does not sign this stage",
        signing("all", "owner", deputy("boss")),
        "dep",
        "",
        "not_a_signatory",
    ),
    (
        "a deputy's deputy",
        signing("all", "boss", deputy("boss"), deputy("dep", "aide")),
        "aide",
        "",
        "not_a_signatory",
    ),
    (
        "a deputy's deputy, where both are signatories' rows away",
        signing("all", "boss owner", deputy("boss", "owner"), deputy("owner")),
        "dep",
        "owner",
        None,
    ),
    (
        "two deputies who name each other",
        signing("all", "boss", deputy("aide"), deputy("dep", "aide")),
        "dep",
        "",
        "not_a_signatory",
    ),
    (
        "before the deputy's days",
        signing("all", "boss", deputy("boss", **{"from": "2026-07-11"})),
        "dep",
        "",
        "not_yet",
    ),
    (
        "on the first of them",
        signing("all", "boss", deputy("boss", **{"from": "2026-07-10"})),
        "dep",
        "boss",
        None,
    ),
    ("on the last of them", signing("all", "boss", deputy("boss", until="2026-07-10")), "dep", "boss", None),
    ("after them", signing("all", "boss", deputy("boss", until="2026-07-09")), "dep", "", "no_longer"),
    (
        "a deputy of two, for one of them no more",
        signing("all", "boss owner", deputy("boss", until="2026-07-09"), deputy("owner")),
        "dep",
        "owner",
        None,
    ),
    (
        "a deputy with another word only",
        signing("all", "boss", {"person": "dep", "for": "boss", "may": ["decide"]}),
        "dep",
        "",
        "not_a_signatory",
    ),
    (
        "a deputy of somebody whose own power has ended",
        signing(
            "all",
            "boss",
            authority=[
                {"person": "boss", "may": ["sign_off"], "until": "2026-06-30"},
                {"may": ["sign_off"], **deputy("boss")},
            ],
        ),
        "dep",
        "",
        "no_such_power",
    ),
    ("a person of the contract", signing(), "lawyer", "", "not_a_signatory"),
    ("somebody whom it does not name", signing(), "stranger", "", "not_in_contract"),
]

QUORUMS: list[tuple[str, object, str, dict[str, str], str]] = [
    # what is asked; the quorum; who signs; who signed, by whom; who is awaited
    ("all: nobody", "all", "boss owner", {}, "boss owner"),
    ("all: one of two", "all", "boss owner", {"owner": "owner"}, "boss"),
    ("all: both", "all", "boss owner", {"boss": "boss", "owner": "owner"}, ""),
    (
        "all: a deputy for both is everybody's signature",
        "all",
        "boss owner",
        {"boss": "dep", "owner": "dep"},
        "",
    ),
    (
        "all: somebody who signs no more does not count",
        "all",
        "boss owner",
        {"boss": "boss", "lawyer": "lawyer"},
        "owner",
    ),
    ("any: one is enough", "any", "boss owner", {"owner": "owner"}, ""),
    ("any: a deputy too", "any", "boss owner", {"owner": "dep"}, ""),
    ("1: one is enough", 1, "boss owner", {"owner": "owner"}, ""),
    ("2 of 3: one", 2, "boss owner lawyer", {"owner": "owner"}, "boss lawyer"),
    ("2 of 3: two", 2, "boss owner lawyer", {"owner": "owner", "lawyer": "lawyer"}, ""),
    (
        "2 of 3: a deputy for two is one person",
        2,
        "boss owner lawyer",
        {"boss": "dep", "owner": "dep"},
        "lawyer",
    ),
    (
        "2 of 3: with one more",
        2,
        "boss owner lawyer",
        {"boss": "dep", "owner": "dep", "lawyer": "lawyer"},
        "",
    ),
    (
        "2 of 3: a signatory and deputy is one person",
        2,
        "boss owner lawyer",
        {"boss": "owner", "owner": "owner"},
        "lawyer",
    ),
    ("2 of 3: two deputies are two", 2, "boss owner lawyer", {"boss": "dep", "owner": "aide"}, ""),
    (
        "2 of 3: a deputy for all three is one person",
        2,
        "boss owner lawyer",
        {"boss": "dep", "owner": "dep", "lawyer": "dep"},
        "boss owner lawyer",
    ),
    (
        "2 of 2: a deputy for both is one person; the own word of either helps",
        2,
        "boss owner",
        {"boss": "dep", "owner": "dep"},
        "boss owner",
    ),
    (
        "2 of 2: a signatory for both; only the other's own word helps",
        2,
        "boss owner",
        {"boss": "owner", "owner": "owner"},
        "boss",
    ),
    ("2 of 2: own and deputy", 2, "boss owner", {"boss": "dep", "owner": "owner"}, ""),
    (
        "3 of 3: two heads are too few",
        3,
        "boss owner lawyer",
        {"boss": "dep", "owner": "dep", "lawyer": "lawyer"},
        "boss owner",
    ),
]


@pytest.mark.parametrize(("sentence", "mapping", "person", "signs_for", "why_not"), WORDS)
def test_statement_signs_for_oneself_and_ones_principals(
    sentence: str, mapping: ContractMapping, person: str, signs_for: str, why_not: str | None
) -> None:
    """It signs for those whose deputy the person is that day, and no others."""
    found = judge_standing(mapping, mapping.stages[0], person, day("07-10"))
    expected = (bool(signs_for), tuple(signs_for.split()), why_not)
    assert expected == (found.counts, found.signs_for, found.why_not), sentence


@pytest.mark.parametrize(("sentence", "quorum", "by", "signed", "expected"), QUORUMS)
def test_awaited_signatories_follow_from_the_quorum(
    sentence: str, quorum: object, by: str, signed: dict[str, str], expected: str
) -> None:
    """`all` asks for each signature, a number for that many people."""
    mapping = signing(quorum, by)
    assert tuple(expected.split()) == find_awaited(mapping, mapping.stages[0], signed), sentence


def test_quorum_beyond_the_signatories_asks_for_all() -> None:
    """A quorum larger than the signatories who are left asks for all of them."""
    mapping = signing(2, "boss owner")
    people = {key: person for key, person in mapping.people.items() if key != "owner"}
    fewer = mapping.model_copy(update={"people": people})
    one = fewer.stages[0]
    assert (("boss",), ("boss",), ()) == (
        find_signatories(fewer, one),
        find_awaited(fewer, one, {}),
        find_awaited(fewer, one, {"boss": "boss"}),
    )
