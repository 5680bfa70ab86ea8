"""What `ugovor doctor` and `ugovor connect` find out about a Redmine.

Nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from redmine_site import RedmineSite as Room
from redmine_standin import RedmineStandIn

from mappings.model import Answers, ContractMapping
from plugin.trackers.base import Check

URL = "https://ugovor.example.com/webhooks/main"


@pytest.fixture
def stage(room: Room) -> str:
    """An issue that stands for a stage."""
    return room.create("Design", labels=("site",))


def contract_on(room: Room, stage: str, **tracker: object) -> tuple[ContractMapping, ...]:
    """Return one mapping on this project; more keys of its `tracker` section by name."""
    usual: dict[str, object] = {
        "name": "main",
        "projects": [room.project],
        "fields": {"verdict": "Scope", "labels": "Labels"},
        "team_comments": {"internal": True},
        "statuses": {"working": ["In Progress"], "done": ["Done"], "accepted": ["Accepted"]},
    }
    contact = {"name": "Анна Белова", "side": "client", "account": room.terms.person.id}
    data = {
        "contract": {"id": "ACME-SITE", "title": "Site"},
        "tracker": {**usual, **tracker},
        "people": {"contact": contact},
        "stages": [{"id": "design", "title": "Design", "issue": stage}],
    }
    return (ContractMapping.model_validate(data),)


def faults(room: Room, stage: str, login: str = "ugovor", **tracker: object) -> dict[str, Check]:
    """Return the lines that are not well, by their names."""
    lines = room.tracker(login).check(contract_on(room, stage, **tracker))
    return {line.name: line for line in lines if not line.ok}


def test_all_is_well(room: Room, stage: str) -> None:
    """Rights, fields, statuses and stage pass, and nothing was written."""
    before = room.people.issue(stage)
    assert {} == faults(room, stage)
    assert before == room.people.issue(stage)


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        pytest.param({"url": "http://127.0.0.1:9"}, ["address"], id="nothing answers"),
        pytest.param({"token": "other"}, ["token"], id="the key is not accepted"),
        pytest.param({"account": "1"}, ["account"], id="the account is somebody else's"),
        pytest.param({"account": None}, ["account"], id="no account is set"),
    ],
)
def test_each_fault_of_the_settings_has_its_line(
    room: Room, stage: str, settings: dict[str, str], expected: list[str]
) -> None:
    """Each fault shows in its own line."""
    lines = room.tracker(**settings).check(contract_on(room, stage))
    assert expected == [line.name for line in lines if not line.ok]


def test_rest_that_is_off_is_told(room: Room, stage: str) -> None:
    """Redmine then knows no key at all; the remedy says where to switch it on."""
    with room.setting("rest_api_enabled", "0", "1"):
        line = faults(room, stage)["token"]
    assert line.sentence.startswith("Redmine does not accept the key")
    assert "answered 403" in line.sentence
    assert "REST web service is enabled" in line.remedy


def test_an_address_that_is_no_redmine_is_told(room: Room, stage: str) -> None:
    """A page elsewhere on the same server is not taken for Redmine."""
    base = room.address
    (line,) = room.tracker(url=f"{base}/elsewhere").check(contract_on(room, stage))
    assert ("address", False) == (line.name, line.ok)


@pytest.mark.parametrize(
    ("right", "words"),
    [("edit_own_issue_notes", "Edit own notes"), ("set_notes_private", "Set notes as private")],
)
def test_a_missing_right_is_named(room: Room, stage: str, right: str, words: str) -> None:
    """In the words that an administrator sees."""
    with room.without_right(right):
        assert f"Missing: {words}." == faults(room, stage)[f"permissions in {room.project}"].sentence


def test_a_client_who_may_read_private_notes_is_named(room: Room, stage: str) -> None:
    """What is meant for the team would not be: the person is named."""
    with room.with_right("view_private_notes", "Client"):
        line = faults(room, stage)[f"private notes in {room.project}"]
    assert "Анна Белова" in line.sentence


def test_team_comments_for_a_role_are_refused(room: Room, stage: str) -> None:
    """Redmine cannot; the line says what to write."""
    assert (
        "internal: true"
        in faults(room, stage, team_comments={"role": "Agency"})["team comments of ACME-SITE"].sentence
    )


def test_a_missing_field_for_labels_is_described(room: Room, stage: str) -> None:
    """The field to create is described to the last value, item links included."""
    remedy = faults(room, stage, fields={}, only={"label": "acme"})["labels of ACME-SITE"].remedy
    values = "in-scope, scope-bonus, beyond-scope, scope-unclear, our-defect, warranty, signed-off"
    assert f"name Labels, Multiple values ticked, possible values {values}, sign-off-outdated, acme" in remedy


def test_a_field_that_does_not_exist_is_named(room: Room, stage: str) -> None:
    """The verdict's own field is described with the verdicts' names."""
    line = faults(room, stage, fields={"labels": "Labels", "verdict": "Verdict"})[
        f"fields of Task in {room.project}"
    ]
    assert "no custom field 'Verdict'" in line.sentence
    assert "possible values in_scope, bonus, beyond_scope, unclear, defect, warranty" in line.remedy


def test_values_that_a_field_lacks_are_named(room: Room, stage: str) -> None:
    """Values are found by what Redmine would refuse."""
    line = faults(room, stage, fields={"labels": "Own labels"})[f"fields of Task in {room.project}"]
    assert "does not hold in-scope, scope-bonus, beyond-scope" in line.sentence
    assert "signed-off" not in line.sentence


def test_a_verdict_field_of_label_names_will_do(room: Room, stage: str) -> None:
    """Both kinds of values are taken."""
    assert {} == faults(room, stage, fields={"labels": "Labels", "verdict": "Verdict label"})


def test_a_labels_field_of_one_value_is_refused(room: Room, stage: str) -> None:
    """An issue carries several labels."""
    line = faults(room, stage, fields={"labels": "Scope"})[f"fields of Task in {room.project}"]
    assert "one value only" in line.sentence


def test_a_status_that_does_not_exist_is_named(room: Room, stage: str) -> None:
    """It is named, with those that there are."""
    line = faults(room, stage, statuses={"working": ["Doing"]})["statuses of ACME-SITE"]
    assert line.sentence == 'Redmine has no status "Doing", which tracker.statuses.working names.'
    assert "There are: Accepted, Done, In Progress, New" in line.remedy


@pytest.mark.parametrize(
    ("parts", "kind", "says", "remedy"),
    [
        ({"tracker": {"statuses": {"accepted": ["Acepted"]}}}, "statuses", "Acepted", '"Accepted"?'),
        ({"tracker": {"stage_type": "Stages"}}, "types", "tracker.stage_type", '"Stage"?'),
        ({"tracker": {"team": {"role": "Agncy"}}}, "roles", "tracker.team.role", '"Agency"?'),
        ({"link": {"component": "inner pages"}}, "components", "link of 2.1", '"inner-pages"?'),
        ({"link": {"version": "1,0"}}, "versions", "link of 2.1", '"1.0"?'),
        (
            {"link": {"parent": "999998"}},
            "issues",
            "no issue 999998, which link of 2.1 names",
            "Did you mean",
        ),
        ({"account": "999"}, "people", "nobody with the account", "Анна Белова"),
        ({"account": "anna"}, "people", "nobody with the account", "ugovor people main"),
        (
            {"stage": "999999", "title": "Desing"},
            "stage",
            "no such thing",
            'Did you mean {stage} ("Design")?',
        ),
        ({"tracker": {"projects": ["othr"]}}, "project", "no such thing", '"other"?'),
    ],
)
def test_each_missing_name_comes_with_did_you_mean(
    redmine_standin: RedmineStandIn, parts: dict[str, Any], kind: str, says: str, remedy: str
) -> None:
    """Doctor says which names it cannot find, with "did you mean"."""
    room = Room(redmine_standin)
    stage = room.create("Design", labels=("site",))
    (usual,) = contract_on(room, parts.get("stage", stage), **parts.get("tracker", {}))
    data = usual.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    data["stages"][0]["title"] = parts.get("title", "Design")
    data["stages"][0]["items"] = [{"id": "2.1", "title": "Design", "link": parts.get("link")}]
    data["people"]["contact"]["account"] = parts.get("account", room.terms.person.id)
    lines = list(room.tracker().check((ContractMapping.model_validate(data),)))
    room.close()
    (line,) = [line for line in lines if not line.ok and line.name.startswith(kind)]
    assert says in line.sentence
    assert remedy.format(stage=stage) in line.remedy


def test_people_are_found_among_the_members(room: Room) -> None:
    """Users are for administrators.

    Anybody else sees who is in the contract's projects.
    """
    found = room.tracker().find_people("белова", (room.project,))
    assert [(each.name, each.account, each.active) for each in found] == [
        ("Анна Белова", room.terms.person.id, True)
    ]
    assert len(room.tracker().find_people("", (room.project,))) > 1
    assert ("Анна Белова", room.terms.person.id) in [
        (each.name, each.account) for each in room.tracker("admin").find_people("Белова", ())
    ]


def test_the_right_to_add_watchers_is_looked_at(room: Room, stage: str) -> None:
    """Without it the service still works, so it is a warning.

    With it there is no line.
    """
    with room.without_right("add_issue_watchers"):
        [line] = [each for each in room.tracker().check(contract_on(room, stage)) if "watchers" in each.name]
    assert (line.ok, "Grant Add watchers" in line.remedy) == (True, True)
    lines = list(room.tracker().check(contract_on(room, stage)))
    assert [each for each in lines if "watchers" in each.name] == []


def test_parent_dates_that_follow_subtasks_are_told(room: Room, stage: str) -> None:
    """A stage with subtasks could not be given a date."""
    room.create_child(stage)
    with room.setting("parent_issue_dates", "derived", "independent"):
        assert "follows its subtasks" in faults(room, stage)["stage design of ACME-SITE"].sentence
    assert {} == faults(room, stage)


def test_a_workflow_that_allows_no_way_back_is_told(
    redmine_standin: RedmineStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Work that was begun too early could not be moved back: the issue is named."""
    room = Room(redmine_standin)
    stage = room.create("Design", labels=("site",))
    (contract,) = contract_on(room, stage)
    contract = contract.model_copy(update={"answers": Answers(move_back_undecided=True)})
    assert [line for line in room.tracker().check((contract,)) if not line.ok] == []
    monkeypatch.setattr(redmine_standin.state, "offered", lambda issue: [issue.attributes["status_id"]])
    (line,) = [line for line in room.tracker().check((contract,)) if not line.ok]
    room.close()
    assert f"lets the account move issue {stage} to no other status" in line.sentence


def test_an_account_that_may_not_edit_is_told(room: Room, stage: str) -> None:
    """Nothing is probed.

    It would be no refusal, and Redmine would count it as a change.
    """
    before = room.people.issue(stage)
    found = faults(room, stage, "stranger")
    assert "Missing: Edit issues" in found[f"permissions in {room.project}"].sentence
    assert [f"permissions in {room.project}"] == list(found)
    assert before == room.people.issue(stage)


def test_a_stage_whose_issue_is_missing_is_named(room: Room, stage: str) -> None:
    """The stage is named."""
    assert ["stage design of ACME-SITE"] == list(faults(room, "999999"))
    assert stage


def test_a_redmine_without_webhooks_needs_no_secrets(room: Room, stage: str) -> None:
    """Redmine 5 has none.

    Where secrets are given all the same, a warning says how to go without.
    """
    quiet = {line.name: line for line in room.tracker().check(contract_on(room, stage))}
    assert "None are expected" in quiet["webhooks"].sentence
    told = room.tracker(webhook_secrets=("secret" * 3,)).check(contract_on(room, stage))
    line = next(line for line in told if line.name == "webhooks")
    assert (True, True) == (line.ok, "webhook_secrets = []" in line.remedy)


def test_connecting_says_what_to_set(room: Room) -> None:
    """Nothing is created: this Redmine is told apart, and the settings for it named."""
    assert "webhook_secrets = []" in room.tracker().connect(URL, "secret")


@pytest.fixture
def seven(redmine_standin: RedmineStandIn) -> Iterator[Room]:
    """A project on a stand-in that has the webhooks of 7.0."""
    room = Room(redmine_standin)
    with room.setting("version", "7.0", "5.0"):
        yield room
    room.close()


def test_connecting_a_redmine_with_webhooks(seven: Room) -> None:
    """Address, events, projects and place are said; the secret is named and not shown."""
    told = seven.tracker(webhook_secrets=("a long secret",)).connect(URL, "a long secret")
    assert "nothing was created" in told
    assert f"URL       {URL}" in told
    assert "My account > Webhooks > New webhook" in told
    assert "a long secret" not in told


@pytest.mark.parametrize(
    ("secrets", "words"),
    [((), "asked for changes only"), (("a long secret",), "is not told over REST")],
    ids=["without secrets", "with a secret"],
)
def test_a_redmine_with_webhooks_is_advised_to_use_them(
    seven: Room, secrets: tuple[str, ...], words: str
) -> None:
    """Doctor says what can be known, and that it can send where it is only asked."""
    stage = seven.create("Design", labels=("site",))
    lines = seven.tracker(webhook_secrets=secrets).check(contract_on(seven, stage))
    line = next(line for line in lines if line.name == "webhooks")
    assert line.ok
    assert words in line.sentence
