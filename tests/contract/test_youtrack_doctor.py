"""What `ugovor doctor` and `ugovor connect` find out about a YouTrack site."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from contracts import contracts_on
from youtrack_site import TEAM, YouTrackSite
from youtrack_standin.fields import FIELDS
from youtrack_standin.people import SERVICE, Tag

from mappings.model import ContractMapping, Person
from plugin.trackers.base import FoundPerson


@pytest.fixture
def youtrack() -> Iterator[YouTrackSite]:
    """A fresh YouTrack."""
    site = YouTrackSite()
    yield site
    site.close()


def failed(
    youtrack: YouTrackSite, contracts: tuple[ContractMapping, ...] | None = None, **settings: object
) -> dict[str, str]:
    """Return the lines that are not well, by name."""
    lines = youtrack.tracker(**settings).check(contracts or contracts_on("ACME"))
    return {line.name: f"{line.sentence} {line.remedy}" for line in lines if not line.ok}


def test_all_is_well(youtrack: YouTrackSite) -> None:
    """A site with project, fields, shared tags and group passes every line."""
    contracts = contracts_on("ACME", team_comments={"group": "Agency"}, statuses={"working": ["In Progress"]})
    assert {} == failed(youtrack, contracts)


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        pytest.param({"url": "http://127.0.0.1:9"}, "address", id="nothing answers"),
        pytest.param({"token": "perm:other"}, "token", id="the token is not accepted"),
        pytest.param({"account": "anna"}, "account", id="the account is somebody else's"),
        pytest.param({"account": None}, "account", id="no account is set"),
    ],
)
def test_faults_of_the_settings(youtrack: YouTrackSite, settings: dict[str, str], expected: str) -> None:
    """Each fault shows in its own line."""
    assert [expected] == list(failed(youtrack, **settings))


def test_a_wrong_path_is_an_address(youtrack: YouTrackSite) -> None:
    """An old Cloud site without its /youtrack is told so."""
    found = failed(youtrack, url=f"{youtrack.state.url}/elsewhere")
    assert "/youtrack" in found["address"]


@pytest.mark.parametrize(
    ("tracker", "name", "says"),
    [
        ({"fields": {"due": "Deadline"}}, "fields in ACME", "Deadline (the due date of a stage)"),
        ({"fields": {"verdict": "Scope"}}, "fields of ACME-SITE", "YouTrack has tags"),
        ({"statuses": {"accepted": ["Signed"]}}, "statuses of ACME-SITE", 'no status "Signed"'),
        ({"labels": {"bonus": "a{b"}}, "tags of ACME-SITE", "tracker.labels"),
        ({"only": {"label": "acme"}}, "people's tags of ACME-SITE", "a tag is seen by its owner alone"),
        ({"team_comments": {"role": "Agency"}}, "team_comments of ACME-SITE", "team_comments: {group"),
        ({"team_comments": {"group": "ACME Team"}}, "team_comments of ACME-SITE", "Анна can read"),
    ],
)
def test_faults_of_the_mapping(
    youtrack: YouTrackSite, tracker: dict[str, object], name: str, says: str
) -> None:
    """Each is named with the key to change."""
    anna = Person(name="Анна", side="client", account="anna")
    contracts = tuple(
        each.model_copy(update={"people": {"contact": anna}}) for each in contracts_on("ACME", **tracker)
    )
    found = failed(youtrack, contracts)
    assert [name] == list(found)
    assert says in found[name]


def linked(**link: str) -> list[dict[str, object]]:
    """Return a stage with one item that issues are linked to."""
    return [{"id": "design", "title": "Design", "items": [{"id": "2.1", "title": "Card", "link": link}]}]


@pytest.mark.parametrize(
    ("parts", "kind", "says", "remedy"),
    [
        ({"tracker": {"statuses": {"done": ["Don"]}}}, "statuses", "tracker.statuses.done", '"Done"?'),
        ({"tracker": {"defect_types": ["Bugs"]}}, "types", 'no type "Bugs"', '"Bug"?'),
        ({"stages": linked(component="inner pages")}, "components", "link of 2.1", '"inner-pages"?'),
        ({"stages": linked(version="1,0")}, "versions", "link of 2.1", '"1.0"?'),
        ({"stages": linked(epic="ACME-11")}, "issues", "ACME-11", 'Did you mean ACME-1 ("Design")?'),
        (
            {"stages": [{"id": "d", "title": "Desing", "issue": "WEB-9"}]},
            "issues",
            "no issue WEB-9, which issue of stage d names",
            'Did you mean ACME-1 ("Design")?',
        ),
        ({"people": "Анна Белова"}, "people", 'account "a.belova"', 'Did you mean "anna" (Анна Белова)?'),
        ({"tracker": {"team_comments": {"group": "Agncy"}}}, "team", "no group 'Agncy'", '"Agency"?'),
        ({"tracker": {"team": {"group": "Agncy"}}}, "tracker.team", 'no group "Agncy"', '"Agency"?'),
        ({"tracker": {"team": {"role": "Agency"}}}, "tracker.team", "no roles", "team: {group"),
        ({"tracker": {"fields": {"due": "DueDate"}}}, "fields", "DueDate", "Did you mean Due Date?"),
        ({"tracker": {"projects": ["ACMY"]}}, "project", "no such thing", '"ACME"?'),
    ],
)
def test_each_missing_name_comes_with_did_you_mean(
    youtrack: YouTrackSite, parts: dict[str, Any], kind: str, says: str, remedy: str
) -> None:
    """Doctor says which names it cannot find, with "did you mean"."""
    youtrack.create("Design")
    data: dict[str, Any] = {
        "contract": {"id": "ACME-SITE", "title": "Site"},
        "tracker": {"name": "main", "projects": ["ACME"], **parts.get("tracker", {})},
        "stages": parts.get("stages", [{"id": "design", "title": "Design"}]),
    }
    if name := parts.get("people"):
        data["people"] = {"contact": {"name": name, "side": "client", "account": "a.belova"}}
    lines = youtrack.tracker().check((ContractMapping.model_validate(data),))
    (line,) = [line for line in lines if not line.ok and line.name.startswith(kind)]
    assert says in line.sentence
    assert remedy in line.remedy


def test_people_are_found_by_name_or_login(youtrack: YouTrackSite) -> None:
    """Account ids to paste; a banned user is told apart."""
    youtrack.state.people[2] = replace(youtrack.state.people[2], is_banned=True)
    assert youtrack.tracker().find_people("белова", ()) == (FoundPerson("Анна Белова", "anna", active=False),)
    assert [each.account for each in youtrack.tracker().find_people("", ())] == ["bot", "maria", "anna"]


def test_a_state_by_another_name(youtrack: YouTrackSite) -> None:
    """The field of the statuses is known by its type."""
    fields = tuple(replace(field, name="Статус") if field.name == "State" else field for field in FIELDS)
    youtrack.state.projects["ACME"] = fields
    contracts = contracts_on("ACME", statuses={"accepted": ["Signed"]})
    assert ["statuses of ACME-SITE"] == list(failed(youtrack, contracts))


def test_an_unknown_project(youtrack: YouTrackSite) -> None:
    """One that the account cannot see has one line."""
    assert ["project NONE"] == list(failed(youtrack, contracts_on("NONE")))


def test_a_tag_that_nobody_else_sees(youtrack: YouTrackSite) -> None:
    """The client would see no verdict."""
    youtrack.state.tags = [Tag("6-1", "beyond-scope", "bot"), Tag("6-2", "in-scope", "maria", [TEAM])]
    assert "beyond-scope" in failed(youtrack)["tags of ACME-SITE"]


def test_a_tag_that_may_be_seen_and_not_used(youtrack: YouTrackSite) -> None:
    """Every verdict with it would be refused."""
    youtrack.state.tags = [Tag("6-1", "beyond-scope", "maria", [TEAM], used_by=[])]
    assert "may not put them on" in failed(youtrack)["tags of ACME-SITE"]


def test_an_account_outside_the_teams_group(youtrack: YouTrackSite) -> None:
    """It may be unable to read again what it wrote."""
    youtrack.state.people[0] = replace(youtrack.state.people[0], groups=frozenset({"ACME Team"}))
    contracts = contracts_on("ACME", team_comments={"group": "Agency"})
    assert "Put bot into the group" in failed(youtrack, contracts)["team_comments of ACME-SITE"]


def test_tags_that_will_be_made(youtrack: YouTrackSite) -> None:
    """A missing tag is no fault, and the line says who will see it."""
    youtrack.state.tags.clear()
    lines = {line.name: line for line in youtrack.tracker().check(contracts_on("ACME"))}
    assert "shared with the project's team" in lines["tags of ACME-SITE"].sentence


def test_a_group_that_cannot_be_looked_into(youtrack: YouTrackSite) -> None:
    """An older YouTrack does not tell who is in a group.

    The line says what to make sure of.
    """
    youtrack.state.people[0] = replace(youtrack.state.people[0], permissions=SERVICE - {"READ_GROUP"})
    contracts = contracts_on("ACME", team_comments={"group": "Agency"})
    lines = {line.name: line for line in youtrack.tracker().check(contracts)}
    assert "nobody of the client" in lines["team_comments of ACME-SITE"].remedy


def test_a_short_secret(youtrack: YouTrackSite) -> None:
    """Neither app takes one."""
    assert "webhook_secrets[0]" in failed(youtrack, webhook_secrets=("too short",))["webhook secrets"]


def test_connect_changes_nothing_and_says_what_to_set(youtrack: YouTrackSite) -> None:
    """The address stands there, the secret does not, and no request is sent."""
    said = youtrack.tracker().connect("https://ugovor.example.com/webhooks/main", "the secret itself")
    assert "https://ugovor.example.com/webhooks/main" in said
    assert "the secret itself" not in said
    assert [] == youtrack.state.calls
