"""How `ugovor doctor` and `ugovor people` look up the names of a mapping at Jira."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from jira_standin import rename_project

from mappings.model import ContractMapping
from plugin.practice.tracker.people import MEMBER, PracticeUser
from plugin.trackers.base import Check, FoundPerson

if TYPE_CHECKING:
    from conftest import Bench

URL = "https://ugovor.example.com/webhooks/main"


def contract(tracker: dict[str, Any] | None = None, **parts: Any) -> tuple[ContractMapping, ...]:
    """Return a mapping whose names are all there, but for what is given."""
    usual = {
        "name": "main",
        "projects": ["ACME"],
        "team_comments": {"role": "Agency"},
        "statuses": {"working": ["In Progress"], "accepted": ["Accepted"]},
        "stage_type": "Stage",
        "defect_types": ["Bug"],
        "fields": {"due": "duedate"},
    }
    data = {
        "contract": {"id": "ACME-SITE", "title": "Site"},
        "tracker": {**usual, **(tracker or {})},
        "people": {"contact": {"name": "Анна Белова", "side": "client", "account": "anna"}},
        "stages": [{"id": "design", "title": "Design", "issue": "ACME-1"}],
        **parts,
    }
    return (ContractMapping.model_validate(data),)


def linked(**link: Any) -> list[dict[str, Any]]:
    """Return a stage with one item that issues are linked to."""
    return [{"id": "design", "title": "Design", "items": [{"id": "2.1", "title": "Main page", "link": link}]}]


def faults(bench: Bench, contracts: tuple[ContractMapping, ...]) -> list[Check]:
    """Return the lines that say no, beside that of the webhook."""
    lines = bench.tracker().check(contracts)
    return [line for line in lines if not line.ok and line.name != "webhooks"]


@pytest.fixture(autouse=True)
def names(request: pytest.FixtureRequest) -> None:
    """Give the site components, versions, a field with a name.

    And a client's second person.
    """
    bench = request.getfixturevalue("bench")
    bench.state.components, bench.state.versions = ("inner-pages",), ("1.0",)
    bench.state.field_names["customfield_10014"] = "Epic Link"
    bench.state.people.append(PracticeUser("5b10a2", "Пётр Соколов"))


def test_every_name_of_a_good_mapping_is_found(bench: Bench) -> None:
    """Roles, groups, statuses, types, accounts, epics, components.

    Versions and fields are looked up.
    """
    bench.tracker().connect(URL, "secret")
    found = list(bench.tracker().check(contract(stages=linked(component="inner-pages", epic="ACME-1"))))
    assert [line.name for line in found if line.ok and not line.remedy] == [
        "address",
        "token",
        "account",
        "project ACME",
        "permissions in ACME",
        "fields in ACME",
        "statuses of ACME-SITE",
        "types of ACME-SITE",
        "components of ACME-SITE",
        "fields of ACME-SITE",
        "roles of ACME-SITE",
        "issues of ACME-SITE",
        "people of ACME-SITE",
        "webhooks",
    ]
    assert [line for line in found if not line.ok or line.remedy] == []


MISSING = [
    pytest.param(
        {"tracker": {"statuses": {"accepted": ["Acepted"]}}},
        "statuses",
        'no status "Acepted", which tracker.statuses.accepted names',
        'Did you mean "Accepted"?',
        id="a status with a slip",
    ),
    pytest.param(
        {"tracker": {"stage_type": "Stages"}}, "types", 'no type "Stages"', '"Stage"?', id="a type's plural"
    ),
    pytest.param(
        {"tracker": {"defect_types": ["Баг"]}},
        "types",
        'no type "Баг"',
        'Did you mean "Bug"? There are: Bug, Epic, Stage, Story, Sub-task, Task.',
        id="a type in another language: the one that is meant, and all that there are",
    ),
    pytest.param(
        {"tracker": {"team_comments": {"role": "Agencies"}}},
        "roles",
        'no role "Agencies"',
        '"Agency"?',
        id="a role",
    ),
    pytest.param(
        {"tracker": {"team_comments": {"group": "agncy"}}}, "groups", "no group", '"agency"?', id="a group"
    ),
    pytest.param(
        {"tracker": {"team": {"role": "Agencies"}}},
        "roles",
        'no role "Agencies", which tracker.team.role names',
        '"Agency"?',
        id="a role that proves who is ours",
    ),
    pytest.param(
        {"tracker": {"fields": {"epic": "Epic Link"}}},
        "fields",
        'no field "Epic Link"',
        'Did you mean "customfield_10014" (Epic Link)?',
        id="a field by what people call it",
    ),
    pytest.param(
        {"stages": linked(component="inner pages")},
        "components",
        'no component "inner pages", which link of 2.1 names',
        '"inner-pages"?',
        id="a component",
    ),
    pytest.param({"stages": linked(version="1,0")}, "versions", "no version", '"1.0"?', id="a version"),
    pytest.param(
        {"stages": linked(epic="ACME-11")},
        "issues",
        "no issue ACME-11, which link of 2.1 names",
        "Did you mean ACME-1",
        id="an epic",
    ),
    pytest.param(
        {"stages": [{"id": "calc", "title": "Cost calculator", "issue": "WEB-7"}]},
        "issues",
        "no issue WEB-7, which issue of stage calc names",
        'Did you mean ACME-1 ("Cost calculator")?',
        id="a stage's issue, found by its title",
    ),
    pytest.param(
        {"people": {"director": {"name": "Пётр Соколов", "side": "client", "account": "sokolov"}}},
        "people",
        'knows nobody with the account "sokolov", which people.director (Пётр Соколов) names.',
        'Did you mean "5b10a2" (Пётр Соколов)? `ugovor people main "Пётр Соколов"` prints account ids.',
        id="an account, found by the person's name",
    ),
    pytest.param({"tracker": {"projects": ["ACMY"]}}, "project", "does not see", '"ACME"?', id="a project"),
]


@pytest.mark.parametrize(("parts", "kind", "says", "remedy"), MISSING)
def test_each_missing_name_comes_with_did_you_mean(
    bench: Bench, parts: dict[str, Any], kind: str, says: str, remedy: str
) -> None:
    """Doctor says which names it cannot find, with "did you mean"."""
    found = [line for line in faults(bench, contract(**parts)) if line.name.startswith(kind)]
    assert len(found) == 1
    assert says in found[0].sentence
    assert remedy in found[0].remedy


def test_issue_with_another_key_is_named_with_it(bench: Bench) -> None:
    """Doctor says what a stage's issue is called now; nothing is wrong with it."""
    rename_project(bench.state, "ACME", "ACM")
    moved = contract(stages=[{"id": "calc", "title": "Cost calculator", "issue": "ACME-1"}])
    lines = list(bench.tracker().check(moved))
    (line,) = [line for line in lines if line.name.startswith("issues")]
    assert (True, "Write ACM-1 in the mapping.") == (line.ok, line.remedy)
    assert line.sentence.startswith("ACME-1 is ACM-1 now")


def test_one_round_names_everything_that_is_wrong(bench: Bench) -> None:
    """One round of doctor names everything; it never stops at the first."""
    bench.state.screen.discard("labels")
    wrong = contract(
        {
            "projects": ["ACME", "NONE"],
            "statuses": {"done": ["Dne"], "accepted": ["Acepted"]},
            "defect_types": ["Bgu"],
            "team_comments": {"role": "Agencie"},
            "fields": {"epic": "customfield_1"},
            "only": {"component": "iner-pages", "version": "9"},
        },
        people={"a": {"name": "А", "side": "client", "account": "nobody"}},
        stages=[{"id": "design", "title": "Design", "issue": "ACME-99"}],
    )
    named = [line.name for line in faults(bench, wrong)]
    assert named == [
        "fields in ACME",
        "project NONE",
        "statuses of ACME-SITE",
        "statuses of ACME-SITE",
        "types of ACME-SITE",
        "components of ACME-SITE",
        "versions of ACME-SITE",
        "fields of ACME-SITE",
        "roles of ACME-SITE",
        "issues of ACME-SITE",
        "people of ACME-SITE",
    ]


def test_a_switched_off_account_is_warned_of(bench: Bench) -> None:
    """Somebody who has left answers nothing."""
    bench.state.people[1] = replace(bench.state.people[1], is_active=False)
    [line] = [line for line in bench.tracker().check(contract()) if line.name == "people of ACME-SITE"]
    assert line.ok
    assert "The account of people.contact (Анна Белова) is switched off" in line.sentence
    assert line.remedy


def test_the_right_to_manage_watchers_is_looked_at(bench: Bench) -> None:
    """Without it the service still works, so it is a warning."""
    bench.state.people[0] = replace(bench.state.people[0], permissions=MEMBER - {"MANAGE_WATCHERS"})
    [line] = [line for line in bench.tracker().check(contract()) if line.name == "watchers in ACME"]
    assert line.ok
    assert "Grant Manage Watchers" in line.remedy


def test_what_a_tracker_does_not_tell_is_a_warning_in_words(bench: Bench) -> None:
    """No codes first: what happened, then the tracker's own answer."""
    bench.site.faults.next("GET", "/groups/picker", "403")
    lines = bench.tracker().check(contract({"team_comments": {"group": "agency"}}))
    [line] = [line for line in lines if line.name == "groups of ACME-SITE"]
    assert line.ok
    assert line.sentence.startswith("Jira does not let the account look at this (GET groups/picker: ")
    assert line.remedy == "Compare agency by hand."


def test_a_token_that_does_not_fit_is_said_in_words(bench: Bench) -> None:
    """No codes first: what happened, why, what to do."""
    [line] = [line for line in bench.tracker(token="other").check(contract()) if line.name == "token"]
    assert line.sentence.startswith("Jira does not accept the token: it ran out, was withdrawn, or")
    assert "Make a new token" in line.remedy


def test_a_token_that_runs_out_is_named(data_center: Bench, bench: Bench) -> None:
    """Data Center tells when the account's tokens end."""
    del bench
    data_center.state.token_ends = data_center.state.now() + timedelta(days=12, hours=1)
    [line] = [line for line in data_center.tracker().check(contract()) if line.name == "token life"]
    assert line.ok
    assert "runs out on" in line.sentence
    assert "in 12 days" in line.sentence
    data_center.state.token_ends = data_center.state.now() + timedelta(days=200)
    assert not [line for line in data_center.tracker().check(contract()) if line.name == "token life"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Соколов", [FoundPerson("Пётр Соколов", "5b10a2")]),
        ("анна", [FoundPerson("Анна Белова", "anna", active=False)]),
        ("Никто", []),
        ("", ["bot", "anna", "5b10a2"]),
    ],
)
def test_people_are_found_by_their_name(bench: Bench, name: str, expected: list[Any]) -> None:
    """Account ids to paste; without a name everybody's."""
    bench.state.people[1] = replace(bench.state.people[1], is_active=False)
    found = list(bench.tracker().find_people(name, ("ACME",)))
    assert expected == (found if name else [each.account for each in found])
