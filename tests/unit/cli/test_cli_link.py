"""`ugovor link CONTRACT PERSON [ISSUE]`."""

from __future__ import annotations

import json

import pytest
from cli_scene import MAPPING, NOW, CliScene, extra

from plugin.core.model.signed_links import LinkSigner, SignedLink
from plugin.core.model.stage_issues import KICK_OFF
from plugin.core.model.stage_state import SignOffState, StageState
from plugin.core.model.waits import Turn, Wait, WaitKind
from plugin.store import stages, waits

SIGNING = (
    MAPPING.replace("may: [decide]", "may: [decide, sign_off]")
    .replace("mode: observe, ", "")
    .replace("stages: [", "kick_off: {issue: ACME-9, acknowledged_by: [director]}\nstages: [")
)
STRANGER = SIGNING.replace("people:\n", "people:\n  visitor: {name: Vera Visitor, side: client}\n")


@pytest.fixture(name="office")
def signing_office(empty_office: CliScene) -> CliScene:
    """A contract with a stage, a kick-off, an offer, and a person without powers."""
    empty_office.furnish(mapping=STRANGER)
    empty_office.put_on_record(extra(15))
    return empty_office


def keep(office: CliScene, stage: str, state: SignOffState, issue: str | None = None) -> None:
    """Keep a stage's state."""
    database = office.database()
    with database.change() as connection:
        kept = StageState(contract="ACME-SITE", stage=stage, issue_id=issue, state=state, version=2)
        stages.save(connection, kept)
    database.close()


def printed(office: CliScene, *args: str) -> tuple[str, SignedLink]:
    """Run the command; return the path of the page and what its link is bound to."""
    address = office.run("link", *args).stdout.strip()
    host, path, token = address.rpartition("/")
    links = LinkSigner("key of the office", "https://ugovor.example.com", lambda: NOW)
    return (host + path).removeprefix("https://ugovor.example.com"), links.read(token)


@pytest.mark.parametrize("issue", ["ACME-2", "design"], ids=["the stage's issue", "the stage"])
def test_a_stage_that_is_named(office: CliScene, issue: str) -> None:
    """The version is the one that stands."""
    keep(office, "design", SignOffState.OUTDATED)
    path, link = printed(office, "ACME-SITE", "director", issue)
    assert ("/sign/", "sign", "design", 2) == (path, link.purpose, link.about, link.version)
    assert "director" == link.person


@pytest.mark.parametrize("issue", ["ACME-15", "10015"], ids=["by its key", "by the tracker's id"])
def test_an_offer_that_is_named(office: CliScene, issue: str) -> None:
    """The page is the one to choose on."""
    path, link = printed(office, "ACME-SITE", "director", issue)
    assert ("/choose/", "choose", "10015", 1) == (path, link.purpose, link.about, link.version)


def test_the_kick_off_that_is_named(office: CliScene) -> None:
    """It is signed under the tracker's id of its issue."""
    keep(office, KICK_OFF, SignOffState.AWAITED, "10009")
    path, link = printed(office, "ACME-SITE", "director", "ACME-9")
    assert ("/sign/", "agree", "10009") == (path, link.purpose, link.about)


@pytest.mark.parametrize(
    ("sentence", "kick_off", "design", "purpose"),
    [
        ("the kick-off comes before the first stage", SignOffState.AWAITED, SignOffState.AWAITED, "agree"),
        ("then the stage", SignOffState.ACCEPTED, SignOffState.AWAITED, "sign"),
        ("a changed stage is to be signed again", SignOffState.ACCEPTED, SignOffState.OUTDATED, "sign"),
        ("then the offer", SignOffState.ACCEPTED, SignOffState.ACCEPTED, "choose"),
    ],
)
def test_the_page_of_what_awaits_first_is_linked(
    office: CliScene, sentence: str, kick_off: SignOffState, design: SignOffState, purpose: str
) -> None:
    """Without an issue the page is about what awaits the person."""
    keep(office, "design", design)
    keep(office, KICK_OFF, kick_off, "10009")
    if kick_off is SignOffState.ACCEPTED:
        agreed(office)
    assert purpose == printed(office, "ACME-SITE", "director")[1].purpose, sentence


def agreed(office: CliScene) -> None:
    """Record that the director acknowledged the kick-off."""
    database = office.database()
    with database.change() as connection:
        found = stages.load_all(connection, "ACME-SITE")[KICK_OFF]
        word = {
            "by": "director",
            "name": "Peter Falk",
            "counts": True,
            "means": "page",
            "version": 1,
            "at": NOW,
        }
        stages.save(connection, StageState.model_validate({**found.model_dump(), "words": [word]}))
    database.close()


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (("ACME-SITE", "visitor"), 1, "Nothing awaits Vera Visitor in ACME-SITE"),
        (("ACME-SIT", "director"), 2, "ACME-SITE"),
        (("ACME-SITE", "directo"), 2, "director"),
        (("ACME-SITE", "director", "ACME-51"), 2, "ACME-15"),
        (("ACME-SITE", "director", "ACME-9"), 1, "ACME-9 was not seen yet"),
    ],
    ids=["nothing awaits", "no such contract", "no such person", "no such issue", "a kick-off not seen yet"],
)
def test_what_cannot_be_linked_is_said(office: CliScene, args: tuple[str, ...], code: int, says: str) -> None:
    """A sentence that says what there is, and nothing on standard output."""
    result = office.run("link", *args)
    assert (code, "") == (result.exit_code, result.stdout)
    assert says in result.stderr


def test_json_holds_address_and_validity(office: CliScene) -> None:
    """What a program needs, with the end of the link's validity."""
    found = office.json("link", "ACME-SITE", "director", "ACME-15", "--json")
    assert found.pop("address").startswith("https://ugovor.example.com/choose/")
    assert found == {
        "contract": "ACME-SITE",
        "person": "director",
        "purpose": "choose",
        "about": "10015",
        "version": 1,
        "valid_until": "2026-04-15T09:00:00Z",
    }


@pytest.mark.parametrize(
    ("args", "contract", "person"),
    [
        (("ACME-SITE", "director", "--sign-in"), "ACME-SITE", "director"),
        (("--operator",), "", ""),
    ],
)
def test_a_sign_in_link_is_printed(
    office: CliScene, args: tuple[str, ...], contract: str, person: str
) -> None:
    """It signs a person in, or an operator, and nothing else."""
    path, link = printed(office, *args)
    assert ("/auth/link/", "enter", contract, person) == (path, link.purpose, link.contract, link.person)


@pytest.mark.parametrize("args", [(), ("ACME-SITE",), ("ACME-SITE", "--sign-in")])
def test_who_is_meant_must_be_named(office: CliScene, args: tuple[str, ...]) -> None:
    """Without contract and person there is nobody to make a link for."""
    result = office.run("link", *args)
    assert (2, True) == (result.exit_code, "ugovor link CONTRACT PERSON" in result.stderr)


def test_link_to_forward_is_made_listed_and_revoked(office: CliScene) -> None:
    """`--brief`, `--list` and `--revoke ID`; the list shows what is closed, too."""
    assert "--brief" in office.run("link", "ACME-SITE", "--list").stdout
    address = office.run("link", "ACME-SITE", "--brief").stdout.strip()
    assert address.startswith("https://ugovor.example.com/brief/")
    listed = office.run("link", "ACME-SITE", "--list").stdout
    assert address in listed
    link_id = listed.split()[0]
    assert link_id in office.run("link", "--revoke", link_id).stdout
    (row,) = json.loads(office.run("link", "ACME-SITE", "--list", "--json").stdout)
    assert (link_id, None, True) == (row["id"], row["address"], row["revoked_at"] is not None)


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("--brief",), "Name the contract"),
        (("--list",), "Name the contract"),
        (("NO-SUCH", "--brief"), "NO-SUCH"),
        (("--revoke", "nothing"), "There is no link 'nothing'"),
    ],
)
def test_link_to_forward_needs_what_there_is(office: CliScene, args: tuple[str, ...], says: str) -> None:
    """A missing or unknown name is said with what to do."""
    found = office.run("link", *args)
    assert (2, True) == (found.exit_code, says in found.output)


def test_address_of_a_calendar_is_made_and_listed(office: CliScene) -> None:
    """`--calendar` needs a person; its address is listed and revoked like the others."""
    address = office.run("link", "ACME-SITE", "director", "--calendar").stdout.strip()
    assert address.startswith("https://ugovor.example.com/calendar/")
    assert address.endswith(".ics")
    assert address in office.run("link", "ACME-SITE", "--list").stdout
    assert office.run("link", "ACME-SITE", "--calendar").exit_code == 2


def test_what_a_person_was_asked_for(office: CliScene) -> None:
    """A manager can make a new link to the page where it is answered."""
    at = NOW.replace(hour=9)
    wait = Wait(
        contract="ACME-SITE",
        issue=extra(15).issue.id,
        number=3,
        kind=WaitKind.INPUT,
        what="texts",
        owed_by="visitor",
        owed_side="client",
        asked_side="contractor",
        asked_at=at,
        due=at.date(),
        turns=(Turn(side="client", since=at),),
    )
    database = office.database()
    with database.change() as connection:
        waits.save(connection, "main", wait, None)
    database.close()
    path, link = printed(office, "ACME-SITE", "visitor")
    assert (path, link.purpose, link.about, link.version) == ("/answer/", "answer", wait.issue, 3)
