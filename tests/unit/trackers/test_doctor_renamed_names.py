"""Names of a mapping that the tracker calls otherwise now."""

from __future__ import annotations

from typing import Any

import pytest

from mappings.model import ContractMapping
from plugin.core.model.kept_names import KeptName, KeptNames, Term
from plugin.trackers.mentioned_names import NameKind, list_mentions
from plugin.trackers.renamed_names import find_renamed, with_current_names


def contract() -> ContractMapping:
    """Return a mapping that writes names wherever a mapping can."""
    items = [
        {"id": "1", "title": "a", "link": {"component": "Shop"}},
        {"id": "2", "title": "b", "link": {"version": "1.0"}},
        {"id": "3", "title": "c"},
    ]
    data: dict[str, Any] = {
        "contract": {"id": "ACME", "title": "Site"},
        "tracker": {
            "name": "main",
            "projects": ["ACME"],
            "only": {"component": "Shop"},
            "stage_type": "Stage",
            "ignore": {"types": ["Sub-task"]},
            "defect_types": ["Bug"],
            "statuses": {"working": ["In Progress"], "done": ["Done"], "accepted": ["Accepted"]},
        },
        "price": {"hour": 100, "by": [{"type": "Bug", "hour": 90}, {"component": "Shop", "hour": 80}]},
        "stages": [{"id": "d", "title": "Design", "items": items}],
    }
    return ContractMapping.model_validate(data)


NAMED = [each for each in list_mentions(contract()) if each.kind not in (NameKind.ROLE, NameKind.FIELD)]
KEPT = KeptNames.of(
    KeptName(each.kind.value, f"n-{each.name}", each.name, each.name)  # type: ignore[arg-type]
    for each in NAMED
)


def listed(**renamed: str) -> list[Term]:
    """Return what the tracker has, with some names changed."""
    return [
        Term(each.kind, each.id, renamed.get(each.name, each.name))  # type: ignore[arg-type]
        for each in KEPT.by_id.values()
    ]


@pytest.mark.parametrize("mention", NAMED, ids=lambda each: f"{each.place} {each.name}")
def test_renamed_name_is_found_wherever_a_mapping_writes_it(mention: Any) -> None:
    """Each place is told, and the mapping by the names of today has no old one."""
    found = find_renamed(contract(), KEPT, listed(**{mention.name: "New"}))
    assert mention in [each.mention for each in found]
    assert {each.current for each in found} == {"New"}
    current = with_current_names(contract(), found)
    names = {(each.kind, each.name) for each in list_mentions(current)}
    assert (mention.kind, mention.name) not in names
    assert (mention.kind, "New") in names


@pytest.mark.parametrize(
    ("why", "kept", "there"),
    [
        ("nothing was renamed", KEPT, listed()),
        ("nothing was ever seen", KeptNames(), listed(Done="New")),
        ("the tracker lists nothing", KEPT, []),
        (
            "the name is there again, whatever else was renamed",
            KEPT,
            [*listed(Done="Old"), Term("status", "n-2", "Done")],
        ),
        (
            "it is there in another language",
            KEPT,
            [
                Term(each.kind, each.id, "Fertig", ("Done",)) if each.name == "Done" else each
                for each in listed()
            ],
        ),
    ],
)
def test_nothing_is_told_where_the_mapping_says_what_is_there(
    why: str, kept: KeptNames, there: list[Term]
) -> None:
    """A name that the tracker has is no renamed one."""
    assert find_renamed(contract(), kept, there) == (), why
    assert with_current_names(contract(), ()) == contract()
