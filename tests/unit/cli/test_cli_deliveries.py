"""`ugovor deliveries list|show|replay|park`."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_scene import CliScene, arrival, extra

RECORDED = Path(__file__).parents[2] / "data" / "jira"


def test_an_empty_inbox_is_said(office: CliScene) -> None:
    """People read a sentence, programs an empty list."""
    office.begin()
    assert office.run("deliveries", "list").stdout == "No delivery was received yet.\n"
    assert office.json("deliveries", "list", "--json") == []


def test_json_has_the_keys_that_programs_rely_on(office: CliScene) -> None:
    """The five settled keys come first, newest delivery first."""
    office.receive(arrival(1), arrival(2, "unknown"))
    newest, oldest = office.json("deliveries", "list", "--json")
    assert list(newest)[:5] == ["id", "tracker", "received_at", "state", "reason"]
    assert [newest[key] for key in list(newest)[:5]] == [
        2,
        "main",
        "2026-04-01T09:02:00Z",
        "parked",
        "it is unknown",
    ]
    assert (oldest["id"], oldest["state"], oldest["subject"]) == (1, "waiting", "10015")


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        pytest.param((), [4, 3, 2, 1], id="all of them"),
        pytest.param(("--state", "waiting"), [4, 1], id="those that wait"),
        pytest.param(("--state", "done"), [2], id="those that are done"),
        pytest.param(("--state", "parked"), [3], id="those that are parked"),
        pytest.param(("--limit", "1"), [4], id="the newest one"),
        pytest.param(("--limit", "1", "--state", "waiting"), [4], id="the newest that waits"),
    ],
)
def test_the_list_is_narrowed(office: CliScene, options: tuple[str, ...], ids: list[int]) -> None:
    """State and number choose."""
    office.receive(arrival(1), arrival(2, "ignored"), arrival(3, "unknown"), arrival(4))
    found = office.json("deliveries", "list", "--json", *options)
    assert [row["id"] for row in found] == ids


def test_people_read_a_table(office: CliScene) -> None:
    """Head and rows are aligned."""
    office.receive(arrival(1))
    head, row = office.run("deliveries", "list").stdout.splitlines()
    assert head.index("state") == row.index("waiting")


def test_a_delivery_is_shown_with_headers_and_body(office: CliScene) -> None:
    """The body is pretty printed as it was received."""
    office.receive(arrival(1))
    shown = office.run("deliveries", "show", "1").stdout
    assert "content-type: application/json" in shown
    assert '    "key": "ACME-15"' in shown


def test_a_body_that_is_no_json_is_shown_as_it_is(office: CliScene) -> None:
    """Whatever was authentic can be looked at."""
    office.receive(arrival(1, "unknown", body=b"caf\xe9 {"))
    assert office.run("deliveries", "show", "1").stdout.endswith("\ncaf\ufffd {\n")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        pytest.param(("1",), "1 delivery will be handled again.", id="by its id"),
        pytest.param(("--issue", "10015"), "2 deliveries will", id="by the issue's id"),
        pytest.param(("--issue", "ACME-15"), "2 deliveries will", id="by the issue's key on record"),
        pytest.param(
            ("--since", "2026-04-01T09:02"), "2 deliveries will", id="by time, UTC unless it says so"
        ),
        pytest.param(("--since", "2026-04-01T12:03+03:00"), "1 delivery will", id="by time in a zone"),
        pytest.param(("--issue", "10015", "--since", "2026-04-01T09:02"), "1 delivery will", id="by both"),
    ],
)
def test_deliveries_are_handled_again(office: CliScene, args: tuple[str, ...], said: str) -> None:
    """Id, issue and time choose, and all that is given must hold."""
    office.put_on_record(extra(15))
    office.receive(arrival(1), arrival(2), arrival(3, subject="10099"))
    for number in ("1", "2", "3"):
        office.run("deliveries", "park", number, "--why", "the tracker is moved")
    result = office.run("deliveries", "replay", *args)
    assert result.exit_code == 0
    assert said in result.stdout
    assert len(office.json("deliveries", "list", "--json", "--state", "waiting")) == int(said[0])


@pytest.mark.parametrize(
    ("body", "exit_code", "kind", "state"),
    [
        pytest.param("issue-created", 0, "handled", "waiting", id="now understood: it is handled"),
        pytest.param("ru-project-created", 0, "ignored", "done", id="now ignored on purpose: it is done"),
        pytest.param(None, 1, "unknown", "parked", id="still not understood: it stays parked"),
    ],
)
def test_what_was_not_understood_is_read_anew(
    office: CliScene, body: str | None, exit_code: int, kind: str, state: str
) -> None:
    """A newer version of the service may know what it was."""
    content = (RECORDED / f"{body}.json").read_bytes() if body else b'{"webhookEvent": "new:kind"}'
    office.receive(arrival(1, "unknown", None, body=content))
    result = office.run("deliveries", "replay", "1")
    assert result.exit_code == exit_code, result.output
    [row] = office.json("deliveries", "list", "--json")
    assert (row["kind"], row["state"]) == (kind, state)


def test_replaying_one_issue_leaves_other_parked_bodies_alone(office: CliScene) -> None:
    """Only what turns out to belong to the issue is touched."""
    office.receive(arrival(1, "unknown", None, body=(RECORDED / "issue-created.json").read_bytes()))
    assert office.run("deliveries", "replay", "--issue", "1").exit_code == 1
    [row] = office.json("deliveries", "list", "--json")
    assert (row["kind"], row["state"]) == ("unknown", "parked")


def test_a_delivery_is_parked_with_its_reason(office: CliScene) -> None:
    """It is set aside, never deleted, and the reason is kept."""
    office.receive(arrival(1))
    assert office.run("deliveries", "park", "1", "--why", "asked by Maria").exit_code == 0
    [row] = office.json("deliveries", "list", "--json")
    assert (row["state"], row["reason"]) == ("parked", "asked by Maria")


@pytest.mark.parametrize(
    ("args", "exit_code", "said"),
    [
        pytest.param(("show", "7"), 1, "There is no delivery 7.", id="showing what is not there"),
        pytest.param(
            ("park", "7", "--why", "x"), 1, "There is no delivery 7.", id="parking what is not there"
        ),
        pytest.param(("park", "7"), 2, "Missing option '--why'", id="parking without a reason"),
        pytest.param(("replay",), 2, "Say what to replay", id="replaying without saying what"),
        pytest.param(("replay", "7"), 1, "nothing to replay", id="replaying what is not there"),
        pytest.param(("replay", "--since", "soon"), 2, "'soon' is no moment.", id="a time that is none"),
        pytest.param(("show", "seven"), 2, "not a valid integer", id="an id that is no number"),
        pytest.param(("list", "--state", "lost"), 2, "is not one of", id="a state that is none"),
        pytest.param(("list", "--limit", "0"), 2, "is not in the range", id="a list of nothing"),
    ],
)
def test_words_that_mean_nothing_are_wrong_use(
    office: CliScene, args: tuple[str, ...], exit_code: int, said: str
) -> None:
    """One sentence, and the exit code of its kind."""
    office.begin()
    result = office.run("deliveries", *args)
    assert result.exit_code == exit_code
    assert said in result.stderr


@pytest.mark.parametrize("number", ["0", "-1", str(2**63), "9" * 40])
@pytest.mark.parametrize("command", ["show", "replay", "park"])
def test_a_number_that_no_delivery_has_is_wrong_use(office: CliScene, command: str, number: str) -> None:
    """A slip of the keyboard gets a sentence, never a traceback."""
    office.begin()
    result = office.run("deliveries", command, "--", number)
    assert result.exit_code == 2
    assert "not in the range" in result.stderr
