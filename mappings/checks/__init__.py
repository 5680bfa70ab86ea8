"""Checks that need two places of a file, or two files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations

from mappings.checks.addresses import check_addresses
from mappings.checks.authority import check_authority
from mappings.checks.bounds import check_bounds
from mappings.checks.dates import check_dates
from mappings.checks.labels import check_labels
from mappings.checks.links import check_links, link_conditions
from mappings.checks.people import check_people
from mappings.checks.price import check_price
from mappings.checks.service_issues import check_service_issues, check_shared_issues
from mappings.checks.stages import check_stages
from mappings.checks.terms import check_terms
from mappings.faults import Fault
from mappings.sections import Section

_CHECKS = (
    check_terms,
    check_price,
    check_people,
    check_authority,
    check_stages,
    check_service_issues,
    check_links,
    check_labels,
    check_dates,
    check_bounds,
)


def check_file(root: Section) -> Iterator[Fault]:
    """Yield the faults that show only across several places of one file.

    Args:
        root: the whole file, whether its single values are good or not.
    """
    for check in _CHECKS:
        yield from check(root)


def check_folder(roots: Sequence[Section]) -> Iterator[Fault]:
    """Yield what is wrong between files; each of two that collide gets a fault.

    Args:
        roots: the files of a folder, in its order.
    """
    yield from check_addresses(roots)
    for root, other in permutations(roots, 2):
        yield from _check_same_id(root, other)
        yield from _check_same_project(root, other)
        yield from check_shared_issues(root, other)


def _check_same_id(root: Section, other: Section) -> Iterator[Fault]:
    own, theirs = root.section("contract").text("id"), other.section("contract").text("id")
    if own and theirs and own.value == theirs.value:
        place = f"{other.source.file}:{other.line(theirs.path)}"
        sentence = f'the contract id "{own.value}" is also that of {place}'
        yield root.error(own.path, sentence, "Give each contract its own id.", "duplicate_contract")


def _check_same_project(root: Section, other: Section) -> Iterator[Fault]:
    mine, theirs = root.section("tracker"), other.section("tracker")
    own_name, their_name = mine.text("name"), theirs.text("name")
    if (
        own_name is None
        or their_name is None
        or own_name.value != their_name.value
        or _never_overlap(mine, theirs)
    ):
        return
    claimed = {project.value for project in theirs.texts("projects")}
    for project in mine.texts("projects"):
        if project.value in claimed:
            sentence = f'the project "{project.value}" is also claimed by {other.source.file}'
            remedy = "Give both an only with different values of the same key, such as only: {label: …}."
            yield root.error(project.path, sentence, remedy, "shared_project")


def _never_overlap(mine: Section, theirs: Section) -> bool:
    """Say whether no issue can fit both `only`: they differ in a key that both have."""
    own, other = dict(link_conditions(mine.section("only"))), dict(link_conditions(theirs.section("only")))
    return any(own[key] != other[key] for key in own.keys() & other.keys())
